import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { Sandbox, SandboxLimitError, SandboxResetError } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox } from '../freshSandbox.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

it('works in a page that is cross-origin isolated, and in one that is not', async () => {
  expect(crossOriginIsolated).toBe(inject('isolated'));
  expect((await sandbox.run('print(1)')).output).toBe('1\n');
});

describe('many sandboxes on a page', () => {
  it('each have their own state, and share the frame and what it downloaded', async () => {
    const frames = document.querySelectorAll('iframe').length;
    const steps: string[] = [];
    const other = await freshSandbox({ onProgress: ({ step }) => steps.push(step) });
    expect(document.querySelectorAll('iframe').length).toBe(frames);
    expect(steps).not.toContain('download');
    await Promise.all([sandbox.run('mine = 1'), other.run('mine = 2')]);
    expect((await sandbox.run('print(mine)')).output).toBe('1\n');
    expect((await other.run('print(mine)')).output).toBe('2\n');
  });

  it('live on when one of them is closed', async () => {
    const other = await Sandbox.create({ assets: ASSETS });
    await other.close();
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('can be capped in number', async () => {
    Sandbox.limit = 1;
    onTestFinished(() => {
      Sandbox.limit = Number.POSITIVE_INFINITY;
    });
    await expect(Sandbox.create({ assets: ASSETS })).rejects.toBeInstanceOf(SandboxLimitError);
  });
});

describe('reset()', () => {
  it('gives a clean sandbox: no variables, no files', async () => {
    const own = await freshSandbox();
    await own.run('mine = 1\nopen("mine.txt", "w").write("x");');
    await own.reset();
    expect((await own.run('import os\nprint("mine" in globals(), os.listdir())')).output).toBe('False []\n');
  });

  it('gives up what is running and what waits', async () => {
    const own = await freshSandbox();
    const runs = [own.run('while True: pass'), own.run('print(1)')];
    const rejected = runs.map((run) => expect(run).rejects.toBeInstanceOf(SandboxResetError));
    await own.reset();
    await Promise.all(rejected);
    expect((await own.run('print(2)')).output).toBe('2\n');
  });
});

describe('another build of Pyodide', () => {
  it('is 0.29 with Python 3.13, which many sites pin', async () => {
    const own = await freshSandbox({ assets: '/pyodide029/', memoryLimit: 256 * 1024 ** 2 });
    expect(own.pythonVersion).toMatch(/^3\.13\./);
    expect((await own.run('print("hello")\n1 + 1')).output).toBe('hello\n2\n');
    expect((await own.run('while True: pass', { timeout: 200 })).status).toBe('timeout');
    expect((await own.run('bytearray(500_000_000)')).error?.type).toBe('MemoryError');
  });
});
