import { defineWords } from '../../words.ts';

export const box = defineWords('box', {
  conversation: 'Conversation',
  ask: 'Ask',
  playDemo: 'Play the demo',
  loadsWhenNeeded: 'Python loads when needed',
  startNew: 'New',
  offlineDemo: 'Offline demo',
  noServer: 'No server',
  noKey: 'No API key',
  notLoaded: 'This could not be loaded: {reason}',
  needsKey: 'Questions go to the Gemini API and need a key. It stays in memory until you leave this page.',
  serverNeedsKey: 'The server asks for a key. It stays in memory until you leave this page.',
  key: 'API key',
  useKey: 'Use key',
  cancel: 'Cancel',
});
