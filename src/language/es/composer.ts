import type { Texts } from '../texts.ts';

export const composer: Texts['composer'] = {
  question: 'Escribir la pregunta',
  placeholder: 'Pregunta',
  ask: 'Preguntar',
  stop: 'Detener',
  attach: 'Adjuntar archivos',
  attached: 'Archivos adjuntos',
  remove: 'Quitar {name}',
  needsKey:
    'Las preguntas van a la API de Gemini y necesitan una clave. El texto se queda aquí. Las demos no necesitan clave.',
  enterKey: 'Introducir una clave',
  needsServer: 'En los ajustes falta un servidor o uno de sus modelos. El texto se queda aquí.',
  chooseServer: 'Elegir un servidor',
  demosOnly:
    'En los ajustes está elegido «Solo demos sin conexión», así que no se envía ninguna pregunta. El texto se queda aquí.',
  changeSettings: 'Cambiar los ajustes',
  seeDemos: 'Ver las demos',
};
