import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';

/** The engine that most tests use. */
export const ASSETS = '/pyodide/';

/** Creates a sandbox that is closed after the test. */
export async function freshSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ assets: ASSETS, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Keeps a sandbox open during the tests of a file, so that the engine is loaded once for all of them. */
export function keepEngine(assets = ASSETS): void {
  let keeper: Sandbox;
  beforeAll(async () => {
    keeper = await Sandbox.create({ assets });
  });
  afterAll(() => keeper.close());
}
