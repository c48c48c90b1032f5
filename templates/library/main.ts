import { ask } from './ask.ts';
import { elementOf } from './show.ts';

const answer = document.querySelector('main');
await ask('{{question}}', (kind, content) => answer?.append(elementOf(kind, content)));
