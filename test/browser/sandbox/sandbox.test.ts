import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import {
  EngineBootError,
  EngineDownloadError,
  GloveboxError,
  InvalidOptionError,
  Sandbox,
  SandboxClosedError,
  type SandboxProgress,
  WorkerDiedError,
} from '../../../src/index.ts';
import { ASSETS, freshSandbox } from './freshSandbox.ts';
import { needsSuspending } from './needsSuspending.ts';

describe('a sandbox', () => {
  let sandbox: Sandbox;
  const progress: SandboxProgress[] = [];
  beforeAll(async () => {
    // As on a first visit.
    await caches.delete('glovebox-engine');
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

  it('tells stdout from stderr, and gives the model only stdout where the run succeeded', async () => {
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

describe('a file', () => {
  it('that the host writes is there for Python to read, in folders too', async () => {
    const sandbox = await freshSandbox();
    await sandbox.files.write('notes/today.txt', 'rain — later sun');
    await sandbox.files.write('bytes.bin', new Uint8Array([1, 2, 255]));
    const code = 'print(open("notes/today.txt", encoding="utf-8").read())\nprint(list(open("bytes.bin", "rb").read()))';
    expect((await sandbox.run(code)).output).toBe('rain — later sun\n[1, 2, 255]\n');
  });

  it('that cannot be written says why, and the variables stay', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await sandbox.files.write('folder/file', 'x');
    await expect(sandbox.files.write('folder', 'x')).rejects.toThrow(/folder.*could not be written/);
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
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

describe('code that fails', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS });
  });
  afterAll(() => sandbox.close());

  it("shows the user's lines and none of ours", async () => {
    const { status, error, stderr, output } = await sandbox.run(
      'def invert(x):\n    return 1 / x\n\nprint("before")\ninvert(0)',
    );
    expect(status).toBe('error');
    expect(error).toMatchObject({ type: 'ZeroDivisionError', message: 'division by zero' });
    expect(error?.traceback).toBe(
      [
        'Traceback (most recent call last):',
        '  File "<run 1>", line 5, in <module>',
        '    invert(0)',
        '    ~~~~~~^^^',
        '  File "<run 1>", line 2, in invert',
        '    return 1 / x',
        '           ~~^~~',
        'ZeroDivisionError: division by zero',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe(error?.traceback);
    expect(output).toBe(`before\n${error?.traceback}`);
  });

  it('shows lines of a function that an earlier run defined', async () => {
    await sandbox.run('def later():\n    raise KeyError("missing")');
    const { error } = await sandbox.run('later()');
    expect(error?.traceback).toContain('    raise KeyError("missing")');
  });

  it('shows the cause of an exception', async () => {
    const { error } = await sandbox.run(
      'try:\n    int("x")\nexcept ValueError as cause:\n    raise RuntimeError("no number") from cause',
    );
    expect(error?.traceback).toContain('direct cause of the following exception');
    expect(error?.traceback).toContain("ValueError: invalid literal for int() with base 10: 'x'");
    expect(error?.traceback).not.toContain('glovebox');
  });

  it('points a caret at a syntax error', async () => {
    const { error } = await sandbox.run('x = = 2');
    expect(error).toMatchObject({ type: 'SyntaxError' });
    expect(error?.traceback).toMatch(/x = = 2\n {8}\^\nSyntaxError: invalid syntax\n$/);
  });

  it('names the class and module of an exception that is not a builtin', async () => {
    const { error } = await sandbox.run('import json\njson.loads("{")');
    expect(error?.type).toBe('json.decoder.JSONDecodeError');
  });

  it('is a failure also where the exception cannot be printed', async () => {
    const { status, error } = await sandbox.run(
      'class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\nraise Odd',
    );
    expect({ status, type: error?.type }).toEqual({ status: 'error', type: 'Odd' });
  });

  it.each([
    [
      'with exceptions without end in its context',
      'def f():\n    try:\n        raise ValueError\n    except ValueError:\n        f()\nf()',
    ],
    ['after it closed stderr', 'import sys\nsys.stderr.close()\n1 / 0'],
    [
      'with an exception that exits when it is read',
      'class Odd(Exception):\n    def __str__(self):\n        raise SystemExit\nraise Odd',
    ],
    ['by cancelling itself', 'import asyncio\nasyncio.current_task().cancel()\nawait asyncio.sleep(1)'],
  ])('%s is a failure like any other', async (_, code) => {
    expect(await sandbox.run(code)).toMatchObject({ status: 'error' });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('does not end the session', async () => {
    await sandbox.run('kept = 1\nraise ValueError');
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('a timeout', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS });
  });
  afterAll(() => sandbox.close());

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
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS });
  });
  afterAll(() => sandbox.close());

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

describe('an interpreter that breaks down', () => {
  it.each([
    ['leaves the process', 'import posix\nposix._exit(3)'],
    ['aborts', 'import posix\nposix.abort()'],
  ])('because code %s is a failure, and what waits goes on in the next one', async (_, code) => {
    const sandbox = await freshSandbox();
    const [broken, waiting] = await Promise.all([
      sandbox.run(code, { timeout: 3000 }),
      sandbox.run('print("waiting")'),
    ]);
    expect(broken).toMatchObject({ status: 'error', error: { type: 'WorkerDiedError' }, recovery: { undone: true } });
    expect(broken.output).toContain('Python was restarted');
    expect(waiting.output).toBe('waiting\n');
  });

  it('because code closes its worker is a failure at once, also where the code goes on', async () => {
    const sandbox = await freshSandbox();
    const code = 'print("closing")\nimport js\njs.close()\nwhile True: pass';
    const result = await sandbox.run(code, { timeout: Infinity });
    expect(result).toMatchObject({ status: 'error', error: { type: 'WorkerDiedError' }, recovery: { undone: true } });
    expect(result.output).toContain('closing\n');
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('because code closes its worker while nothing runs is replaced before the next run', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('import js\n_ = js.setTimeout(js.close, 0)');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await sandbox.run('print(1)', { timeout: Infinity })).toMatchObject({
      status: 'ok',
      stdout: '1\n',
    });
  });

  it('because code closes its port is replaced at once, where the browser tells', async () => {
    const code =
      'import js\nfrom pyodide.ffi import create_proxy\n' +
      'js.MessagePort.prototype.postMessage = create_proxy(lambda port, *_: port.close(), capture_this=True)';
    const sandbox = await freshSandbox();
    const result = await sandbox.run(code, { timeout: 'onclose' in MessagePort.prototype ? Infinity : 200 });
    expect(result).toMatchObject({ recovery: { undone: true } });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('before its frame has loaded is an error of starting, not a wait for ever', async () => {
    const creating = Sandbox.create({ assets: `${inject('mirror').origin}/as/removed/engine/` });
    const removed = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) node.remove();
    });
    removed.observe(document.body, { childList: true });
    onTestFinished(() => removed.disconnect());
    await expect(creating).rejects.toBeInstanceOf(EngineBootError);
  });

  it('is noticed also when the whole frame is taken out of the page', async () => {
    const before = new Set(document.querySelectorAll('iframe'));
    const sandbox = await freshSandbox();
    const [frame] = [...document.querySelectorAll('iframe')].filter((element) => !before.has(element));
    const run = sandbox.run('while True: pass');
    frame?.remove();
    await expect(run).rejects.toBeInstanceOf(WorkerDiedError);
    await expect(sandbox.run('1')).rejects.toBeInstanceOf(WorkerDiedError);
  });
});

describe('closing a sandbox', () => {
  it('rejects what was running or waiting, and every later run, and removes the frame', async () => {
    const frames = document.querySelectorAll('iframe').length;
    const sandbox = await Sandbox.create({ assets: ASSETS });
    const runs = [sandbox.run('while True: pass'), sandbox.run('print(1)')];
    const rejected = runs.map((run) => expect(run).rejects.toBeInstanceOf(SandboxClosedError));
    await sandbox.close();
    await sandbox.close();
    await Promise.all(rejected);
    await expect(sandbox.run('1')).rejects.toBeInstanceOf(SandboxClosedError);
    expect(document.querySelectorAll('iframe').length).toBe(frames);
  });
});

describe('creating a sandbox', () => {
  const notThere = `${inject('fakeGemini')}/not-there/`;

  it.each([
    ['a folder that is not there', notThere, 'the server answered 404'],
    ['a host that answers with a page of its own', `${inject('listener')}/page/`, 'with a web page instead'],
    ['a host that does not answer', 'http://127.0.0.1:1/', 'there was no answer (offline?)'],
  ])('from %s says which file could not be had, why, and what to do', async (_, assets, reason) => {
    const frames = document.querySelectorAll('iframe').length;
    const creating = Sandbox.create({ assets });
    await expect(creating).rejects.toBeInstanceOf(EngineDownloadError);
    await expect(creating).rejects.toThrow(reason);
    await expect(creating).rejects.toThrow(/could not be downloaded.*pyodide.*`assets`/);
    await expect.poll(() => document.querySelectorAll('iframe').length).toBe(frames);
  });

  it.each([
    ['prewarm', -1],
    ['prewarm', 0.5],
    ['checkpointMemory', Number.NaN],
    ['persist', ''],
  ])('with a value for %s that makes no sense (%s) is refused with what it takes', async (option, value) => {
    await expect(Sandbox.create({ assets: '/pyodide/', [option]: value })).rejects.toThrow(
      new RegExp(`option \`${option}\` takes .*, not`),
    );
  });

  it('from an address that is none is refused', async () => {
    await expect(Sandbox.create({ assets: 'http://[' })).rejects.toBeInstanceOf(InvalidOptionError);
  });

  it('can be given up', async () => {
    const frames = document.querySelectorAll('iframe').length;
    const giveUp = new AbortController();
    const creating = Sandbox.create({ assets: ASSETS, signal: giveUp.signal, onProgress: () => giveUp.abort() });
    await expect(creating).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => document.querySelectorAll('iframe').length).toBe(frames);
  });

  it('fails with errors that can be told from others across realms', async () => {
    const error = await Sandbox.create({ assets: notThere }).catch((reason: unknown) => reason);
    expect(GloveboxError.is(error)).toBe(true);
    expect(GloveboxError.is(new Error('another'))).toBe(false);
  });
});
