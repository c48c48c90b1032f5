import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, Sandbox } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';
import { needsSuspending } from '../needsSuspending.ts';

keepEngine();

describe('a checkpoint carries', () => {
  let from: Checkpoint;
  beforeAll(async () => {
    const sandbox = await Sandbox.create({ assets: ASSETS });
    await sandbox.run(
      [
        'import random, sqlite3, os, time',
        'class Point:',
        '    def __init__(self, x): self.x = x',
        '    def __repr__(self): return f"Point({self.x})"',
        'point = Point(3)',
        'squares = (n * n for n in range(10))',
        'next(squares), next(squares)',
        'large = bytearray(b"glovebox") * 1_000_000',
        'database = sqlite3.connect(":memory:")',
        '_ = database.execute("create table t (n)")',
        '_ = database.execute("insert into t values (41), (42)")',
        'random.seed(7)',
        'random.random()',
        'os.makedirs("folder/inner")',
        'open("folder/inner/file.txt", "w").write("on disk")',
        'os.chdir("folder")',
        'half_read = open("inner/file.txt")',
        'half_read.read(3)',
        'clock = time.monotonic()',
        'def fails():',
        '    raise ValueError("of an earlier run")',
      ].join('\n'),
    );
    from = await sandbox.checkpoint();
    await sandbox.close();
  });
  afterAll(() => from.release());

  it.each([
    ['objects of classes that the code defined', 'point', 'Point(3)'],
    ['a generator that is half consumed', 'list(squares)', '[4, 9, 16, 25, 36, 49, 64, 81]'],
    ['a large array of bytes', 'len(large), bytes(large[-8:])', "(8000000, b'glovebox')"],
    ['a database in memory', 'database.execute("select sum(n) from t").fetchall()', '[(83,)]'],
    [
      'the state of random numbers that the code has seeded',
      'r = random.random()\nrandom.seed(7)\nrandom.random()\nrandom.random() == r',
      'True',
    ],
    ['files and folders', 'open("inner/file.txt").read()', "'on disk'"],
    ['the working directory', 'os.path.basename(os.getcwd())', "'folder'"],
    ['an open file at its place', 'half_read.read()', "'disk'"],
    ['imported modules', 'sorted(m for m in ("random", "sqlite3") if m in globals())', "['random', 'sqlite3']"],
    ['a clock that does not go back', 'time.monotonic() >= clock', 'True'],
  ])('%s', async (_, code, shown) => {
    const sandbox = await freshSandbox({ from });
    expect((await sandbox.run(code)).results.at(-1)?.data['text/plain']).toBe(shown);
  });

  it('the lines of code that an earlier run defined, for tracebacks', async () => {
    const sandbox = await freshSandbox({ from });
    const { error } = await sandbox.run('fails()');
    expect(error?.traceback).toContain('raise ValueError("of an earlier run")');
  });

  it('timeouts, Stop, input() and tools, which work as before', async (context) => {
    needsSuspending(context);
    const sandbox = await freshSandbox({ from });
    sandbox.expose({
      twice: { description: '', parameters: { properties: { n: {} } }, execute: ({ n }) => Number(n) * 2 },
    });
    expect((await sandbox.run('while True: pass', { timeout: 200 })).recovery).toBeUndefined();
    const stop = AbortSignal.timeout(200);
    await expect(sandbox.run('while True: pass', { signal: stop })).rejects.toMatchObject({ name: 'TimeoutError' });
    const asked = await sandbox.run('from tools import twice\nprint(twice(21), input())', { onInput: () => 'typed' });
    expect(asked.output).toBe('42 typed\n');
    expect((await sandbox.run('import asyncio, time\ntime.sleep(0.01)\nawait asyncio.sleep(0.01)\npoint')).output).toBe(
      'Point(3)\n',
    );
  });
});
