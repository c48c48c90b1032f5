import type { Texts } from '../texts.ts';

export const find: Texts['find'] = {
  title: 'In der Unterhaltung suchen',
  count: '{number} von {count}',
  none: 'Keine Treffer',
  previous: 'Vorheriger Treffer',
  next: 'Nächster Treffer',
  close: 'Suche schließen',
};
