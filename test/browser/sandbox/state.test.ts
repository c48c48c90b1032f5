import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import {
  Checkpoint,
  InvalidOptionError,
  Sandbox,
  type SandboxOptions,
  type SandboxProgress,
  SandboxResetError,
  SnapshotError,
} from '../../../src/index.ts';
import { AutoCapture } from '../../../src/sandbox/session/autoCapture.ts';
import { Interpreter } from '../../../src/sandbox/session/interpreter.ts';
import { ASSETS, freshSandbox, keepEngine } from './freshSandbox.ts';
import { needsSuspending } from './needsSuspending.ts';

/** Milliseconds in which what is done when idle must be done, on a machine that does much else. */
const PATIENCE = 50_000;
/**
 * Never looks up, so that its worker has to be ended. It would come to its end in some seconds: in WebKit the thread computes on until then.
 */
const STUBBORN = 'import itertools\nany(itertools.repeat(False, 10**9))';
const KILL = { timeout: 200 };
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

const captures = vi.spyOn(AutoCapture.prototype, 'capture');
const ends = vi.spyOn(Interpreter.prototype, 'end');
beforeEach(() => {
  captures.mockClear();
  ends.mockClear();
});

/** Waits for the automatic capture, which comes when the page is idle. */
async function captured(): Promise<void> {
  await vi.waitFor(() => expect(captures.mock.settledResults.at(-1)?.type).toBe('fulfilled'), PATIENCE);
}

/** Waits until the sandbox knows that its interpreter has ended. */
async function ended(): Promise<void> {
  await vi.waitFor(() => expect(ends).toHaveBeenCalled(), PATIENCE);
}

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

  it('can be kept as a file, and taken up by another page', async () => {
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

  it('is not of the session before where that is reset meanwhile', async () => {
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

  it('can be taken of a session that was restored with packages', async () => {
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

describe('a run that has to be killed costs nothing that was there before it', () => {
  it.each([
    ['code that never looks up', STUBBORN, 'timeout'],
    ['code that leaves the process', 'import posix\nposix._exit(3)', 'error'],
    ['a trap', 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()', 'error'],
  ])('%s', async (_, code, status) => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = [1, 2, 3]\nopen("kept.txt", "w").write("kept");');
    await captured();
    const result = await sandbox.run(`kept.append(4)\nprint("on")\n${code}`, status === 'timeout' ? KILL : {});
    expect(result).toMatchObject({
      status,
      stdout: expect.stringMatching(/^on\n/),
      recovery: { undone: true, lostRuns: [], lostFiles: false },
    });
    const { output } = await sandbox.run('kept, open("kept.txt").read()');
    expect(output).toBe("([1, 2, 3], 'kept')\n");
  });

  it('and the result says so, to the reader and the model', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    const result = await sandbox.run(STUBBORN, KILL);
    expect(result.recovery?.undone).toBe(true);
    expect(result.output).toMatch(/timed out after 0\.2 s\. Python was restarted as it was before this run/);
  });

  it('also when it is stopped, and what waits goes on', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    const stopped = sandbox.run(STUBBORN, { signal: AbortSignal.timeout(200) });
    const next = sandbox.run('kept');
    await expect(stopped).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await next).output).toBe('1\n');
  });

  it('and where there was no time to keep a run, the result names it', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run('second = 2');
    const result = await sandbox.run(STUBBORN, KILL);
    expect(result).toMatchObject({ recovery: { undone: true, lostRuns: [1, 2] } });
    expect(result.output).toMatch(/variables of 2 earlier runs are gone/);
    expect((await sandbox.run('first')).error?.type).toBe('NameError');
  });
});

describe('an interpreter that dies when nobody looks', () => {
  const DIES_SOON = 'import asyncio, posix\nasyncio.get_event_loop().call_later(0.05, posix._exit, 1);';

  it('costs nothing that was kept, and the next run finds another', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await captured();
    await sandbox.run(DIES_SOON);
    await ended();
    expect((await sandbox.run('kept')).output).toMatch(/1\n$/);
  });

  it('takes with it what was not kept, and the next run names it', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run(DIES_SOON);
    await ended();
    const result = await sandbox.run('"first" in globals()');
    expect(result).toMatchObject({ status: 'ok', recovery: { undone: false, lostRuns: [1, 2] } });
    expect(result.output).toBe('Python was restarted before this run: variables of 2 earlier runs are gone.\nFalse\n');
    expect((await sandbox.run('1')).recovery).toBeUndefined();
  });

  it.each([
    ['checkpoint()', (sandbox: Sandbox) => sandbox.checkpoint()],
    ['rewind()', (sandbox: Sandbox) => sandbox.rewind()],
    ['fork()', (sandbox: Sandbox) => sandbox.fork()],
  ])('is told to %s, which is meant for the session that was', async (_, use) => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    await sandbox.run(DIES_SOON);
    await ended();
    await expect(use(sandbox)).rejects.toMatchObject({ name: 'WorkerDiedError', lostRuns: [1, 2] });
  });
});

describe('Stop', () => {
  it('that had to end the worker is told by the next run what it cost', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 0 });
    await sandbox.run('first = 1');
    const stopped = sandbox.run(STUBBORN, { signal: AbortSignal.timeout(200) });
    await expect(stopped).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await sandbox.run('1')).toMatchObject({ recovery: { undone: false, lostRuns: [1] } });
  });
});

describe('rewind()', () => {
  it('takes back the last runs', async () => {
    const sandbox = await freshSandbox();
    for (const n of [1, 2, 3]) {
      await sandbox.run(`value = ${n}\nopen("file.txt", "w").write("${n}");`);
      (await sandbox.checkpoint()).release();
    }
    await sandbox.rewind();
    expect((await sandbox.run('value, open("file.txt").read()')).output).toBe("(2, '2')\n");
    await sandbox.rewind(2);
    expect((await sandbox.run('value')).output).toBe('1\n');
    await sandbox.rewind(2);
    expect((await sandbox.run('value')).error?.type).toBe('NameError');
  });

  it('refuses what was not kept, and says what was', async () => {
    const sandbox = await freshSandbox({ checkpointMemory: 1 });
    for (const n of [1, 2, 3]) {
      await sandbox.run(`value = ${n}`);
      (await sandbox.checkpoint()).release();
    }
    await expect(sandbox.rewind(1)).rejects.toThrow(/You can take back the last 3/);
    await expect(sandbox.rewind(4)).rejects.toBeInstanceOf(InvalidOptionError);
    expect((await sandbox.run('value')).output).toBe('3\n');
  });
});

describe('a new interpreter', () => {
  it('reaches the globals of JavaScript as one that was booted does', async () => {
    const sandbox = await freshSandbox();
    const code = [
      'import js',
      'print(js.performance.now() > 0, js.navigator.userAgent, js.origin)',
      'print(js.Object.keys(js.JSON.parse(\'{"a": 1}\')), js.Array.new(1, 2).length)',
      'js.made_here = 7',
      'print(js.made_here, js.crypto.getRandomValues(js.Uint8Array.new(4)).length)',
    ].join('\n');
    expect((await sandbox.run(code)).output).toBe(`True ${navigator.userAgent} null\na 2\n7 4\n`);
  });

  it('starts from the snapshot that the first one made, without booting again', async () => {
    const started: SandboxProgress[] = [];
    const sandbox = await freshSandbox({ onProgress: (progress) => started.push(progress) });
    expect(started.filter(({ step }) => step === 'snapshot-refused')).toEqual([]);
    expect((await sandbox.run('import sys\nsys.version_info[:2], sys.path.count("")')).output).toBe('((3, 14), 1)\n');
  });

  it('has no variables and no files of the one before', async () => {
    const first = await freshSandbox();
    await first.run('secret = 1\nopen("secret.txt", "w").write("x");');
    const second = await freshSandbox();
    expect((await second.run('import os\n"secret" in globals(), os.listdir()')).output).toBe('(False, [])\n');
  });
});

describe('a later visit', () => {
  /** Beside it nothing else keeps the engine, so that closing its sandboxes is leaving the page. */
  const VISITED = `${inject('mirror').origin}/engine/`;
  const CACHE = 'glovebox-snapshots';

  async function kept(folder = VISITED): Promise<Request[]> {
    const cache = await caches.open(CACHE);
    return (await cache.keys()).filter(({ url }) => url.startsWith(folder));
  }

  async function forgetKept(folder = VISITED): Promise<void> {
    for (const request of await kept(folder)) await (await caches.open(CACHE)).delete(request);
  }

  async function visit(
    use: (sandbox: Sandbox, refused: string[]) => Promise<void>,
    assets: string = VISITED,
  ): Promise<void> {
    const refused: string[] = [];
    const onProgress = (progress: SandboxProgress) => {
      if (progress.step === 'snapshot-refused') refused.push(progress.reason);
    };
    const sandbox = await Sandbox.create({ assets, onProgress });
    try {
      await use(sandbox, refused);
    } finally {
      await sandbox.close();
    }
  }

  beforeEach(() => forgetKept());

  it('starts from a snapshot also where the first interpreter was reset before it could leave one', async () => {
    await visit(async (sandbox) => {
      await sandbox.reset();
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
  });

  it('starts from the snapshot that the first one left', async () => {
    await visit(async () => {
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
    await visit(async (sandbox, refused) => {
      expect(refused).toEqual([]);
      expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
    });
  });

  it('starts from the snapshot of the second sandbox where the first was given up', async () => {
    const giveUp = new AbortController();
    const onProgress = ({ step }: SandboxProgress) => step === 'start' && giveUp.abort();
    const given = Sandbox.create({ assets: VISITED, onProgress, signal: giveUp.signal });
    // Keeps the frame, which would go with the first.
    const second = Sandbox.create({ assets: VISITED });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await using third = await Sandbox.create({ assets: VISITED });
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    expect((await third.run('print(1)')).output).toBe('1\n');
    await (await second).close();
  });

  it.each([
    ['was cut off', (bytes: Uint8Array) => bytes.slice(0, -100)],
    ['has another byte', (bytes: Uint8Array) => bytes.with(bytes.length - 5000, (bytes.at(-5000) ?? 0) ^ 1)],
    ['is something else', () => new TextEncoder().encode('<!doctype html>')],
  ])('boots plainly where the snapshot %s, says so, and leaves another', async (_, damage) => {
    await visit(async () => {
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
    const [request] = await kept();
    if (!request) throw new Error('Nothing was kept.');
    const cache = await caches.open(CACHE);
    const whole = new Uint8Array((await (await cache.match(request))?.arrayBuffer()) ?? new ArrayBuffer(0));
    const damaged = damage(whole);
    await cache.put(request, new Response(new Blob([damaged as Uint8Array<ArrayBuffer>])));
    await visit(async (sandbox, refused) => {
      expect(refused).toEqual([expect.stringMatching(/no checkpoint|damaged/)]);
      expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
      await vi.waitFor(async () => {
        const now = await (await cache.match(request))?.blob();
        (await Checkpoint.fromBlob(now ?? new Blob([]))).release();
      }, PATIENCE);
    });
  });

  it('finds snapshots with packages from the last few sources that packages came from, and of no more', async () => {
    const sources = async () => {
      const addresses = (await kept()).map(({ url }) => new URL(url).searchParams.get('packages') ?? '');
      return addresses.filter((source) => source !== '').length;
    };
    await visit(async () => {
      for (let source = 0; source < 6; source += 1) {
        const distributionUrl = `${inject('mirror').origin}/as/source-${source}/distribution/`;
        await using sandbox = await Sandbox.create({ assets: VISITED, distributionUrl });
        await sandbox.run('import greetings');
        await vi.waitFor(async () => expect(await sources()).toBe(Math.min(source + 1, 4)), PATIENCE);
        await vi.waitFor(async () => {
          const last = (await kept()).some(({ url }) => decodeURIComponent(url).includes(`source-${source}`));
          expect(last).toBe(true);
        }, PATIENCE);
      }
    });
  });

  describe('where the browser has kept the engine', () => {
    /** The lock file is that of the engine, too: what is not the engine of this build is not kept. */
    const FOLDER = `${inject('mirror').origin}/distribution/engine/`;
    const ADDRESS = `${FOLDER}glovebox-engine`;
    const keptEngine = async () => (await caches.open('glovebox-engine')).match(ADDRESS);
    const description = async () => {
      const engine = await keptEngine();
      return [engine?.headers.get('Glovebox-Engine'), (await engine?.blob())?.size];
    };

    async function whenKept(): Promise<void> {
      await visit(async () => {
        await vi.waitFor(async () => expect(await keptEngine()).toBeDefined(), PATIENCE);
        await vi.waitFor(async () => expect(await kept(FOLDER)).toHaveLength(1), PATIENCE);
      }, FOLDER);
    }

    /** The addresses that a visit asks the network for, but for one file: by that it sees later on whether the folder has another engine. */
    async function askedFor(use: (refused: string[]) => Promise<void> = async () => {}): Promise<string[]> {
      const asked = vi.spyOn(globalThis, 'fetch');
      try {
        await visit(async (sandbox, refused) => {
          expect((await sandbox.run('import colorsys\nprint(6 * 7)')).output).toBe('42\n');
          await use(refused);
        }, FOLDER);
        return asked.mock.calls.map(([address]) => String(address)).filter((each) => !each.endsWith('/pyodide.mjs'));
      } finally {
        asked.mockRestore();
      }
    }

    beforeEach(async () => {
      await caches.delete('glovebox-engine');
      await whenKept();
    });

    it('asks the network for nothing', async () => {
      expect(await askedFor()).toEqual([]);
    });

    it('boots plainly from it, too, where the snapshot is gone', async () => {
      await forgetKept(FOLDER);
      expect(await askedFor()).toEqual([]);
    });

    it.each([
      ['is of another build', 'another', (bytes: Blob) => bytes],
      ['was cut off', undefined, (bytes: Blob) => bytes.slice(0, -1)],
    ])('downloads the engine where what was kept %s', async (_, build, change) => {
      const engine = await keptEngine();
      const before = await description();
      const headers = new Headers(engine?.headers);
      if (build !== undefined) headers.set('Glovebox-Engine', build);
      const changed = new Response(change((await engine?.blob()) ?? new Blob()), { headers });
      await (await caches.open('glovebox-engine')).put(ADDRESS, changed);
      expect(await askedFor()).toContain(`${FOLDER}pyodide.asm.wasm`);
      // What is kept then is the engine again.
      await visit(() => vi.waitFor(async () => expect(await description()).toEqual(before), PATIENCE), FOLDER);
      expect(await askedFor()).toEqual([]);
    });

    it('downloads the engine where what was kept is none, and says so', async () => {
      const engine = await keptEngine();
      const size = (await engine?.blob())?.size ?? 0;
      const changed = new Response(new Blob([new Uint8Array(size)]), { headers: engine?.headers ?? {} });
      await (await caches.open('glovebox-engine')).put(ADDRESS, changed);
      const asked = await askedFor(async (refused) => {
        expect(refused).toEqual([expect.stringMatching(/^The cached engine can't be used: .*compiled/)]);
      });
      expect(asked).toContain(`${FOLDER}pyodide.asm.wasm`);
    });

    it('forgets the engine where the folder has another by now', async () => {
      const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('another'));
      onTestFinished(() => asked.mockRestore());
      await visit(() => vi.waitFor(async () => expect(await keptEngine()).toBeUndefined(), PATIENCE), FOLDER);
    });

    it('starts without a network, and keeps the engine', async () => {
      const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
      onTestFinished(() => asked.mockRestore());
      await visit(async (sandbox) => {
        expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
        await vi.waitFor(() => expect(asked).toHaveBeenCalled(), PATIENCE);
      }, FOLDER);
      expect(await keptEngine()).toBeDefined();
    });

    it('forgets the engine where a session needs its room', async () => {
      const put = vi.spyOn(Cache.prototype, 'put');
      onTestFinished(() => put.mockRestore());
      onTestFinished(() => Sandbox.forget('needs room'));
      const sandbox = await freshSandbox({ persist: 'needs room' });
      await sandbox.run('kept = 1');
      put.mockRejectedValueOnce(new DOMException('Quota exceeded.', 'QuotaExceededError'));
      await sandbox.save();
      expect(await keptEngine()).toBeUndefined();
    });
  });

  it('gives every session random numbers of its own', async () => {
    const drawn = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      await visit(async (sandbox) => {
        drawn.add((await sandbox.run('import random\nrandom.random()')).output);
        await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
      });
    }
    expect(drawn.size).toBe(3);
  });
});

describe('a session with a name', () => {
  const NAME = 'test session';
  const PERSISTED: SandboxOptions = { persist: NAME };
  beforeEach(() => Sandbox.forget(NAME));

  it('goes on where it was when the page was left', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = [1, 2]\nopen("file.txt", "w").write("kept");');
    await before.save();
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect((await after.run('kept, open("file.txt").read()')).output).toBe("([1, 2], 'kept')\n");
    expect((await after.run('1')).run).toBe(3);
    expect([before.resumed, after.resumed]).toEqual([false, true]);
  });

  it('is kept by itself', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    await vi.waitFor(
      async () => {
        await using after = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
        expect((await after.run('kept')).output).toBe('1\n');
      },
      { timeout: PATIENCE, interval: 1_000 },
    );
    await before.close();
  });

  it.each([
    ['a checkpoint', async (sandbox: Sandbox, checkpoint: Checkpoint) => sandbox.restore(checkpoint)],
    ['before a run', async (sandbox: Sandbox) => sandbox.rewind()],
  ])('that went back to %s is kept as it is then', async (_, goBack) => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    using checkpoint = await before.checkpoint();
    await before.run('kept = 2');
    await before.save();
    await goBack(before, checkpoint);
    await vi.waitFor(
      async () => {
        await using after = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
        expect((await after.run('kept')).output).toBe('1\n');
      },
      { timeout: PATIENCE, interval: 1_000 },
    );
    await before.close();
  });

  it('is listed by Sandbox.list() with its size and date, until it is forgotten', async () => {
    const since = Date.now();
    const before = await freshSandbox(PERSISTED);
    await before.run('kept = 1');
    await before.save();
    const listed = (await Sandbox.list()).find(({ name }) => name === NAME);
    expect(listed?.size).toBeGreaterThan(0);
    expect(listed?.storedAt.getTime()).toBeGreaterThanOrEqual(since);
    await before.close();
    await Sandbox.forget(NAME);
    expect((await Sandbox.list()).map(({ name }) => name)).not.toContain(NAME);
  });

  it('is forgotten by reset(), and by Sandbox.forget()', async () => {
    for (const forget of [(sandbox: Sandbox) => sandbox.reset(), () => Sandbox.forget(NAME)]) {
      const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
      await before.run('kept = 1');
      await before.save();
      await forget(before);
      await before.close();
      await using after = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
      expect((await after.run('kept')).error?.type).toBe('NameError');
    }
  });

  it('stays forgotten when it was just being written', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    const put = vi.spyOn(Cache.prototype, 'put');
    onTestFinished(() => put.mockRestore());
    const saving = before.save();
    await vi.waitFor(() => expect(put).toHaveBeenCalled(), { timeout: PATIENCE, interval: 1 });
    await before.reset();
    await Promise.allSettled([saving]);
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect(after.resumed).toBe(false);
  });

  it('is the newest, also where it took longer to keep an older one', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    const { put } = Cache.prototype;
    let puts = 0;
    const slowAtFirst = vi.spyOn(Cache.prototype, 'put').mockImplementation(async function (this: Cache, ...entry) {
      if (String(entry[0]).includes('glovebox-session')) puts += 1;
      if (puts === 1) await new Promise((resolve) => setTimeout(resolve, 3_000));
      return put.apply(this, entry);
    });
    onTestFinished(() => slowAtFirst.mockRestore());
    await before.run('kept = 1');
    const first = before.save();
    await vi.waitFor(() => expect(puts).toBe(1), PATIENCE);
    await before.run('kept = 2');
    await Promise.all([first, before.save()]);
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect((await after.run('kept')).output).toBe('2\n');
  });

  it('that there is no room for says so, and the sandbox works on', async () => {
    const refused: string[] = [];
    const sandbox = await freshSandbox({
      ...PERSISTED,
      onProgress: (progress) => progress.step === 'snapshot-refused' && refused.push(progress.reason),
    });
    const put = vi
      .spyOn(Cache.prototype, 'put')
      .mockRejectedValue(new DOMException('Quota exceeded.', 'QuotaExceededError'));
    onTestFinished(() => put.mockRestore());
    await sandbox.run('kept = 1');
    await expect(sandbox.save()).rejects.toThrow(/no room left for this site/);
    await sandbox.run('kept += 1');
    await vi.waitFor(() => expect(refused.join()).toMatch(/no room left for this site/), PATIENCE);
    expect((await sandbox.run('kept')).output).toBe('2\n');
  });

  it('that cannot be restored says why, and the sandbox begins without it', async () => {
    const before = await Sandbox.create({ assets: '/pyodide029/', ...PERSISTED });
    await before.run('kept = 1');
    await before.save();
    await before.close();
    const refused: string[] = [];
    const after = await freshSandbox({
      ...PERSISTED,
      onProgress: (progress) => progress.step === 'snapshot-refused' && refused.push(progress.reason),
    });
    expect(refused.join()).toMatch(/expected pyodide 0\.29/);
    expect(after.resumed).toBe(false);
    expect((await after.run('print(1)')).output).toBe('1\n');
  });
});
