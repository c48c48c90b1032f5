/** Processes and pools, which are threads of the one process that there is. */
import { describe, expect, it } from 'vitest';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

const IMPORTS =
  'import multiprocessing as mp, time\nfrom concurrent.futures import ProcessPoolExecutor\n' +
  'from multiprocessing.pool import ThreadPool\n';
const WORK = 'def square(n): return n * n\ndef add(a, b): return a + b\ndef fail(): raise ValueError("odd")\n';

async function outputOf(...lines: string[]): Promise<string> {
  const { stdout, stderr } = await sandbox.run(IMPORTS + WORK + lines.join('\n'));
  return stdout + stderr;
}

/** Runs `target` in a process with these arguments, and waits for it. */
const inProcess = (target: string, args = '') =>
  `process = mp.Process(target=${target}, args=(${args}))\nprocess.start()\nprocess.join()`;

describe.each(['mp.Pool', 'ThreadPool', 'mp.dummy.Pool'])('%s', (pool) => {
  it('maps in order, calls in workers, and gives errors', async () => {
    const output = await outputOf(
      'import multiprocessing.dummy',
      `with ${pool}(4) as pool:`,
      '    print(pool.map(square, range(4)), pool.starmap(add, [(1, 2), (3, 4)]), list(pool.imap(square, [5])))',
      '    print(pool.apply_async(add, (1, 2)).get(timeout=60), sorted(pool.imap_unordered(square, range(3))))',
      '    try: pool.apply(fail)',
      '    except ValueError as error: print(error)',
    );
    expect(output).toBe('[0, 1, 4, 9] [3, 7] [25]\n3 [0, 1, 4]\nodd\n');
  });
});

describe('a process', () => {
  it('has its name and its exit code, and reports its exception', async () => {
    const { status, stdout, stderr } = await sandbox.run(
      `${IMPORTS}${WORK}def tell(n): print(n, mp.current_process().name)\n${inProcess('tell', '1,').replace('target', 'name="P", target')}\n` +
        `print(process.exitcode, process.is_alive(), mp.current_process().name)\n${inProcess('fail')}\nprint(process.exitcode)`,
    );
    expect({ status, stdout }).toEqual({ status: 'ok', stdout: '1 P\n0 False MainProcess\n1\n' });
    expect(stderr).toMatch(/^Process Process-\d+:\nTraceback.*\nValueError: odd\n$/s);
  });

  it('gets copies of its arguments, and sends copies back', async () => {
    const output = await outputOf(
      'def change(numbers, answers):',
      '    numbers.append(2)',
      '    answers.put(numbers)',
      'numbers, answers = [1], mp.Queue()',
      inProcess('change', 'numbers, answers'),
      'print(numbers, answers.get())',
    );
    expect(output).toBe('[1] [1, 2]\n');
  });

  it('shares what is made to be shared', async () => {
    const output = await outputOf(
      'def change(count, numbers, names, end):',
      '    with count.get_lock(): count.value += 1',
      '    numbers[0] *= 3',
      '    names.append("Ada")',
      '    end.send("sent")',
      'count, numbers, names = mp.Value("i", 1), mp.Array("d", [1.5]), mp.Manager().list()',
      'here, there = mp.Pipe()',
      inProcess('change', 'count, numbers, names, there'),
      'print(count.value, numbers[:], names, here.recv())',
    );
    expect(output).toBe("2 [4.5] ['Ada'] sent\n");
  });

  it('refuses what cannot be copied, as between processes', async () => {
    const { error } = await sandbox.run(`${IMPORTS}with mp.Pool(2) as pool: pool.map(lambda n: n, [1])`);
    expect(error).toMatchObject({ type: expect.stringContaining('PicklingError') });
  });

  it('waits for another, and ends when it is terminated', async (context) => {
    needsSuspending(context);
    const output = await outputOf(
      'def take(items):',
      '    while (item := items.get()) is not None: print(item)',
      'items = mp.Queue()',
      'process = mp.Process(target=take, args=(items,))',
      'process.start()',
      'for item in (1, 2, None): items.put(item)',
      'process.join()',
      'process = mp.Process(target=time.sleep, args=(60,))',
      'process.start()',
      'process.terminate()',
      'process.join()',
      'print(process.exitcode)',
    );
    expect(output).toBe('1\n2\n-15\n');
  });
});

it('an executor of processes maps in order', async () => {
  const code =
    'with ProcessPoolExecutor(4) as pool: print(list(pool.map(square, range(4))), pool.submit(add, 1, 2).result())';
  expect(await outputOf(code)).toBe('[0, 1, 4, 9] 3\n');
});
