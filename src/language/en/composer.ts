import { defineWords } from '../words.ts';

export const composer = defineWords('composer', {
  question: 'Your question',
  placeholder: 'Ask a question',
  ask: 'Ask',
  stop: 'Stop',
  attach: 'Attach files',
  attached: 'Attached files',
  remove: 'Remove {name}',
  needsKey: 'Questions go to the Gemini API and need a key. Your text stays here. The demos need no key.',
  enterKey: 'Enter a key',
  needsServer: 'The settings name no server, or none of its models. Your text stays here.',
  chooseServer: 'Choose a server',
  demosOnly: 'The settings say “Offline demos only”, so no question is sent. Your text stays here.',
  changeSettings: 'Change settings',
  seeDemos: 'See the demos',
});
