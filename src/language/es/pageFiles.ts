import type { Texts } from '../texts.ts';

export const pageFiles: Texts['pageFiles'] = {
  notLoaded: 'No se pudo cargar {address}: {reason}.',
  noAnswer: 'el servidor no respondió (¿sin conexión?)',
  status: 'el servidor respondió {status}',
  otherFile: 'es una página web u otro archivo',
};
