import type { Texts } from '../texts.ts';

export const find: Texts['find'] = {
  title: 'Buscar en la conversación',
  count: '{number} de {count}',
  none: 'Sin coincidencias',
  previous: 'Coincidencia anterior',
  next: 'Coincidencia siguiente',
  close: 'Cerrar la búsqueda',
};
