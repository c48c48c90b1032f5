import type { RunOptions, RunResult, Sandbox } from '../../../../src/index.ts';

export const runIn = (where: Sandbox, code: string, options: RunOptions = {}): Promise<RunResult> =>
  where.run(code, { ...options, language: 'javascript' });

/** Browsers name different columns of the same line. */
export const withoutColumns = (text = '') => text.replaceAll(/(<run \d+>:\d+):\d+/g, '$1');
