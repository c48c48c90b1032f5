/** Threads, which take turns. What is there instead without JSPI has tests in `withoutJspi.test.ts`. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../../src/sandbox/checkpoint.ts';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox, stopWhilePrinting } from '../sharedSandbox.ts';

shareSandbox();
beforeEach(needsSuspending);

const IMPORTS = 'import queue, sys, threading, time\nfrom concurrent.futures import ThreadPoolExecutor, as_completed\n';
const WORK = 'def spin():\n    while True: pass\ndef nap(): time.sleep(60)\ndef wait(): queue.Queue().get()\n';

async function outputOf(...lines: string[]): Promise<string> {
  const { stdout, stderr } = await sandbox.run(IMPORTS + WORK + lines.join('\n'));
  return stdout + stderr;
}

/** Runs it in a new thread, and waits for the thread. */
const inThread = (name: string) => `thread = threading.Thread(target=${name})\nthread.start()\nthread.join()`;

describe('threads', () => {
  it('are started, go on while others sleep, and are joined', async () => {
    const output = await outputOf(
      'done = []',
      'def work(n):',
      '    time.sleep(0.1 * (3 - n))',
      '    done.append((n, threading.current_thread().name))',
      'threads = [threading.Thread(target=work, args=(n,), name=f"T{n}") for n in range(3)]',
      'for thread in threads: thread.start()',
      'print([thread.is_alive() for thread in threads], threading.active_count())',
      'for thread in threads: thread.join()',
      'print(done, threading.active_count())',
    );
    expect(output).toBe("[True, True, True] 4\n[(2, 'T2'), (1, 'T1'), (0, 'T0')] 1\n");
  });

  it('hand items over through a queue that holds few of them', async () => {
    const output = await outputOf(
      'items = queue.Queue(maxsize=3)',
      'got = []',
      'def produce():',
      '    for n in range(50): items.put(n)',
      '    items.put(None)',
      'def consume():',
      '    while (item := items.get()) is not None: got.append(item)',
      'threads = [threading.Thread(target=each) for each in (consume, produce)]',
      'for thread in threads: thread.start()',
      'for thread in threads: thread.join()',
      'print(got == list(range(50)))',
    );
    expect(output).toBe('True\n');
  });

  it('work as daemons until the queue is done, and end with their run', async () => {
    const output = await outputOf(
      'items = queue.Queue()',
      'def work():',
      '    while True:',
      '        print(items.get())',
      '        items.task_done()',
      'for _ in range(2): threading.Thread(target=work, daemon=True).start()',
      'for n in range(4): items.put(n)',
      'items.join()',
    );
    expect(output).toBe('0\n1\n2\n3\n');
    expect(await outputOf('print(threading.enumerate() == [threading.main_thread()])')).toBe('True\n');
  });

  it.each([
    ['an event', 'ready = threading.Event()\nthreading.Timer(0.05, ready.set).start()\nprint(ready.wait(60))', 'True'],
    ['an event, but not for ever', 'print(threading.Event().wait(0.05))', 'False'],
    [
      'each other',
      'gate = threading.Barrier(3)\nplaces = []\ndef come(): places.append(gate.wait())\n' +
        'threads = [threading.Thread(target=come) for _ in range(3)]\nfor each in threads: each.start()\n' +
        'for each in threads: each.join()\nprint(sorted(places))',
      '[0, 1, 2]',
    ],
    [
      'a place among few',
      'places, inside, most = threading.Semaphore(2), [], []\ndef come():\n    with places:\n        inside.append(1)\n' +
        '        most.append(len(inside))\n        time.sleep(0.01)\n        inside.pop()\n' +
        'threads = [threading.Thread(target=come) for _ in range(6)]\nfor each in threads: each.start()\n' +
        'for each in threads: each.join()\nprint(max(most))',
      '2',
    ],
    [
      'a condition',
      'found, items = threading.Condition(), []\ndef take():\n    with found: found.wait_for(lambda: items)\n' +
        'thread = threading.Thread(target=take)\nthread.start()\nwith found:\n    items.append(1)\n    found.notify()\n' +
        'thread.join()\nprint(thread.is_alive())',
      'False',
    ],
    [
      'a flag that they look at all the time',
      'stop = False\ndef look():\n    while not stop: pass\nthread = threading.Thread(target=look)\nthread.start()\n' +
        'time.sleep(0.1)\nstop = True\nthread.join()\nprint(thread.is_alive())',
      'False',
    ],
    [
      'a coroutine',
      'import asyncio\nasync def answer():\n    await asyncio.sleep(0.01)\n    return 42\n' +
        'print(asyncio.run_coroutine_threadsafe(answer(), asyncio.get_event_loop()).result())',
      '42',
    ],
  ])('wait for %s', async (_, code, printed) => {
    expect(await outputOf(code)).toBe(`${printed}\n`);
  });

  it('keep locals, context variables and exceptions apart, and recurse', async () => {
    const output = await outputOf(
      'from contextvars import ContextVar',
      'number, own = ContextVar("number", default=-1), threading.local()',
      'def deep(n): return n and 1 + deep(n - 1)',
      'def work(n):',
      '    own.number = n',
      '    number.set(n)',
      '    try: raise KeyError(n)',
      '    except KeyError:',
      '        time.sleep(0.02 * (4 - n))',
      '        same = own.number, number.get(), sys.exc_info()[1].args[0]',
      '    try: deep(5_000)',
      '    except RecursionError: return same, deep(800)',
      'with ThreadPoolExecutor(4) as pool: print(list(pool.map(work, range(4))), number.get(), hasattr(own, "number"))',
    );
    const each = [0, 1, 2, 3].map((n) => `((${n}, ${n}, ${n}), 800)`);
    expect(output).toBe(`[${each.join(', ')}] -1 False\n`);
  });

  it('report their exceptions, and the run goes on', async () => {
    const { status, stdout, stderr } = await sandbox.run(
      `${IMPORTS}def fail(): raise ValueError("odd")\n${inThread('fail')}\nprint("on")`,
    );
    expect({ status, stdout }).toEqual({ status: 'ok', stdout: 'on\n' });
    expect(stderr).toMatch(/^Exception in thread Thread-\d+ \(fail\):\n.*\nValueError: odd\n$/s);
  });

  it('that wait for each other end with an error that says so', async () => {
    const { error } = await sandbox.run(
      `${IMPORTS}one, other = threading.Lock(), threading.Lock()\ndef take(first, second):\n    with first:\n        time.sleep(0.05)\n` +
        '        with second: pass\nthreads = [threading.Thread(target=take, args=locks) for locks in ((one, other), (other, one))]\n' +
        'for thread in threads: thread.start()\nfor thread in threads: thread.join()',
    );
    expect(error).toMatchObject({ type: 'threading.DeadlockError' });
    expect(error?.message).toMatch(/^Deadlock: all threads wait/);
    expect(await outputOf('print(one.locked(), other.locked(), threading.active_count())')).toBe('False False 1\n');
  });

  it('are waited for at the end of the run, unless they wait for ever', async () => {
    expect(
      await outputOf('def later():\n    time.sleep(0.1)\n    print("later")', inThread('later').slice(0, -14)),
    ).toBe('later\n');
    expect(await outputOf('threading.Thread(target=wait).start()\nprint("on")')).toMatch(
      /^on\nThreads that still waited at the end of the run were ended/,
    );
  });

  it('are as many as the stack bears', async () => {
    const { error } = await sandbox.run(
      `${IMPORTS}for _ in range(300): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()`,
    );
    expect(error?.message).toContain("can't start new thread");
    expect(await outputOf('print(threading.active_count())')).toBe('1\n');
  });
});

describe('an executor', () => {
  it('works in its threads side by side, gives results in order, and serves later runs', async () => {
    const output = await outputOf(
      'pool, order = ThreadPoolExecutor(3), []',
      'def work(n):',
      '    time.sleep(0.1 * (3 - n))',
      '    order.append(n)',
      '    return n * n',
      'print(list(pool.map(work, range(3))), order)',
    );
    expect(output).toBe('[0, 1, 4] [2, 1, 0]\n');
    expect(await outputOf('print(pool.submit(pow, 2, 5).result(), threading.active_count())')).toBe('32 1\n');
  });

  it('gives results as they come, exceptions and timeouts', async () => {
    const output = await outputOf(
      'with ThreadPoolExecutor() as pool:',
      '    naps = [pool.submit(lambda n: time.sleep(n) or n, n) for n in (0.2, 0.1, 0.0)]',
      '    print([nap.result() for nap in as_completed(naps)])',
      '    print(repr(pool.submit(lambda: 1 / 0).exception()))',
      '    try: pool.submit(time.sleep, 0.2).result(timeout=0.01)',
      '    except TimeoutError: print("too late")',
    );
    expect(output).toBe("[0.0, 0.1, 0.2]\nZeroDivisionError('division by zero')\ntoo late\n");
  });
});

const BUSY = [
  ['a thread that computes', inThread('spin')],
  ['a thread that sleeps', inThread('nap')],
  ['a thread that waits while another computes', `threading.Thread(target=spin).start()\n${inThread('wait')}`],
  ['a thread that is left', 'threading.Thread(target=spin).start()'],
  ['an executor', 'with ThreadPoolExecutor(2) as pool: list(pool.map(time.sleep, [60] * 4))'],
] as const;

describe.each(BUSY)('%s', (_, code) => {
  it('ends at the timeout, and the variables are kept', async () => {
    await sandbox.run('kept = 42');
    const result = await sandbox.run(`${IMPORTS}${WORK}${code}`, { timeout: 500 });
    expect({ ...result, recovery: result.recovery }).toMatchObject({
      status: 'timeout',
      stdout: '',
      recovery: undefined,
    });
    expect(result.stderr).not.toContain('Traceback');
    expect(await outputOf('print(kept, threading.active_count())')).toBe('42 1\n');
  });

  it('ends with Stop, and the variables are kept', async () => {
    await sandbox.run('kept = 43');
    expect(await stopWhilePrinting(`${IMPORTS}${WORK}print("on", flush=True)\n${code}`)).toMatchObject({
      name: 'AbortError',
    });
    expect(await outputOf('print(kept, threading.active_count())')).toBe('43 1\n');
  });
});

it.each([
  ['begins', '@property\n    def daemon(self): spin()'],
  ['ends', 'def _delete(self): spin()'],
])('a thread that is interrupted while it %s is on no list afterwards', async (_, method) => {
  const code = `class Interrupted(threading.Thread):\n    ${method}\nInterrupted().start()\ntime.sleep(60)`;
  expect(await sandbox.run(`${IMPORTS}${WORK}${code}`, { timeout: 300 })).toMatchObject({ status: 'timeout' });
  expect(await outputOf('print(threading.active_count(), threading.enumerate() == [threading.main_thread()])')).toBe(
    '1 True\n',
  );
});

it('a session with threads behind it goes on elsewhere', async () => {
  await outputOf('lock = threading.Lock()\nthreading.Thread(target=wait, daemon=True).start()');
  using checkpoint = await sandbox.checkpoint();
  expect(checkpoint.lost).toEqual([]);
  await sandbox.restore(checkpoint);
  const code = 'def work():\n    with lock: time.sleep(0.01)\n    print("on")\n';
  expect(await outputOf(code + inThread('work'))).toBe('on\n');
});

it('a thread that was started between two runs is in the way of no later run, nor elsewhere', async () => {
  using checkpoint = await checkpointWithLosses();
  const count = 'print(threading.active_count())';
  expect(await outputOf('')).toBe('');
  expect(await outputOf(count)).toBe('1\n');
  await sandbox.restore(checkpoint);
  expect(checkpoint.lost).toContainEqual(expect.stringMatching(/^The thread Thread-\d+ \(nap\)\.$/));
  expect(await outputOf(count)).toBe('1\n');
});

/** Starts a thread after a run, and captures the session when it is there. A slow machine gets more time with each attempt. */
async function checkpointWithLosses(): Promise<Checkpoint> {
  const begin = 'async def begin(): threading.Thread(target=nap).start()\n';
  for (let patience = 250; ; patience *= 2) {
    await outputOf(`import asyncio\n${begin}asyncio.get_event_loop().call_later(0.1, asyncio.ensure_future, begin())`);
    await new Promise((resolve) => setTimeout(resolve, patience));
    const checkpoint = await sandbox.checkpoint();
    if (checkpoint.lost.length > 0) return checkpoint;
    checkpoint[Symbol.dispose]();
  }
}
