import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox, type SandboxProgress } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox } from '../freshSandbox.ts';
import { removeStored, storedKeys } from '../state/visit.ts';

describe('a sandbox', () => {
  let sandbox: Sandbox;
  const progress: SandboxProgress[] = [];
  beforeAll(async () => {
    // As on a first visit.
    await removeStored(await storedKeys('engine'));
    sandbox = await Sandbox.create({ assets: ASSETS, onProgress: (step) => progress.push(step) });
  });
  afterAll(() => sandbox.close());

  it('tells the bytes it downloads and every step until it is ready', () => {
    const downloads = progress.filter((step) => step.step === 'download');
    const last = downloads.at(-1);
    expect(last?.loaded).toBe(last?.total);
    expect(last?.total).toBeGreaterThan(12_000_000);
    expect(new Set(downloads.map(({ total }) => total)).size).toBe(1);
    expect(downloads.map(({ loaded }) => loaded)).toEqual(
      downloads.map(({ loaded }) => loaded).toSorted((a, b) => a - b),
    );
    expect([...new Set(progress.map(({ step }) => step))]).toEqual([
      'download',
      'compile',
      'start',
      'prepare',
      'ready',
    ]);
  });

  it('says which Python it is', () => {
    expect(sandbox.pythonVersion).toMatch(/^3\.14\.\d+/);
  });

  it('gives back what Python printed', async () => {
    expect(await sandbox.run('print(sum(range(10)))')).toMatchObject({
      status: 'ok',
      output: '45\n',
      stdout: '45\n',
      stderr: '',
    });
  });

  it('keeps variables, functions and imports from run to run', async () => {
    await sandbox.run('import math\nradius = 2\ndef area():\n    return math.pi * radius ** 2');
    expect((await sandbox.run('print(round(area(), 3))')).output).toBe('12.566\n');
  });

  it('tells stdout from stderr, and gives the model only stdout if the run succeeded', async () => {
    const result = await sandbox.run('import sys\nprint("out")\nprint("warning", file=sys.stderr)');
    expect(result).toMatchObject({ stdout: 'out\n', stderr: 'warning\n', output: 'out\n' });
  });

  it.each([
    [
      'what Python prints, line by line',
      'import time\nfor n in range(1_000):\n    print("tick", n)\n    time.sleep(0.15)',
    ],
    ['a line that is followed by work without prints', 'print("a"); print("tick 2")\nwhile True: pass'],
  ])('streams %s, while the code is still running', async (_, code) => {
    const stop = new AbortController();
    const heard: string[] = [];
    const running = sandbox.run(code, {
      timeout: Infinity,
      signal: stop.signal,
      onOutput: ({ text }) => {
        heard.push(text);
        if (text.includes('tick 2')) stop.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(heard.join('')).toMatch(/tick 2\n/);
  });

  it('keeps the order of stdout and stderr', async () => {
    const heard: string[] = [];
    await sandbox.run('import sys\nfor n in range(3):\n    print(n)\n    print(n, file=sys.stderr)', {
      onOutput: ({ stream, text }) => heard.push(`${stream} ${text.trim()}`),
    });
    expect(heard).toEqual(['stdout 0', 'stderr 0', 'stdout 1', 'stderr 1', 'stdout 2', 'stderr 2']);
  });

  it('carries text of every script, also when it is cut into batches', async () => {
    const line = 'π ≈ 3.14 — 日本語 🎉';
    const result = await sandbox.run(`for _ in range(9000): print(${JSON.stringify(line)})`);
    expect(result.stdout === `${line}\n`.repeat(9000)).toBe(true);
  });

  it('lets code await at top level', async () => {
    expect((await sandbox.run('import asyncio\nawait asyncio.sleep(0.01)\nprint("slept")')).output).toBe('slept\n');
  });

  it('has no one who could answer input(), and says so', async () => {
    expect(await sandbox.run('input("Name? ")')).toMatchObject({ status: 'error' });
  });

  it('runs as a script does: __name__ is __main__', async () => {
    expect((await sandbox.run('if __name__ == "__main__":\n    print("main")')).output).toBe('main\n');
  });

  it('takes sys.exit() for the end of a script, and a code that is not zero for a failure', async () => {
    expect(await sandbox.run('import sys\nprint("bye")\nsys.exit()')).toMatchObject({
      status: 'ok',
      output: 'bye\n',
    });
    expect(await sandbox.run('import sys\nsys.exit(2)')).toMatchObject({
      status: 'error',
      error: { type: 'SystemExit', message: '2' },
    });
  });

  it('runs queue, one at a time, in order', async () => {
    await sandbox.run('order = []');
    const runs = [1, 2, 3].map((n) =>
      sandbox.run(`import asyncio\nawait asyncio.sleep(0.02)\norder.append(${n})\nprint(order)`),
    );
    expect((await Promise.all(runs)).map(({ output }) => output)).toEqual(['[1]\n', '[1, 2]\n', '[1, 2, 3]\n']);
  });
});

describe('the order of calls', () => {
  it('is the order in which they take effect, whatever they are', async () => {
    const sandbox = await freshSandbox();
    const writing = sandbox.files.write('first.txt', new Blob(['1']).stream());
    const run = sandbox.run('print(open("first.txt").read())');
    expect((await run).output).toBe('1\n');
    await writing;
  });
});
