// @module-tag long
import { describe, expect, it, vi } from 'vitest';
import { Checkpoint, Sandbox, type SandboxOptions, type SandboxProgress } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, hasNative, newAddresses } from './mirror.ts';

keepEngine(ENGINE);

describe('packages that a checkpoint has', () => {
  const { options, requests } = newAddresses();

  it('work in another sandbox, native modules with the data that they hold, and are not downloaded again', async ({
    skip,
  }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const sandbox = await freshSandbox(options);
    await sandbox.run('import counter, greetings\nbump = counter.bump\nbump(), counter.bump()');
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost).toEqual([]);
    const before = await requests();
    for (const from of [checkpoint, await Checkpoint.fromBlob(await checkpoint.toBlob())]) {
      const other = await freshSandbox({ ...options, from });
      const { output } = await other.run('print(bump(), counter.bump())\nimport greetings\nprint(greetings.please)');
      expect(output).toBe('103 104\nplease\n');
    }
    expect(await requests()).toEqual(before);
    expect((await sandbox.run('counter.bump()')).output).toBe('103\n');
  });

  it('have their functions where they were, also where another had been before', async ({ skip }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const sandbox = await freshSandbox(options);
    // It takes a place among the engine's functions, and leaves it free.
    await sandbox.run('import ctypes');
    await sandbox.run('import counter\ncounter.bump()');
    using checkpoint = await sandbox.checkpoint();
    const other = await freshSandbox({ ...options, from: checkpoint });
    const { output } = await other.run('import ctypes, counter\nprint(counter.bump())');
    expect(output).toBe('102\n');
  });

  it('take no place in memory for the files of their libraries, which are in a folder already', async ({ skip }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const sandbox = await freshSandbox(options);
    const { stdout } = await sandbox.run(`
import counter
from pyodide_js import _module as module
print(len(dict(module.LDSO.loadedLibsByName.object_entries())) > 2)
FILE_DATA = 28
print([int(module.HEAPU32[int(handle) + FILE_DATA >> 2]) for handle in module.LDSO.loadedLibsByHandle.object_keys()])
`);
    expect(stdout).toMatch(/^True\n\[0(, 0)+\]\n$/);
  });

  it('are there again after a run that had to be killed, as often as that happens', async ({ skip }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const { refused, onProgress } = collectRefusals();
    const sandbox = await freshSandbox({ ...options, onProgress });
    await sandbox.run('import counter\ncounter.bump()');
    for (const bumped of [102, 103, 104]) {
      (await sandbox.checkpoint()).release();
      const killed = await sandbox.run('counter.bump()\nimport posix\nposix._exit(1)');
      expect(refused).toEqual([]);
      expect(killed).toMatchObject({ recovery: { undone: true, lostRuns: [], lostFiles: false } });
      expect((await sandbox.run('counter.bump()')).output).toBe(`${bumped}\n`);
    }
  });
});

describe('packages that were imported once', () => {
  it('are there, imported, when another session begins, and when the page is opened again', async () => {
    const { options, requests } = newAddresses();
    const first = await freshSandbox(options);
    await first.run('secret = 1\ndef later():\n    from greetings import greet');
    const isThere = 'import sys\nprint("greetings" in sys.modules, "greetings" in globals(), "secret" in globals())';
    await vi.waitFor(
      async () => {
        await using second = await Sandbox.create(options);
        expect((await second.run(isThere)).output).toBe('True False False\n');
      },
      { timeout: 20_000, interval: 500 },
    );
    const before = await requests();
    await using third = await Sandbox.create(options);
    expect((await third.run('import greetings\nprint(greetings.please)')).output).toBe('please\n');
    expect(await requests()).toEqual(before);
  });

  it('are there without what else their code named, which would tell the next session of it', async () => {
    const { options } = newAddresses();
    const first = await freshSandbox(options);
    await first.run('import drawing\nif 0:\n    import colorsys, this, xml.sax');
    const code = 'import sys\nprint("drawing" in sys.modules)';
    await vi.waitFor(
      async () => {
        await using second = await Sandbox.create(options);
        expect((await second.run(code)).output).toBe('True\n');
      },
      { timeout: 20_000, interval: 500 },
    );
    const third = await freshSandbox(options);
    const named = 'print([name for name in ("colorsys", "this", "xml.sax") if name in sys.modules])';
    expect((await third.run(`import sys\n${named}`)).output).toBe('[]\n');
    expect((await third.run('import this')).output).toContain('Beautiful is better than ugly.');
  });

  it('leave sessions that can be captured as a whole, also if they keep an error that they caught', async () => {
    const { options } = newAddresses();
    const first = await freshSandbox(options);
    await first.run('import drawing');
    await vi.waitFor(
      async () => {
        await using second = await Sandbox.create(options);
        expect((await second.run('import sys\nprint("drawing" in sys.modules)')).output).toBe('True\n');
        using checkpoint = await second.checkpoint();
        expect(checkpoint.lost).toEqual([]);
      },
      { timeout: 20_000, interval: 500 },
    );
  });

  it('are not, if they hold what no session could be captured with, and the page is told', async () => {
    const { options } = newAddresses();
    const { refused, onProgress } = collectRefusals();
    const first = await freshSandbox({ ...options, onProgress });
    await first.run('import attached');
    await vi.waitFor(() => expect(refused).toHaveLength(1), { timeout: 20_000 });
    expect(refused[0]).toContain('With attached something stays behind: An object of JavaScript');
    await using second = await Sandbox.create(options);
    expect((await second.run('import sys\nprint("attached" in sys.modules)')).output).toBe('False\n');
    using checkpoint = await second.checkpoint();
    expect(checkpoint.lost).toEqual([]);
  });

  it('are not, if they come from PyPI, which anybody can put something on', async () => {
    const { options } = newAddresses();
    const created: SandboxOptions = { ...options, packages: 'pypi' };
    const first = await freshSandbox(created);
    await first.run('import greetings');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await using second = await Sandbox.create(created);
    expect((await second.run('import sys\nprint("greetings" in sys.modules)')).output).toBe('False\n');
  });
});

/** The reasons why snapshots were refused, as the page is told. */
function collectRefusals() {
  const refused: string[] = [];
  const onProgress = (progress: SandboxProgress) => {
    if (progress.step === 'snapshot-refused') refused.push(progress.reason);
  };
  return { refused, onProgress };
}
