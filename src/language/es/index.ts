import type { Texts } from '../texts.ts';
import { status } from './status.ts';

export default { status } satisfies Texts;
