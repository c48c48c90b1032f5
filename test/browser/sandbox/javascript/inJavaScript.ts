import type { RunOptions, RunResult, Sandbox } from '../../../../src/entries/index.ts';
import { sandbox } from '../sharedSandbox.ts';

export const runIn = (where: Sandbox, code: string, options: RunOptions = {}): Promise<RunResult> =>
  where.run(code, { ...options, language: 'javascript' });

/** Runs JavaScript in the sandbox that the tests of a file share. */
export const run = (code: string, options?: RunOptions) => runIn(sandbox, code, options);

/** Gives what a program prints. */
export const printed = async (code: string) => (await run(code)).stdout;

/** Browsers name different columns of the same line. */
export const withoutColumns = (text = '') => text.replaceAll(/(<run \d+>:\d+):\d+/g, '$1');
