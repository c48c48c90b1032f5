import { defineWords } from '../words.ts';

export const report = defineWords('report', {
  conversation: 'Conversation',
  contents: 'Contents',
  questions: { one: '{count} question', other: '{count} questions' },
  files: 'Files:',
  thoughts: 'The model’s thoughts',
  unfinished: 'This answer was not finished.',
  code: '{language} code',
  shown: 'Value displayed by the code',
  picture: 'Picture',
  leftOut: 'Picture left out: {reason}',
  sound: 'Sound from the code',
  video: 'Video from the code',
  partOfTable: 'The first {rows} of {rowCount} rows, {columns} of {columnCount} columns',
});
