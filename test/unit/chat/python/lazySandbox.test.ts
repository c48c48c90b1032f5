import { describe, expect, it } from 'vitest';
import { type EngineState, LazySandbox } from '../../../../src/chat/python/lazySandbox.ts';
import type { SandboxOptions } from '../../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';

/** A creation of a sandbox that the test itself brings to its end. */
function manualCreation() {
  const attempts: { options: SandboxOptions; succeed: () => void; fail: (error: Error) => void }[] = [];
  const create = (options: SandboxOptions) =>
    new Promise<Sandbox>((resolve, reject) => {
      attempts.push({ options, succeed: () => resolve({ pythonVersion: '3.14.2' } as Sandbox), fail: reject });
    });
  return { attempts, create };
}

describe('the engine', () => {
  it('says how far it is, and then that it is ready', async () => {
    const states: EngineState[] = [];
    const { attempts, create } = manualCreation();
    const engine = new LazySandbox(create);
    engine.addEventListener('change', () => states.push(engine.state));
    const sandbox = engine.sandbox();
    attempts[0]?.options.onProgress?.({ step: 'download', loaded: 1, total: 2 });
    attempts[0]?.options.onProgress?.({ step: 'compile' });
    attempts[0]?.succeed();
    await sandbox;
    expect(states).toEqual([
      { state: 'loading', progress: { step: 'download', loaded: 0, total: 0 } },
      { state: 'loading', progress: { step: 'download', loaded: 1, total: 2 } },
      { state: 'loading', progress: { step: 'compile' } },
      { state: 'ready', python: '3.14.2' },
    ]);
  });

  it('stays ready when a message about progress comes late', async () => {
    const { attempts, create } = manualCreation();
    const engine = new LazySandbox(create);
    const sandbox = engine.sandbox();
    attempts[0]?.succeed();
    await sandbox;
    attempts[0]?.options.onProgress?.({ step: 'prepare' });
    expect(engine.state).toEqual({ state: 'ready', python: '3.14.2' });
  });

  it('gives its worker back when nobody has used it for five minutes', () => {
    const { attempts, create } = manualCreation();
    new LazySandbox(create).preload();
    expect(attempts[0]?.options.releaseAfter).toBe(300_000);
  });

  it('is made once, however many wait for it', () => {
    const { attempts, create } = manualCreation();
    const engine = new LazySandbox(create);
    engine.preload();
    engine.sandbox();
    expect(attempts).toHaveLength(1);
  });

  it('stays failed when a message comes late, and can be tried again', async () => {
    const { attempts, create } = manualCreation();
    const engine = new LazySandbox(create);
    const first = engine.sandbox();
    const error = new Error('offline');
    attempts[0]?.fail(error);
    await expect(first).rejects.toBe(error);
    attempts[0]?.options.onProgress?.({ step: 'compile' });
    expect(engine.state).toEqual({ state: 'failed', error });

    const second = engine.sandbox();
    attempts[1]?.succeed();
    await expect(second).resolves.toMatchObject({ pythonVersion: '3.14.2' });
    expect(engine.state.state).toBe('ready');
  });
});
