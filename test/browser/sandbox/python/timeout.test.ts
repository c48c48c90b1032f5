import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/entries/index.ts';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox, stopWhilePrinting } from '../sharedSandbox.ts';

shareSandbox();

describe('a timeout', () => {
  it('ends an endless loop and keeps the variables', async () => {
    await sandbox.run('kept = 42');
    const result = await sandbox.run('print("looping")\nwhile True: pass', { timeout: 300 });
    expect(result).toMatchObject({ status: 'timeout', stdout: 'looping\n' });
    expect(result.recovery).toBeUndefined();
    expect(result.output).toBe('looping\nThe run timed out after 0.3 s; variables are kept.\n');
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('ends a loop that catches every exception', async () => {
    await sandbox.run('kept = 42');
    const code = 'while True:\n    try:\n        while True: pass\n    except Exception:\n        pass';
    const { status, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('ends a loop whose turns take long, soon after it has come', async () => {
    const code = 'turns = 0\nwhile True:\n    sum(range(200_000))\n    turns += 1';
    expect(await sandbox.run(code, { timeout: 300 })).toMatchObject({ status: 'timeout' });
    // A turn takes more than a millisecond. Looks at the clock that are a fixed number of turns apart come after seconds.
    expect((await sandbox.run('turns')).value).toBeLessThan(500);
  });

  it.each([
    ['time.sleep', 'import time\ntime.sleep(60)'],
    ['sleeping in a loop', 'import time\nwhile True: time.sleep(0.05)'],
    [
      'a task group',
      'import asyncio\nasync def busy():\n    while True: pass\nasync with asyncio.TaskGroup() as group:\n    group.create_task(busy())',
    ],
    [
      'an exception made of it',
      'try:\n    while True: pass\nexcept BaseException as error:\n    raise RuntimeError from error',
    ],
  ])('ends %s, and keeps the variables', async (_, code) => {
    await sandbox.run('kept = 42');
    const { status, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('ends asyncio.run, and keeps the variables', async (context) => {
    needsSuspending(context);
    await sandbox.run('kept = 42');
    const code = 'import asyncio\nasyncio.run(asyncio.sleep(60))';
    const { status, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('comes after the beginning of a wait, which Python would not survive', async () => {
    const code = [
      'import time',
      'from pyodide import webloop',
      'begin = "end = time.monotonic() + 0.6\\nwhile time.monotonic() < end: pass"',
      'exec(compile(begin, webloop.__file__, "exec"))',
      'print("waits")',
      'while True: pass',
    ];
    const { status, stdout, recovery } = await sandbox.run(code.join('\n'), { timeout: 300 });
    expect({ status, stdout, recovery }).toEqual({ status: 'timeout', stdout: 'waits\n', recovery: undefined });
  });

  it('ends a program that only waits', async () => {
    const code = 'import asyncio\nprint("waiting")\nawait asyncio.sleep(60)';
    expect(await sandbox.run(code, { timeout: 300 })).toMatchObject({
      status: 'timeout',
      stdout: 'waiting\n',
    });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('ends a regular expression that backtracks for ever', async () => {
    await sandbox.run('kept = 42');
    const code = 'import re\nre.match("(a+)+$", "a" * 60 + "b")';
    const { status, recovery } = await sandbox.run(code, { timeout: 200 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('ends even code that never looks up, says that Python was restarted, and goes on with the queue', async () => {
    await sandbox.run('kept = 42');
    (await sandbox.checkpoint()).release();
    const code = 'import itertools\nprint("counting")\nany(itertools.repeat(False))';
    const run = sandbox.run(code, { timeout: 200 });
    const queued = sandbox.run('print("kept" in globals())');
    const result = await run;
    expect(result).toMatchObject({ status: 'timeout', stdout: 'counting\n', recovery: { undone: true } });
    expect(result.output).toContain('Python was restarted');
    expect((await queued).output).toBe('True\n');
  });

  it('that makes no sense is refused with what it takes', async () => {
    for (const timeout of [0, -1, Number.NaN, '5' as never, AbortSignal.timeout(5) as never]) {
      await expect(sandbox.run('1', { timeout })).rejects.toThrow(InvalidOptionError);
      await expect(sandbox.run('1', { timeout })).rejects.toThrow(/milliseconds, more than 0/);
    }
    expect((await sandbox.run('print(1)', { timeout: Number.POSITIVE_INFINITY })).output).toBe('1\n');
  });
});

describe('a signal', () => {
  it('stops a run, and the sandbox goes on', async () => {
    const stop = new AbortController();
    const run = sandbox.run('print("on")\nwhile True: pass', { signal: stop.signal, onOutput: () => stop.abort() });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('takes a run from the queue without touching the one before', async () => {
    const first = sandbox.run('import time\ntime.sleep(0.3)\nprint("first")');
    const second = sandbox.run('print("second")', { signal: AbortSignal.timeout(50) });
    await expect(second).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await first).toMatchObject({ output: 'first\n' });
  });

  it('that aborts in the very tick in which the run was asked for runs nothing', async () => {
    const stop = new AbortController();
    const run = sandbox.run('touched = 2', { signal: stop.signal });
    stop.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print("touched" in globals())')).output).toBe('False\n');
  });

  it('that had aborted already runs nothing', async () => {
    await expect(sandbox.run('touched = 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await sandbox.run('print("touched" in globals())')).output).toBe('False\n');
  });
});

describe('Stop', () => {
  beforeEach(needsSuspending);

  it.each([
    ['a tight loop', 'print("on")\nwhile True:\n    count += 1'],
    ['deep recursion', 'print("on")\ndef f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nf(60)'],
    ['a loop of regular expressions', 'import re\nprint("on")\nwhile True:\n    re.findall("a+", "aaab" * 10)'],
    ['a sleep', 'import time\nprint("on")\ntime.sleep(60)'],
    ['an await', 'import asyncio\nprint("on")\nawait asyncio.sleep(60)'],
    [
      'a loop that catches every exception',
      'print("on")\nwhile True:\n    try:\n        while True: pass\n    except Exception: pass',
    ],
  ])('ends %s, and the variables are kept', async (_, code) => {
    await sandbox.run('kept = 42\ncount = 0');
    expect(await stopWhilePrinting(code)).toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });
});
