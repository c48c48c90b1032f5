import type { Texts } from '../texts.ts';

export const pageFiles: Texts['pageFiles'] = {
  notLoaded: '{address} konnte nicht geladen werden: {reason}.',
  noAnswer: 'Der Server hat nicht geantwortet (offline?)',
  status: 'Der Server hat mit {status} geantwortet',
  otherFile: 'Es ist eine Webseite oder eine andere Datei',
};
