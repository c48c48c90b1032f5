import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import {
  type Display,
  InvalidOptionError,
  Sandbox,
  SandboxFileError,
  SandboxLimitError,
  SandboxResetError,
} from '../../../src/index.ts';
import { ASSETS, freshSandbox } from './freshSandbox.ts';
import { needsSuspending } from './needsSuspending.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.create({ assets: ASSETS });
});
afterAll(() => sandbox.close());

/** Aborts when the run has printed, and so is in the middle of it. */
async function stopWhilePrinting(code: string): Promise<unknown> {
  const stop = new AbortController();
  const onOutput = () => setTimeout(() => stop.abort(), 100);
  return sandbox.run(code, { signal: stop.signal, onOutput }).catch((error: unknown) => error);
}

it('works in a page that is cross-origin isolated, and in one that is not', async () => {
  expect(crossOriginIsolated).toBe(inject('isolated'));
  expect((await sandbox.run('print(1)')).output).toBe('1\n');
});

describe('Stop', () => {
  beforeEach(needsSuspending);

  it.each([
    ['a tight loop', 'print("on")\nwhile True:\n    count += 1'],
    ['deep recursion', 'print("on")\ndef f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nf(60)'],
    ['a loop of regular expressions', 'import re\nprint("on")\nwhile True:\n    re.findall("a+", "aaab" * 10)'],
    ['a sleep', 'import time\nprint("on")\ntime.sleep(60)'],
    ['an await', 'import asyncio\nprint("on")\nawait asyncio.sleep(60)'],
    [
      'a loop that catches every exception',
      'print("on")\nwhile True:\n    try:\n        while True: pass\n    except Exception: pass',
    ],
  ])('ends %s, and the variables are kept', async (_, code) => {
    await sandbox.run('kept = 42\ncount = 0');
    expect(await stopWhilePrinting(code)).toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print(kept)')).output).toBe('42\n');
  });
});

describe('the value of the last expression', () => {
  it('is shown as a notebook shows it, to the reader and to the model', async () => {
    const result = await sandbox.run('numbers = [1, 2]\nprint("sum")\nsum(numbers)');
    expect(result.results).toEqual([{ source: 'result', data: { 'text/plain': '3' } }]);
    expect(result).toMatchObject({ stdout: 'sum\n', output: 'sum\n3\n' });
  });

  it.each([['sum(numbers);'], ['None'], ['total = 3'], ['sum(numbers);  # hidden']])(
    'is not shown after %s',
    async (code) => {
      expect((await sandbox.run(`numbers = [1, 2]\n${code}`)).results).toEqual([]);
    },
  );

  it('may come in several forms, the text first of all', async () => {
    const code =
      'class Table:\n    def __repr__(self): return "a table"\n    def _repr_html_(self): return "<table></table>"\nTable()';
    expect((await sandbox.run(code)).results).toEqual([
      { source: 'result', data: { 'text/plain': 'a table', 'text/html': '<table></table>' } },
    ]);
  });

  it('comes in order with what is displayed and printed', async () => {
    const shown: string[] = [];
    await sandbox.run(
      'from IPython.display import display, HTML\nprint("a")\ndisplay(HTML("<b>b</b>"))\nprint("c")\n"d"',
      {
        onOutput: ({ text }) => shown.push(text.trim()),
        onDisplay: ({ data }: Display) => shown.push(data['text/html'] ?? data['text/plain'] ?? ''),
      },
    );
    expect(shown).toEqual(['a', '<b>b</b>', 'c', "'d'"]);
  });
});

describe('input()', () => {
  beforeEach(needsSuspending);

  it('asks the host', async () => {
    const prompts: string[] = [];
    const result = await sandbox.run('name = input("Name? ")\nprint(f"Hello {name}")', {
      onInput: async (prompt) => {
        prompts.push(prompt);
        return 'Ada';
      },
    });
    expect(prompts).toEqual(['Name? ']);
    expect(result.stdout).toContain('Hello Ada\n');
  });

  const answerSlowly = (milliseconds: number) => () =>
    new Promise<string>((resolve) => setTimeout(() => resolve('Ada'), milliseconds));

  it('takes nothing from the timeout while a person thinks', async () => {
    const code = 'name = input("Name? ")\nprint(f"Hello {name}")';
    expect(await sandbox.run(code, { timeout: 500, onInput: answerSlowly(1500) })).toMatchObject({
      status: 'ok',
      stdout: 'Hello Ada\n',
    });
  });

  it.each([
    ['an endless loop', 'while True: pass'],
    ['an endless wait', 'import asyncio\nawait asyncio.sleep(60)'],
  ])('leaves %s after it to the timeout, and the variables are kept', async (_, code) => {
    const result = await sandbox.run(`kept = input()\n${code}`, { timeout: 500, onInput: answerSlowly(1500) });
    expect(result).toMatchObject({ status: 'timeout' });
    expect(result.recovery).toBeUndefined();
    expect(result.durationMs).toBeGreaterThan(1900);
    expect((await sandbox.run('print(kept)')).output).toBe('Ada\n');
  });

  it('asked over and over where nobody answers times out', async () => {
    const code = 'while True:\n    try: input()\n    except EOFError: pass';
    const { status, recovery } = await sandbox.run(code, { timeout: 300 });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
  });

  it('raises an EOFError that says what to do where nobody answers', async () => {
    const { error } = await sandbox.run('input("Name? ")');
    expect(error).toMatchObject({ type: 'EOFError' });
    expect(error?.message).toMatch(/nobody/);
  });
});

describe('files', () => {
  it('that a run created or changed come back with path, size and type, in the order in which they were written', async () => {
    await sandbox.files.write('kept.txt', 'before');
    const code = [
      'import os, time',
      'os.makedirs("out", exist_ok=True)',
      'open("out/table.csv", "w").write("a,b\\n1,2\\n")',
      'time.sleep(0.02)',
      'open("kept.txt", "a").write(" and after")',
    ].join('\n');
    expect((await sandbox.run(code)).files).toEqual([
      { path: 'out/table.csv', size: 8, mimeType: 'text/csv' },
      { path: 'kept.txt', size: 16, mimeType: 'text/plain' },
    ]);
    expect(new TextDecoder().decode(await sandbox.files.read('kept.txt'))).toBe('before and after');
    expect((await sandbox.run('1 + 1')).files).toEqual([]);
  });

  it('that are pictures are results too', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVQImWNwav0CAALIAbzDqqRyAAAAAElFTkSuQmCC';
    const { results } = await sandbox.run(`import base64\n_ = open("dot.png", "wb").write(base64.b64decode("${png}"))`);
    expect(results).toEqual([{ source: 'file', path: 'dot.png', data: { 'image/png': png, 'text/plain': 'dot.png' } }]);
  });

  it('can be written from a string, a blob, bytes and a stream, listed and removed', async () => {
    const own = await freshSandbox();
    const stream = new Blob(['stream']).stream();
    await own.files.write('folder/string.txt', 'string');
    await own.files.write('blob.bin', new Blob(['blob']));
    await own.files.write('bytes.bin', new Uint8Array([1, 2, 3]));
    await own.files.write('stream.txt', stream);
    const sizes = Object.fromEntries((await own.files.list()).map(({ path, size }) => [path, size]));
    expect(sizes).toEqual({ 'folder/string.txt': 6, 'blob.bin': 4, 'bytes.bin': 3, 'stream.txt': 6 });
    await own.files.remove('blob.bin');
    expect((await own.files.list()).map(({ path }) => path)).not.toContain('blob.bin');
  });

  it('that are not there, or not below the working directory, say so', async () => {
    await expect(sandbox.files.read('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
    await expect(sandbox.files.read('nothing.txt')).rejects.toThrow('nothing.txt could not be read');
    await expect(sandbox.files.write('../outside.txt', '')).rejects.toBeInstanceOf(SandboxFileError);
    await expect(sandbox.files.remove('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
  });

  it('of 100 MB go in and out unchanged', async () => {
    const own = await freshSandbox();
    const bytes = new Uint8Array(100_000_000);
    for (let place = 0; place < bytes.length; place += 4096) bytes[place] = place % 251;
    await own.files.write('big.bin', bytes);
    const code =
      'import zlib\ndata = open("big.bin", "rb").read()\nprint(len(data), zlib.crc32(data))\nopen("copy.bin", "wb").write(data);';
    expect((await own.run(code)).stdout).toMatch(/^100000000 /);
    const back = await own.files.read('copy.bin');
    expect(back.length).toBe(bytes.length);
    expect(back.every((byte, place) => byte === bytes[place])).toBe(true);
  });
});

describe('limits', () => {
  it('a memory bomb gets a MemoryError, and the next run works', async () => {
    const own = await freshSandbox({ memoryLimit: 256 * 1024 ** 2 });
    const { error } = await own.run('bomb = bytearray(500_000_000)');
    expect(error?.type).toBe('MemoryError');
    const grown = await own.run('parts = []\nwhile True:\n    parts.append(bytearray(10_000_000))');
    expect(grown.error?.type).toBe('MemoryError');
    expect((await own.run('parts = None\nprint(len(bytearray(1_000_000)))')).output).toBe('1000000\n');
  });

  it('a memory limit that makes no sense is refused', async () => {
    await expect(Sandbox.create({ assets: ASSETS, memoryLimit: 1000 })).rejects.toBeInstanceOf(InvalidOptionError);
  });

  it('the model is shown the head and the tail of a long output, and how much is missing between them', async () => {
    const { output, stdout } = await sandbox.run('for n in range(20_000): print("line", n)');
    expect(output.length).toBeLessThan(66_000);
    expect(output).toMatch(/^line 0\nline 1\n/);
    expect(output).toMatch(/\n\[\.\.\. [\d,]+ characters of output left out \.\.\.\]\n/);
    expect(output).toMatch(/line 19998\nline 19999\n$/);
    expect(stdout.split('\n')).toHaveLength(20_001);
  });

  it.each([
    ['a gigabyte in many prints', 'block = "x" * 1_000_000\nfor _ in range(1_000): print(block)', '989,515,240'],
    ['a gigabyte of other scripts', 'block = "é" * 500_000\nfor _ in range(1_000): print(block)', '489,515,240'],
    ['300 MB in one print', 'print("x" * 300_000_000)', '289,514,241'],
    ['more in one print than a string of JavaScript holds', 'print("x" * 600_000_000)', '589,514,241'],
  ])('the page is given 10 MiB of %s, and the next run works', async (_, code, leftOut) => {
    let heard = 0;
    const { status, stdout } = await sandbox.run(code, {
      onOutput: ({ text }) => {
        heard += text.length;
      },
    });
    expect(status).toBe('ok');
    expect(heard).toBe(10 * 1024 ** 2);
    const [, count] = /\n\[\.\.\. ([\d,]+) characters of output left out \.\.\.\]\n$/.exec(stdout) ?? [];
    expect(count).toBe(leftOut);
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it.each([
    ['recursion to the limit', 'def f(): f()\nf()', 'RecursionError'],
    ['a fork bomb', 'import os\nwhile True: os.fork()', /Error/],
    ['a subprocess', 'import subprocess\nsubprocess.run(["ls"])', /Error/],
    ['a thread', 'import threading\nthreading.Thread(target=print).start()', 'RuntimeError'],
  ])('%s ends in an error, and the next run works', async (_, code, type) => {
    const { status, error } = await sandbox.run(code);
    expect(status).toBe('error');
    expect(error?.type).toMatch(type);
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it.each([
    ['print', 'import builtins\nbuiltins.print = None\nbuiltins.len = None\nbuiltins.isinstance = None'],
    ['sys.stdout', 'import sys\nsys.stdout = None\nsys.stderr = None'],
    ['json', 'import json\njson.dumps = None'],
    ['the handler of the timeout', 'import signal\nsignal.signal(50, signal.SIG_IGN)'],
  ])('code that breaks %s does not break the next run', async (_, code) => {
    await sandbox.run(code);
    expect((await sandbox.run('print(len([1]))')).output).toBe('1\n');
    expect((await sandbox.run('while True: pass', { timeout: 200 })).status).toBe('timeout');
  });
});

describe('code that ends the whole interpreter', () => {
  it.each([
    ['a call of a function that is none', 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()'],
    ['reading beyond the memory', 'import ctypes\nctypes.string_at(2**31)'],
    ['os.abort() of the module behind os', 'import posix\nposix.abort()'],
  ])('by %s has failed, what it printed before is there, and the next run works', async (_, code) => {
    const { status, stdout, error, recovery } = await sandbox.run(`print("before", flush=True)\n${code}`);
    expect({ status, type: error?.type, undone: recovery?.undone }).toEqual({
      status: 'error',
      type: 'WorkerDiedError',
      undone: true,
    });
    // Python adds where it was.
    expect(stdout).toMatch(/^before\n/);
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('is not what ends a process, which ends its run alone', async () => {
    await sandbox.run('import os, signal, sys\nkept = 0');
    const endings: [code: string, status: string, message?: string][] = [
      ['os._exit(0)', 'ok'],
      ['os._exit(3)', 'error', '3'],
      ['os.abort()', 'error', 'The run was ended by os.abort(): SIGABRT, '],
      ['signal.raise_signal(signal.SIGTERM)', 'error', 'The run was ended by signal.raise_signal('],
      ['signal.raise_signal(signal.SIGINT)', 'error', ''],
      ['os.kill(os.getpid(), 9)', 'error', 'The run was ended by os.kill('],
      ['sys.exit()', 'ok'],
      ['sys.exit("bye")', 'error', 'bye'],
    ];
    const burst = Array.from({ length: 40 }, (_, n) => endings[n % endings.length] ?? ['', '']);
    const results = await Promise.all(burst.map(([code]) => sandbox.run(`kept += 1\n${code}`)));
    expect(results.map(({ status, recovery }) => ({ status, lostRuns: recovery?.lostRuns ?? [] }))).toEqual(
      burst.map(([, status]) => ({ status, lostRuns: [] })),
    );
    for (const [n, [, , message]] of burst.entries())
      if (message) expect(results[n]?.error?.message).toContain(message);
    expect((await sandbox.run('print(kept)')).output).toBe('40\n');
  });

  it.each([
    ['a task that is awaited', 'await asyncio.gather(leave())', 'error'],
    ['a task on its own', 'task = asyncio.ensure_future(leave())\nawait asyncio.sleep(0.05)', 'ok'],
    ['a callback', 'asyncio.get_event_loop().call_soon(sys.exit, 3)\nawait asyncio.sleep(0.05)', 'ok'],
    ['what stands in for a thread', 'await asyncio.to_thread(sys.exit, 3)', 'error'],
  ])('is not sys.exit() in %s', async (_, code, status) => {
    await sandbox.run('import asyncio, sys\nkept = 1\nasync def leave(): sys.exit(3)');
    expect(await sandbox.run(code)).toMatchObject({ status });
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('a million lines', () => {
  const LINES = 'for n in range(1_000_000): print(n)';
  const TELLS_LONG_TASKS = PerformanceObserver.supportedEntryTypes.includes('longtask');
  /** The tasks that held the page up for more than 50 ms. */
  async function longTasksDuring(work: () => Promise<unknown>): Promise<string[]> {
    const tasks: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    const started = performance.now();
    await work();
    // They are told of when they are over, and a little later.
    await new Promise((resolve) => setTimeout(resolve, 500));
    observer.disconnect();
    return tasks.map(
      ({ startTime, duration }) => `${duration} ms, ${Math.round(startTime - started)} ms after the start`,
    );
  }

  const lines = Array.from({ length: 1_000_000 }, (_, n) => `${n}\n`).join('');

  it('arrive in order', async () => {
    const heard: string[] = [];
    const { stdout } = await sandbox.run(LINES, { onOutput: ({ text }) => heard.push(text) });
    expect(stdout === lines).toBe(true);
    expect(heard.join('') === lines).toBe(true);
  });

  // Another program may take the processor away from the page once; what the page does itself, it does
  // every time.
  it('never hold the page up', { retry: 2 }, async ({ skip }) => {
    skip(!TELLS_LONG_TASKS, 'this browser does not tell of long tasks');
    const busy = async () => {
      const end = performance.now() + 80;
      while (performance.now() < end);
    };
    // In a task of its own, or what the test did before would count.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await longTasksDuring(busy)).toHaveLength(1);
    const heard: string[] = [];
    const longTasks = await longTasksDuring(() => sandbox.run(LINES, { onOutput: ({ text }) => heard.push(text) }));
    expect(longTasks).toEqual([]);
    expect(heard.join('') === lines).toBe(true);
  });
});

describe('a hint', () => {
  it.each([
    ['a package that does not exist for the browser', 'import tensorflow', /browser/],
    ['the network', 'import urllib.request\nurllib.request.urlopen("https://example.com")', /network/],
    ['a subprocess', 'import subprocess\nsubprocess.run(["ls"])', /process/],
  ])('says what to do about %s, to the reader and the model', async (_, code, hint) => {
    const { error, output } = await sandbox.run(code);
    expect(error?.hint).toMatch(hint);
    expect(output).toContain(error?.hint);
  });
});

describe('tools of the page', () => {
  const sales = [{ month: 'January', sold: 45 }];
  const parameters = { properties: { year: { type: 'integer' }, region: { type: 'string' } }, required: ['year'] };

  it('are called from Python as functions, a thousand times if need be', async (context) => {
    needsSuspending(context);
    const asked: unknown[] = [];
    sandbox.expose({
      get_sales_data: {
        description: 'Sales by month.',
        parameters,
        execute: (given) => {
          asked.push(given);
          return sales;
        },
      },
    });
    const code =
      'from tools import get_sales_data\nfor year in range(1000): data = get_sales_data(year, region="north")\nprint(data[0]["sold"])';
    expect((await sandbox.run(code)).output).toBe('45\n');
    expect(asked).toHaveLength(1000);
    expect(asked[7]).toEqual({ year: 7, region: 'north' });
  });

  it('refuse arguments that do not fit their schema, and raise what the page throws', async (context) => {
    needsSuspending(context);
    sandbox.expose({
      fails: { description: 'Always fails.', parameters: {}, execute: () => Promise.reject(new Error('out of stock')) },
    });
    expect((await sandbox.run('from tools import get_sales_data\nget_sales_data("last year")')).error?.message).toMatch(
      /year.*integer/,
    );
    expect((await sandbox.run('from tools import fails\nfails()')).error).toMatchObject({ message: 'out of stock' });
    expect((await sandbox.run('from tools import get_sales_data\nget_sales_data()')).error?.type).toBe('TypeError');
  });

  it('reach no prototype, and have names that Python can import', async () => {
    const own = await freshSandbox();
    const tool = { description: '', parameters: {}, execute: () => 1 };
    own.expose({ one: tool });
    const names = '("one", "constructor", "toString", "__proto__")';
    const code = `import tools\nprint([hasattr(tools, name) for name in ${names}])`;
    expect((await own.run(code)).output).toBe('[True, False, False, False]\n');
    expect(() => own.expose({ 'not a name': tool })).toThrow(InvalidOptionError);
  });

  it('are limited in number and size', async (context) => {
    needsSuspending(context);
    const own = await freshSandbox({ toolLimits: { calls: 3, resultLength: 10 } });
    own.expose({ echo: { description: '', parameters: { properties: { text: {} } }, execute: ({ text }) => text } });
    expect((await own.run('from tools import echo\necho("x" * 50)')).error?.message).toMatch(/10 are allowed/);
    expect((await own.run('for n in range(9): echo(n)')).error?.message).toMatch(/More than 3 calls/);
    expect((await own.run('print(echo(1))')).output).toBe('1\n');
  });

  it('stay after a reset', async (context) => {
    needsSuspending(context);
    const own = await freshSandbox();
    own.expose({ one: { description: '', parameters: {}, execute: () => 1 } });
    await own.run('import tools');
    await own.reset();
    expect((await own.run('from tools import one\nprint(one())')).output).toBe('1\n');
  });
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
