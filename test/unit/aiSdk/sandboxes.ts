import type { RunOptions } from '../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { scriptedSandbox } from '../gemini/client/play.ts';

/** The bytes of a picture of one pixel. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A sandbox whose runs do what `run` says. */
export function sandboxThat(run: (code: string, options: RunOptions) => Promise<object>): Sandbox {
  return { ...scriptedSandbox().sandbox, run } as unknown as Sandbox;
}
