import { defineWords } from '../words.ts';

export const notebook = defineWords('notebook', {
  scratchpad: 'Python without a model. Cells share variables and files. It is kept in this browser.',
  file: 'Opened from a file. Results are those of the file until you run a cell.',
  link: 'Opened from a link. Somebody else may have written this code. Nothing has run yet: it runs if you click Run, sealed off from this page, your files and the network.',
  linkOn:
    'Opened from a link on {site}. Somebody else may have written this code. Nothing has run yet: it runs if you click Run, sealed off from this page, your files and the network.',
  linkRun:
    'Opened from a link. Somebody else may have written this code. It runs sealed off from this page, your files and the network.',
  linkRunOn:
    'Opened from a link on {site}. Somebody else may have written this code. It runs sealed off from this page, your files and the network.',
  runAll: 'Run all',
  stop: 'Stop',
  addCode: '+ Code',
  addText: '+ Text',
  modelKnows: 'The model knows this notebook as it was at your first question.',
  moveUp: 'Move up',
  moveDown: 'Move down',
  delete: 'Delete',
  deleteCell: 'Delete this cell',
  deleted: 'Cell deleted.',
  undo: 'Undo',
  done: 'Done',
  editText: 'Edit text',
  emptyText: 'Empty text',
  textInMarkdown: 'Text in Markdown',
});
