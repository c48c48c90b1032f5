import { defineWords } from '../words.ts';

export const notebook = defineWords('notebook', {
  scratchpad: 'Python without a model. Cells share variables and files. It is kept in this browser.',
  file: 'Opened from a file. Results are those of the file until you run a cell.',
  link: 'Opened from a link. Somebody else may have written this code: read it before you run it. Nothing has run yet. It cannot reach this page or your computer.',
  linkOn:
    'Opened from a link on {site}. Somebody else may have written this code: read it before you run it. Nothing has run yet. It cannot reach this page or your computer.',
  runAll: 'Run all',
  stop: 'Stop',
  addCode: '+ Code',
  addText: '+ Text',
  modelKnows: 'The model knows this notebook as it was at your first question.',
  moveUp: 'Move up',
  moveDown: 'Move down',
  delete: 'Delete',
  deleteCell: 'Delete this cell',
  done: 'Done',
  editText: 'Edit text',
  emptyText: 'Empty text',
  textInMarkdown: 'Text in Markdown',
});
