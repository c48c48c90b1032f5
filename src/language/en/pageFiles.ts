import { defineWords } from '../words.ts';

export const pageFiles = defineWords('pageFiles', {
  notLoaded: '{address} could not be loaded: {reason}.',
  noAnswer: 'the server did not answer (offline?)',
  status: 'the server answered {status}',
  otherFile: 'it is a web page, or another file',
});
