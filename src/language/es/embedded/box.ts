import type { Texts } from '../../texts.ts';

export const box: Texts['box'] = {
  conversation: 'Conversación',
  ask: 'Preguntar',
  playDemo: 'Reproducir la demo',
  loadsWhenNeeded: 'Python se carga cuando hace falta',
  startNew: 'Nueva',
  offlineDemo: 'Demo sin conexión',
  noServer: 'Sin servidor',
  noKey: 'Sin clave de API',
  notLoaded: 'No se pudo cargar: {reason}',
  needsKey:
    'Las preguntas van a la API de Gemini y necesitan una clave. Se conserva en memoria hasta salir de esta página.',
  serverNeedsKey: 'El servidor pide una clave. Se conserva en memoria hasta salir de esta página.',
  key: 'Clave de API',
  useKey: 'Usar la clave',
  cancel: 'Cancelar',
};
