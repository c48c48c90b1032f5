import type { Texts } from '../texts.ts';

export const notebook: Texts['notebook'] = {
  scratchpad: 'Python sin modelo. Las celdas comparten variables y archivos. Se guarda en este navegador.',
  file: 'Abierto desde un archivo. Los resultados son los del archivo hasta que se ejecute una celda.',
  link: 'Abierto desde un enlace. Es posible que otra persona haya escrito este código. Aún no se ha ejecutado nada: se ejecuta al pulsar Ejecutar, aislado de esta página, de los archivos propios y de la red.',
  linkOn:
    'Abierto desde un enlace de {site}. Es posible que otra persona haya escrito este código. Aún no se ha ejecutado nada: se ejecuta al pulsar Ejecutar, aislado de esta página, de los archivos propios y de la red.',
  linkRun:
    'Abierto desde un enlace. Es posible que otra persona haya escrito este código. Se ejecuta aislado de esta página, de los archivos propios y de la red.',
  linkRunOn:
    'Abierto desde un enlace de {site}. Es posible que otra persona haya escrito este código. Se ejecuta aislado de esta página, de los archivos propios y de la red.',
  runAll: 'Ejecutar todo',
  stop: 'Detener',
  addCode: '+ Código',
  addText: '+ Texto',
  modelKnows: 'El modelo conoce este cuaderno tal como estaba en la primera pregunta.',
  moveUp: 'Mover hacia arriba',
  moveDown: 'Mover hacia abajo',
  delete: 'Eliminar',
  deleteCell: 'Eliminar esta celda',
  deleted: 'Celda eliminada.',
  undo: 'Deshacer',
  done: 'Listo',
  editText: 'Editar el texto',
  emptyText: 'Texto vacío',
  textInMarkdown: 'Texto en Markdown',
};
