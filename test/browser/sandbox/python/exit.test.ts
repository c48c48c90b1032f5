import { describe, expect, it } from 'vitest';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('code that ends the whole interpreter', () => {
  it.each([
    ['a call of a function that is none', 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()'],
    ['reading beyond the memory', 'import ctypes\nctypes.string_at(2**31)'],
    ['os.abort() of the module behind os', 'import posix\nposix.abort()'],
  ])('by %s has failed, what it printed before is there, and the next run works', async (_, code) => {
    const { status, stdout, error, recovery } = await sandbox.run(`print("before", flush=True)\n${code}`);
    expect({ status, type: error?.type, undone: recovery?.undone }).toEqual({
      status: 'error',
      type: 'WorkerDiedError',
      undone: true,
    });
    // Python adds where it was.
    expect(stdout).toMatch(/^before\n/);
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('is not what ends a process, which ends its run alone', async () => {
    await sandbox.run('import os, signal, sys\nkept = 0');
    const endings: [code: string, status: string, message?: string][] = [
      ['os._exit(0)', 'ok'],
      ['os._exit(3)', 'error', '3'],
      ['os.abort()', 'error', 'The run was ended by os.abort(): SIGABRT, '],
      ['signal.raise_signal(signal.SIGTERM)', 'error', 'The run was ended by signal.raise_signal('],
      ['signal.raise_signal(signal.SIGINT)', 'error', ''],
      ['os.kill(os.getpid(), 9)', 'error', 'The run was ended by os.kill('],
      ['sys.exit()', 'ok'],
      ['sys.exit("bye")', 'error', 'bye'],
    ];
    const burst = Array.from({ length: 40 }, (_, n) => endings[n % endings.length] ?? ['', '']);
    const results = await Promise.all(burst.map(([code]) => sandbox.run(`kept += 1\n${code}`)));
    expect(results.map(({ status, recovery }) => ({ status, lostRuns: recovery?.lostRuns ?? [] }))).toEqual(
      burst.map(([, status]) => ({ status, lostRuns: [] })),
    );
    for (const [n, [, , message]] of burst.entries())
      if (message) expect(results[n]?.error?.message).toContain(message);
    expect((await sandbox.run('print(kept)')).output).toBe('40\n');
  });

  it.each([
    ['a task that is awaited', 'await asyncio.gather(leave())', 'error'],
    ['a task on its own', 'task = asyncio.ensure_future(leave())\nawait asyncio.sleep(0.05)', 'ok'],
    ['a callback', 'asyncio.get_event_loop().call_soon(sys.exit, 3)\nawait asyncio.sleep(0.05)', 'ok'],
    ['what stands in for a thread', 'await asyncio.to_thread(sys.exit, 3)', 'error'],
  ])('is not sys.exit() in %s', async (_, code, status) => {
    await sandbox.run('import asyncio, sys\nkept = 1\nasync def leave(): sys.exit(3)');
    expect(await sandbox.run(code)).toMatchObject({ status });
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});
