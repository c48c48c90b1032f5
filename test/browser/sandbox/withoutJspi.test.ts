import { beforeEach, describe, expect, inject, it } from 'vitest';
import { freshSandbox } from './freshSandbox.ts';
import { sandbox, shareSandbox, stopWhilePrinting } from './sharedSandbox.ts';

shareSandbox();
beforeEach(({ skip }) => {
  skip(!inject('hidesJspi') && 'Suspending' in WebAssembly, 'this browser can suspend WebAssembly (JSPI)');
});

describe('when the browser cannot suspend Python', () => {
  it('Python says so, which shows that these tests are about that', async () => {
    expect((await sandbox.run('from pyodide.ffi import can_run_sync\nprint(can_run_sync())')).output).toBe('False\n');
  });

  it('tools of the page have the same names, and are awaited', async () => {
    const asked: unknown[] = [];
    sandbox.expose({
      get_sales_data: {
        description: 'Sales by month.',
        parameters: { properties: { year: { type: 'integer' } }, required: ['year'] },
        execute: (given) => {
          asked.push(given);
          return [{ month: 'January', sold: 45 }];
        },
      },
      fails: { description: '', parameters: {}, execute: () => Promise.reject(new Error('out of stock')) },
    });
    const code = [
      'from tools import get_sales_data',
      'for year in range(3): rows = await get_sales_data(year)',
      'async def in_a_function(): return (await get_sales_data(year=2024))[0]["month"]',
      'print(rows[0]["sold"], await in_a_function())',
    ].join('\n');
    expect((await sandbox.run(code)).output).toBe('45 January\n');
    expect(asked).toEqual([{ year: 0 }, { year: 1 }, { year: 2 }, { year: 2024 }]);
    const { error } = await sandbox.run('from tools import fails\nawait fails()');
    expect(error).toMatchObject({ message: 'out of stock' });
  });

  it('an approval takes nothing from the timeout', async () => {
    const onApproval = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return true;
    };
    const asking = await freshSandbox({ onApproval });
    asking.expose({ pay: { description: '', parameters: {}, approve: 'ask', execute: () => 'paid' } });
    const code = 'from tools import pay\nprint(await pay())';
    expect(await asking.run(code, { timeout: 800 })).toMatchObject({ output: 'paid\n', calls: [{ status: 'ok' }] });
  });

  it.each([
    ['a tight loop', 'while True: pass'],
    ['an await', 'import asyncio\nawait asyncio.sleep(60)'],
    ['a sleep', 'import time\ntime.sleep(60)'],
    ['a tool that takes long', 'from tools import slow\nawait slow()'],
  ])('a run times out in %s, and the variables are kept', async (_, code) => {
    sandbox.expose({ slow: { description: '', parameters: {}, execute: () => new Promise(() => {}) } });
    await sandbox.run('kept = 42');
    const result = await sandbox.run(code, { timeout: 300 });
    expect(result).toMatchObject({ status: 'timeout' });
    expect(result.recovery).toBeUndefined();
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });

  it('output is streamed while the code is still running', async () => {
    const stop = new AbortController();
    const running = sandbox.run('print("on")\nwhile True: pass', {
      timeout: Infinity,
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['input()', 'input("Name? ")'],
    ['sys.stdin', 'import sys\nsys.stdin.read()'],
  ])('%s raises an EOFError that says why', async (_, code) => {
    const { error } = await sandbox.run(code, { onInput: () => 'Ada' });
    expect(error).toMatchObject({ type: 'EOFError' });
    expect(error?.message).toMatch(/cannot wait for an answer in this browser/);
  });

  it('asyncio.run() gets a hint to await', async () => {
    const code = 'import asyncio\nasync def main(): print("on")\n';
    const { error, output } = await sandbox.run(`${code}asyncio.run(main())`);
    expect(error?.hint).toContain('`await main()`');
    expect(output).toContain(error?.hint);
    expect((await sandbox.run(`${code}await main()`)).output).toBe('on\n');
  });

  it.each([
    ['a new event loop', 'loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)'],
    ['a new event loop in the middle of a run', 'loop = asyncio.new_event_loop()\nawait asyncio.sleep(0)'],
    ['no event loop', 'asyncio.set_event_loop(None)\nasyncio._set_running_loop(None)'],
    ['a Runner', 'with asyncio.Runner() as runner: runner.get_loop()'],
    ['an object that poses as a loop', 'from pyodide.webloop import WebLoop\nWebLoop()'],
  ])("%s is in no later run's way, nor in that of a session that is restored", async (_, code) => {
    expect(await sandbox.run(`import asyncio\nkept = 45\n${code}`)).toMatchObject({ status: 'ok' });
    const later = 'await asyncio.sleep(0)\nprint(kept)';
    expect((await sandbox.run(later)).output).toBe('45\n');
    using checkpoint = await sandbox.checkpoint();
    await sandbox.restore(checkpoint);
    expect((await sandbox.run(later)).output).toBe('45\n');
    expect((await sandbox.run(later)).output).toBe('45\n');
  });

  it.each([
    ['asyncio.Runner()', 'with asyncio.Runner() as runner: runner.run(main())'],
    ['loop.run_until_complete()', 'asyncio.new_event_loop().run_until_complete(main())'],
    ['a factory of loops', 'asyncio.run(main(), loop_factory=asyncio.new_event_loop)'],
  ])('%s gets a hint to await, and nothing of it runs later', async (_, code) => {
    const { error } = await sandbox.run(`import asyncio\nran = []\nasync def main(): ran.append(1)\n${code}`);
    expect(error?.hint).toContain('`await main()`');
    expect((await sandbox.run('await asyncio.sleep(0)\nprint(ran)')).stdout).toBe('[]\n');
  });

  it('threads run one after the other, as do those of an executor', async () => {
    const code = [
      'import queue, threading',
      'from concurrent.futures import ThreadPoolExecutor',
      'items, got = queue.Queue(), []',
      'def work(): got.append((items.get(), threading.current_thread().name))',
      'threads = [threading.Thread(target=work, name=f"T{n}") for n in range(2)]',
      'for n, thread in enumerate(threads):',
      '    items.put(n)',
      '    thread.start()',
      'for thread in threads: thread.join()',
      'with ThreadPoolExecutor(4) as pool: print(got, list(pool.map(abs, range(3))))',
    ].join('\n');
    expect((await sandbox.run(code)).output).toBe("[(0, 'T0'), (1, 'T1')] [0, 1, 2]\n");
  });

  it.each([
    ['more than a queue holds', 'threading.Thread(target=lambda: [items.put(n) for n in range(3)]).start()'],
    ['for what comes later', 'threading.Thread(target=queue.Queue().get).start()'],
    ['for a lock that is held', 'lock = threading.Lock()\nlock.acquire()\nlock.acquire()'],
  ])('a thread that would wait %s fails the run, and says what to write', async (_, code) => {
    const { status, stdout, error } = await sandbox.run(
      `import queue, threading\nitems = queue.Queue(2)\n${code}\nprint("went on")`,
    );
    expect({ status, stdout }).toEqual({ status: 'error', stdout: '' });
    expect(error?.message).toMatch(/cannot switch between threads.* or use asyncio/);
  });

  it('a run times out in a thread, and nothing goes on behind it', async () => {
    const code =
      'import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin).start()\nprint("on")';
    const { status, stdout, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, stdout, recovery }).toEqual({ status: 'timeout', stdout: '', recovery: undefined });
  });

  it('Stop ends what awaits, and the variables are kept', async () => {
    await sandbox.run('kept = 43');
    const stopped = await stopWhilePrinting('import asyncio\nprint("on")\nawait asyncio.sleep(60)');
    expect(stopped).toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print(kept)')).output).toBe('43\n');
  });

  it('Stop replaces the worker of a loop that never lets messages in, and the tools are there again', async () => {
    await sandbox.run('kept = 44');
    (await sandbox.checkpoint()).release();
    expect(await stopWhilePrinting('print("on")\nwhile True: pass')).toMatchObject({ name: 'AbortError' });
    const code = 'from tools import get_sales_data\nprint("kept" in globals(), len(await get_sales_data(1)))';
    expect((await sandbox.run(code)).output).toBe('True 1\n');
  });
});
