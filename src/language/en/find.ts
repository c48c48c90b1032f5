import { defineWords } from '../words.ts';

export const find = defineWords('find', {
  title: 'Find in the conversation',
  count: '{number} of {count}',
  none: 'No matches',
  previous: 'Previous match',
  next: 'Next match',
  close: 'Close the search',
});
