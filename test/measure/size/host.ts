/** A page that imports the sandbox, and nothing else of this library. */
import { Sandbox } from '../../../src/entries/index.ts';

Object.assign(globalThis, { Sandbox });
