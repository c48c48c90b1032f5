import { afterAll, beforeAll } from 'vitest';
import { Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import { ASSETS } from './freshSandbox.ts';

/** The sandbox that the tests of a file share, if the file says so. */
export let sandbox: Sandbox;

/** Creates the sandbox of this file before its first test, and closes it after the last. */
export function shareSandbox(options: SandboxOptions = {}): void {
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS, ...options });
  });
  afterAll(() => sandbox.close());
}

/** Aborts when the run has printed, and so is in the middle of it. */
export async function stopWhilePrinting(code: string): Promise<unknown> {
  const stop = new AbortController();
  const onOutput = () => setTimeout(() => stop.abort(), 100);
  return sandbox.run(code, { signal: stop.signal, onOutput }).catch((error: unknown) => error);
}
