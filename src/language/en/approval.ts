import { defineWords } from '../words.ts';

export const approval = defineWords('approval', {
  title: 'Call that needs your approval',
  wants: 'The code wants to call {tool}.',
  withoutArguments: 'Without arguments.',
  arguments: 'Arguments',
  allow: 'Allow',
  allowAll: 'Allow all in this run',
  refuse: 'Refuse',
});
