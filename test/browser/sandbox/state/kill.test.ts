import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../../../src/entries/index.ts';
import { AutoCapture } from '../../../../src/sandbox/session/autoCapture.ts';
import { Interpreter } from '../../../../src/sandbox/session/interpreter.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';

/**
 * Never looks up, so that its worker has to be ended. It would come to its end in some seconds: in WebKit the thread computes on until then.
 */
const STUBBORN = 'import itertools\nany(itertools.repeat(False, 10**9))';

const KILL = { timeout: 200 };
const captures = vi.spyOn(AutoCapture.prototype, 'capture');
const ends = vi.spyOn(Interpreter.prototype, 'end');
beforeEach(() => {
  captures.mockClear();
  ends.mockClear();
});

/** Waits for the automatic capture, which comes when the page is idle. */
async function captured(): Promise<void> {
  await vi.waitFor(() => expect(captures.mock.settledResults.at(-1)?.type).toBe('fulfilled'), PATIENCE);
}

/** Waits until the sandbox knows that its interpreter has ended. */
async function ended(): Promise<void> {
  await vi.waitFor(() => expect(ends).toHaveBeenCalled(), PATIENCE);
}

keepEngine();

describe('a run that has to be killed costs nothing that was there before it', () => {
  it.each([
    ['code that never looks up', STUBBORN, 'timeout'],
    ['code that leaves the process', 'import posix\nposix._exit(3)', 'error'],
    ['a trap', 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()', 'error'],
  ])('%s', async (_, code, status) => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = [1, 2, 3]\nopen("kept.txt", "w").write("kept");');
    await captured();
    const result = await sandbox.run(`kept.append(4)\nprint("on")\n${code}`, status === 'timeout' ? KILL : {});
    expect(result).toMatchObject({
      status,
      stdout: expect.stringMatching(/^on\n/),
      recovery: { undone: true, lostRuns: [], lostFiles: false },
    });
    const { output } = await sandbox.run('kept, open("kept.txt").read()');
    expect(output).toBe("([1, 2, 3], 'kept')\n");
  });

  it('and the result says so, to the user and the model', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    const result = await sandbox.run(STUBBORN, KILL);
    expect(result.recovery?.undone).toBe(true);
    expect(result.output).toMatch(/timed out after 0\.2 s\. Python was restarted as it was before this run/);
  });

  it('also when it is stopped, and what waits goes on', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    const stopped = sandbox.run(STUBBORN, { signal: AbortSignal.timeout(200) });
    const next = sandbox.run('kept');
    await expect(stopped).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await next).output).toBe('1\n');
  });

  it('and if there was no time to save a run, the result names it', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run('second = 2');
    const result = await sandbox.run(STUBBORN, KILL);
    expect(result).toMatchObject({ recovery: { undone: true, lostRuns: [1, 2] } });
    expect(result.output).toMatch(/variables of 2 earlier runs are gone/);
    expect((await sandbox.run('first')).error?.type).toBe('NameError');
  });
});

describe('an interpreter that dies when nobody looks', () => {
  const DIES_SOON = 'import asyncio, posix\nasyncio.get_event_loop().call_later(0.05, posix._exit, 1);';

  it('costs nothing that was kept, and the next run finds another', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    await sandbox.run(DIES_SOON);
    await ended();
    expect((await sandbox.run('kept')).output).toMatch(/1\n$/);
  });

  it('takes with it what was not kept, and the next run names it', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run(DIES_SOON);
    await ended();
    const result = await sandbox.run('"first" in globals()');
    expect(result).toMatchObject({ status: 'ok', recovery: { undone: false, lostRuns: [1, 2] } });
    expect(result.output).toBe('Python was restarted before this run: variables of 2 earlier runs are gone.\nFalse\n');
    expect((await sandbox.run('1')).recovery).toBeUndefined();
  });

  it.each([
    ['checkpoint()', (sandbox: Sandbox) => sandbox.checkpoint()],
    ['rewind()', (sandbox: Sandbox) => sandbox.rewind()],
    ['fork()', (sandbox: Sandbox) => sandbox.fork()],
  ])('is told to %s, which is meant for the session that was', async (_, use) => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run(DIES_SOON);
    await ended();
    await expect(use(sandbox)).rejects.toMatchObject({ name: 'WorkerDiedError', lostRuns: [1, 2] });
  });
});

describe('Stop', () => {
  it('that had to end the worker is told by the next run what it cost', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    const stopped = sandbox.run(STUBBORN, { signal: AbortSignal.timeout(200) });
    await expect(stopped).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await sandbox.run('1')).toMatchObject({ recovery: { undone: false, lostRuns: [1] } });
  });
});
