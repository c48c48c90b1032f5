/** What ends a session: reset(), close(), a snapshot that no interpreter survives. Nothing of it may come back. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  Sandbox,
  SandboxClosedError,
  type SandboxOptions,
  SandboxResetError,
  SnapshotError,
} from '../../../src/entries/index.ts';
import { Frame } from '../../../src/sandbox/frame/frame.ts';
import { ASSETS, freshSandbox, keepEngine } from './freshSandbox.ts';
import { holdWrites } from './state/holdWrites.ts';

const NAME = 'session that ends';
const PERSISTED: SandboxOptions = { persist: NAME };
/** How long what comes by itself is waited for, on a machine that does much else. */
const BY_ITSELF = { timeout: 20_000, interval: 100 };

async function isKept(): Promise<boolean> {
  return (await Sandbox.list()).some(({ name }) => name === NAME);
}

keepEngine();
beforeEach(() => Sandbox.forget(NAME));
afterEach(() => vi.restoreAllMocks());

/** A folder whose server answers nothing. */
const STALLS = 'https://stalls.invalid/';
function stallDownloads(): { asked: string[] } {
  const asked: string[] = [];
  const { fetch } = globalThis;
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    if (!String(input).startsWith(STALLS)) return fetch(input, init);
    asked.push(String(input));
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  });
  return { asked };
}

describe('reset()', () => {
  it('leaves nothing of a session that is just being written, and of the run that goes on', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run('x = 1');
    const { isWriting, letGo } = holdWrites();
    const saved = sandbox.save().catch((error: unknown) => error);
    await vi.waitFor(() => expect(isWriting()).toBe(true), BY_ITSELF);
    const running = sandbox.run('y = 2\nimport time; time.sleep(0.3)').catch((error: unknown) => error);
    const reset = sandbox.reset();
    expect(await running).toBeInstanceOf(SandboxResetError);
    letGo();
    await Promise.all([reset, saved]);
    expect(await isKept()).toBe(false);
    // Only now: the session that begins with this run is stored, too, as soon as the page is idle.
    expect((await sandbox.run('sorted({"x", "y"} & set(globals()))')).output).toBe('[]\n');
  });

  it('during restore() counts: what was restored is gone', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('x = 1');
    using checkpoint = await sandbox.checkpoint();
    const restored = sandbox.restore(checkpoint).catch((error: unknown) => error);
    // Its interpreter is on its way by then.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.reset();
    await restored;
    expect((await sandbox.run('"x" in globals()')).output).toBe('False\n');
  });

  it('calls a stream off that is being written to a file and never ends', async () => {
    const sandbox = await freshSandbox();
    const cancelled = Promise.withResolvers<void>();
    const endless = new ReadableStream<Uint8Array>({ cancel: () => cancelled.resolve() });
    const written = sandbox.files.write('a', endless).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.reset();
    expect(await written).toBeInstanceOf(SandboxResetError);
    await cancelled.promise;
  });

  it('calls the download of packages off, and may be asked for twice', async () => {
    const { asked } = stallDownloads();
    const sandbox = await freshSandbox({ distributionUrl: STALLS });
    const running = sandbox.run('import numpy').catch((error: unknown) => error);
    await vi.waitFor(() => expect(asked).not.toEqual([]), BY_ITSELF);
    await Promise.all([sandbox.reset(), sandbox.reset()]);
    expect(await running).toBeInstanceOf(SandboxResetError);
    expect((await sandbox.run('1')).output).toBe('1\n');
  });

  it('twice gives up what was asked for in between', async () => {
    const sandbox = await freshSandbox();
    const first = sandbox.reset();
    const between = sandbox.run('x = 1').catch((error: unknown) => error);
    const second = sandbox.reset();
    expect(await between).toBeInstanceOf(SandboxResetError);
    await Promise.all([first, second]);
    expect((await sandbox.run('"x" in globals()')).output).toBe('False\n');
  });
});

describe('a signal', () => {
  it('that aborts while packages are loaded stops the run', async () => {
    const { asked } = stallDownloads();
    const sandbox = await freshSandbox({ distributionUrl: STALLS });
    const stop = new AbortController();
    const running = sandbox.run('import numpy', { signal: stop.signal });
    await vi.waitFor(() => expect(asked).not.toEqual([]), BY_ITSELF);
    stop.abort('enough');
    await expect(running).rejects.toBe('enough');
    expect((await sandbox.run('1')).output).toBe('1\n');
  });
});

describe('close()', () => {
  it('during restore() ends the interpreter that was on its way', async () => {
    const sandbox = await Sandbox.create({ assets: ASSETS });
    await sandbox.run('x = 1');
    using checkpoint = await sandbox.checkpoint();
    const started = vi.spyOn(Frame.prototype, 'startInterpreter');
    onTestFinished(() => started.mockRestore());
    const restored = sandbox.restore(checkpoint).catch((error: unknown) => error);
    await vi.waitFor(() => expect(started).toHaveBeenCalled(), { interval: 1 });
    await sandbox.close();
    expect(await restored).toBeInstanceOf(SandboxClosedError);
  });

  it('calls the download of packages off', async () => {
    const { asked } = stallDownloads();
    const sandbox = await Sandbox.create({ assets: ASSETS, distributionUrl: STALLS });
    const running = sandbox.run('import numpy').catch((error: unknown) => error);
    await vi.waitFor(() => expect(asked).not.toEqual([]), BY_ITSELF);
    await sandbox.close();
    expect(await running).toBeInstanceOf(SandboxClosedError);
  });

  it('keeps what of a session with a name was captured and not yet kept', async () => {
    const sandbox = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await sandbox.run('x = 1');
    await sandbox.save();
    await sandbox.run('x = 2');
    using _captured = await sandbox.checkpoint();
    await sandbox.close();
    const after = await freshSandbox(PERSISTED);
    expect((await after.run('x')).output).toBe('2\n');
  });
});

describe('a state that kills the interpreter which goes on from it', () => {
  const POISON = 'import glovebox_harness as g, posix\n';
  it.each([
    ['because it leaves the process', `${POISON}g._session.after_restore = lambda *_: posix._exit(1)`],
    ['because it leaves Python', `${POISON}def leave(*_): raise SystemExit\ng._session.after_restore = leave`],
  ])('%s is given up, and the session begins afresh', async (_, code) => {
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run(code);
    await sandbox.save();
    const killed = await sandbox.run('import posix; posix._exit(1)');
    expect(killed).toMatchObject({ status: 'error', recovery: { undone: true, lostRuns: [1] } });
    expect(await sandbox.run('print("goes on")')).toMatchObject({ stdout: 'goes on\n' });
  });

  it('does not keep a later visit from beginning', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run(`${POISON}g._session.after_restore = lambda *_: posix._exit(1)`);
    await before.save();
    await before.close();
    const refused: string[] = [];
    const after = await freshSandbox({
      ...PERSISTED,
      onProgress: (step) => step.step === 'snapshot-refused' && refused.push(step.reason),
    });
    expect(after.resumed).toBe(false);
    expect(refused).toEqual([expect.stringMatching(/^The session could not be restored: /)]);
    expect((await after.run('1')).output).toBe('1\n');
  });

  it('is refused by restore(), and the session stays', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run(`${POISON}g._session.after_restore = lambda *_: posix._exit(1)`);
    using poisoned = await sandbox.checkpoint();
    const other = await freshSandbox();
    await other.run('x = 1');
    await expect(other.restore(poisoned)).rejects.toBeInstanceOf(SnapshotError);
    expect((await other.run('x')).output).toBe('1\n');
  });
});

it('a fork is made also when the signal that the sandbox was created with has aborted', async () => {
  const creation = new AbortController();
  const sandbox = await freshSandbox({ signal: creation.signal });
  await sandbox.run('x = 1');
  creation.abort();
  await using fork = await sandbox.fork();
  expect((await fork.run('x')).output).toBe('1\n');
});

it('a listener for progress that throws is reported, and the sandbox comes up', async () => {
  const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
  const sandbox = await freshSandbox({
    onProgress: () => {
      throw new Error('a bug of the page');
    },
  });
  expect((await sandbox.run('1')).output).toBe('1\n');
  expect(reported).toHaveBeenCalledWith(expect.objectContaining({ message: 'a bug of the page' }));
});
