import type { Texts } from '../texts.ts';

export const report: Texts['report'] = {
  conversation: 'Conversación',
  contents: 'Contenido',
  questions: { one: '{count} pregunta', other: '{count} preguntas' },
  files: 'Archivos:',
  thoughts: 'Razonamiento del modelo',
  unfinished: 'Esta respuesta no se terminó.',
  code: 'Código en {language}',
  shown: 'Valor que muestra el código',
  picture: 'Imagen',
  leftOut: 'Imagen omitida: {reason}',
  sound: 'Sonido del código',
  video: 'Vídeo del código',
  partOfTable: 'Las primeras {rows} de {rowCount} filas, {columns} de {columnCount} columnas',
};
