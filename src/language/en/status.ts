import { defineWords } from '../words.ts';

export const status = defineWords('status', {
  thisConversation: 'This conversation',
  theScratchpad: 'The scratchpad',
  thisNotebook: 'This notebook',
  openElsewhere: '{name} is open in another tab.',
  newConversation: 'New conversation',
  useHere: 'Use it here',
  opening: 'Opening…',
});
