import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { Checkpoint, Sandbox, SandboxResetError, SnapshotError } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';

/** A figure as of matplotlib, open in pyplot, that remembers the frames in which it was drawn, as errors do that a parser keeps. */
const FIGURE = `
import sys
from types import ModuleType, SimpleNamespace
class Figure:
    dpi, frames = 100, []
    def get_size_inches(self): return 4, 3
    def get_children(self): return 'axes', 'title'
    def savefig(self, target, **options): self.frames.append(sys._getframe())
figure = Figure()
managers = [SimpleNamespace(num=1, canvas=SimpleNamespace(figure=figure))]
helpers, pyplot = ModuleType('matplotlib._pylab_helpers'), ModuleType('matplotlib.pyplot')
helpers.Gcf = SimpleNamespace(get_all_fig_managers=lambda: managers)
pyplot.close = lambda figure: managers.clear()
sys.modules |= {'matplotlib._pylab_helpers': helpers, 'matplotlib.pyplot': pyplot}
`;

keepEngine();

describe('a checkpoint', () => {
  it('can be restored again and again, in the sandbox that it is of', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('numbers = [1]');
    using checkpoint = await sandbox.checkpoint();
    for (let time = 0; time < 3; time += 1) {
      await sandbox.run('numbers.append(2)');
      expect((await sandbox.run('numbers')).output).toBe('[1, 2]\n');
      await sandbox.restore(checkpoint);
      expect((await sandbox.run('numbers')).output).toBe('[1]\n');
    }
  });

  it('of a session that was restored has the files that changed, and those that did not', async () => {
    const first = await freshSandbox();
    await first.run('for name in "abc": _ = open(name, "w").write(name)');
    using from = await first.checkpoint();
    const second = await freshSandbox({ from });
    await second.run('import os\n_ = open("b", "w").write("B")\nos.remove("c")\nos.utime("b", (1, 1))');
    using again = await second.checkpoint();
    const third = await freshSandbox({ from: await Checkpoint.fromBlob(await again.toBlob()) });
    const code = 'import os\n[(name, open(name).read()) for name in sorted(os.listdir())], os.path.getmtime("b")';
    expect((await third.run(code)).output).toBe("([('a', 'a'), ('b', 'B')], 1.0)\n");
    expect((await freshSandbox({ from }).then((other) => other.run('open("b").read()'))).output).toBe("'b'\n");
  });

  it('can be saved as a file, and taken up by another page', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = {"answer": 42}\nopen("file.txt", "w").write("kept");');
    using checkpoint = await sandbox.checkpoint();
    const blob = await checkpoint.toBlob();
    expect(blob.size).toBeLessThan(checkpoint.size / 2);
    using read = await Checkpoint.fromBlob(blob);
    const other = await freshSandbox({ from: read });
    expect((await other.run('kept["answer"], open("file.txt").read()')).output).toBe("(42, 'kept')\n");
    expect((await other.run('1')).run).toBe(3);
  });

  it('that is damaged, cut off, or something else is refused with what was expected and found', async () => {
    const sandbox = await freshSandbox();
    using checkpoint = await sandbox.checkpoint();
    const blob = await checkpoint.toBlob();
    const bytes = new Uint8Array(await blob.arrayBuffer());
    bytes[bytes.length - 1000] = (bytes[bytes.length - 1000] ?? 0) ^ 1;
    await expect(Checkpoint.fromBlob(new Blob([bytes]))).rejects.toThrow(/expected sha256 \w+, got \w+/);
    await expect(Checkpoint.fromBlob(blob.slice(0, -1))).rejects.toThrow(/expected \d+ bytes, got \d+/);
    await expect(Checkpoint.fromBlob(new Blob(['{}']))).rejects.toThrow(/expected a file that begins with GLOVEBOX/);
    await expect(Checkpoint.fromBlob(new Blob([]))).rejects.toBeInstanceOf(SnapshotError);
  });

  it('of another build is refused with both builds named, and the session goes on', async () => {
    const other = await freshSandbox({ assets: '/pyodide029/' });
    using checkpoint = await other.checkpoint();
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await expect(sandbox.restore(checkpoint)).rejects.toThrow(/expected pyodide 0\.29\.\d+, got 314/);
    await expect(Sandbox.create({ assets: ASSETS, from: checkpoint })).rejects.toBeInstanceOf(SnapshotError);
    expect((await sandbox.run('kept')).output).toBe('1\n');
  });

  it('says what it cannot carry, and what is in its place says so, too', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run(
      'import asyncio, js, os\nthing = js.Object.new()\nlist_of_things = [thing]\nasync def worker(): await asyncio.sleep(60)\n' +
        'task = asyncio.create_task(worker())\nawait asyncio.sleep(0)\npipe = os.pipe()',
    );
    using checkpoint = await sandbox.checkpoint();
    const lost = checkpoint.lost.join('\n');
    expect(lost).toMatch(/in the variable thing\./);
    expect(lost).toMatch(/in the variable list_of_things\./);
    expect(lost).toMatch(/background task worker\./);
    expect(lost).toMatch(/pipe/);
    const other = await freshSandbox({ from: checkpoint });
    expect((await other.run('thing.name')).error?.message).toMatch(/stayed behind/);
    expect((await other.run('await task')).error?.type).toMatch(/CancelledError/);
    expect((await other.run('js.Object.new()')).status).toBe('ok');
  });

  it('is taken, and loses nothing, when code holds on to how a figure was drawn at the end of a run', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run(`${FIGURE}kept = 42`);
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost).toEqual([]);
    const other = await freshSandbox({ from: checkpoint });
    expect((await other.run('kept, len(figure.frames)')).output).toBe('(42, 1)\n');
  });

  it.each(['/pyodide/', '/pyodide029/'])('of %s carries plain values that JavaScript holds', async (assets) => {
    const sandbox = await freshSandbox({ assets });
    // What this function is called on is undefined.
    await sandbox.run('import js\nfunction = js.Array.of(js.parseInt)[0]\nsymbol = js.Symbol.iterator\nkept = 42');
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost).toEqual(['The object of JavaScript in the variable symbol.']);
    const other = await freshSandbox({ from: checkpoint, assets });
    expect((await other.run('function("7"), kept')).output).toBe('(7, 42)\n');
    using again = await other.checkpoint();
    expect(again.lost).toHaveLength(1);
  });

  it('of a session with 1,500 background tasks names the first, counts the others, and can be gone on from', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run(
      'import asyncio\nasync def background(): await asyncio.sleep(60)\n' +
        'tasks = [asyncio.ensure_future(background()) for _ in range(1_500)]\nkept = 42',
    );
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost).toHaveLength(1_000);
    expect(checkpoint.lost.at(-1)).toBe('501 others.');
    const other = await freshSandbox({ from: checkpoint });
    expect((await other.run('kept')).output).toBe('42\n');
  });

  it('of a session with a callback for C is refused, and the session goes on', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('import ctypes\ncallback = ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 1)');
    await expect(sandbox.checkpoint()).rejects.toThrow(/callback/);
    expect((await sandbox.run('callback()')).output).toBe('1\n');
  });

  it('is not of the session before if that is reset meanwhile', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = bytearray(50_000_000)');
    const runs = [sandbox.checkpoint(), sandbox.run('kept')].map((each) => each.catch((error: unknown) => error));
    await sandbox.reset();
    for (const each of await Promise.all(runs)) expect(each).toBeInstanceOf(SandboxResetError);
    expect((await sandbox.run('kept')).error?.type).toBe('NameError');
  });

  it.runIf('Suspending' in WebAssembly).each([
    ['time.sleep()', 'time.sleep(60)'],
    ['asyncio.run()', 'asyncio.run(asyncio.sleep(60))'],
  ])('of a session with a task in the middle of %s can be gone on from, without that task', async (_, wait) => {
    const sandbox = await freshSandbox();
    await sandbox.run(
      `import asyncio, time\nasync def background(): ${wait}\n` +
        'task = asyncio.ensure_future(background())\nawait asyncio.sleep(0.01)\nkept = 1',
    );
    using checkpoint = await sandbox.checkpoint();
    expect(checkpoint.lost.length).toBeGreaterThan(0);
    await sandbox.restore(checkpoint);
    expect((await sandbox.run('print(kept, len(asyncio.all_tasks()))')).output).toBe('1 1\n');
    expect((await sandbox.run('await asyncio.sleep(0)\nprint("awaited")')).output).toBe('awaited\n');
    const waits = 'asyncio.run(asyncio.sleep(0))\ntime.sleep(0.01)\nprint("slept")';
    expect((await sandbox.run(waits)).output).toBe('slept\n');
    using again = await sandbox.checkpoint();
    expect(again.lost.join()).not.toContain('background');
  });

  it('gives each session that goes on from it random numbers of its own', async () => {
    const sandbox = await freshSandbox();
    const draw = 'import random\nprint(random.random())';
    await sandbox.run(draw);
    using checkpoint = await sandbox.checkpoint();
    const sessions = [await freshSandbox({ from: checkpoint }), await freshSandbox({ from: checkpoint })];
    const drawn = await Promise.all(sessions.map(async (session) => (await session.run(draw)).output));
    expect(new Set(drawn).size).toBe(2);
  });

  it('can be taken of a session that was restored with packages', { tags: 'long' }, async () => {
    const { origin } = inject('mirror');
    const options = { assets: `${origin}/engine/`, distributionUrl: `${origin}/as/state/distribution/` };
    const sandbox = await freshSandbox(options);
    await sandbox.run('import greetings');
    using checkpoint = await sandbox.checkpoint();
    const other = await freshSandbox({ ...options, from: checkpoint });
    await other.run('greeting = greetings.greet("reader")');
    using second = await other.checkpoint();
    const third = await freshSandbox({ ...options, from: second });
    expect((await third.run('greeting, greetings.greet("page")')).output).toBe(
      "('Hello reader, please', 'Hello page, please')\n",
    );
  });

  it('of a session whose callbacks for C are gone can be restored', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)\nkept = 1;');
    using checkpoint = await sandbox.checkpoint();
    const other = await freshSandbox({ from: checkpoint });
    expect((await other.run('kept')).output).toBe('1\n');
  });

  it('that was released is refused', async () => {
    const sandbox = await freshSandbox();
    const checkpoint = await sandbox.checkpoint();
    checkpoint.release();
    await expect(sandbox.restore(checkpoint)).rejects.toThrow(/released/);
  });

  it('of 0.29 works as one of 314 does', async () => {
    const sandbox = await freshSandbox({ assets: '/pyodide029/' });
    await sandbox.run('kept = [n for n in range(3)]\nlarge = bytearray(50_000_000)');
    using checkpoint = await sandbox.checkpoint();
    const other = await freshSandbox({ from: checkpoint, assets: '/pyodide029/' });
    expect((await other.run('kept, len(large)')).output).toBe('([0, 1, 2], 50000000)\n');
  });
});

describe('a fork', () => {
  it('has what the sandbox has, tools too, and then goes its own way', async () => {
    const sandbox = await freshSandbox();
    sandbox.expose({ one: { description: '', parameters: {}, execute: () => 1 } });
    await sandbox.run('numbers = [1]');
    const fork = await sandbox.fork();
    onTestFinished(() => fork.close());
    const code = 'from pyodide.ffi import can_run_sync\nfrom tools import one\n';
    await fork.run(`${code}numbers.append((one() if can_run_sync() else await one()) + 1)`);
    expect((await fork.run('numbers')).output).toBe('[1, 2]\n');
    expect((await sandbox.run('numbers')).output).toBe('[1]\n');
  });
});
