import type { Texts } from '../texts.ts';

export const report: Texts['report'] = {
  conversation: 'Unterhaltung',
  contents: 'Inhalt',
  questions: { one: '{count} Frage', other: '{count} Fragen' },
  files: 'Dateien:',
  thoughts: 'Gedanken des Modells',
  unfinished: 'Diese Antwort wurde nicht fertig.',
  code: '{language}-Code',
  shown: 'Vom Code angezeigter Wert',
  picture: 'Bild',
  leftOut: 'Bild weggelassen: {reason}',
  sound: 'Ton aus dem Code',
  video: 'Video aus dem Code',
  partOfTable: 'Die ersten {rows} von {rowCount} Zeilen, {columns} von {columnCount} Spalten',
};
