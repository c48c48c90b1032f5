import { describe, expect, it } from 'vitest';
import { type Display, InvalidOptionError, Sandbox } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox } from '../freshSandbox.ts';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('the value of the last expression', () => {
  it('is shown as a notebook shows it, to the user and to the model', async () => {
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

  it('comes before what a thread prints that the run waits for', async (context) => {
    needsSuspending(context);
    const shown: string[] = [];
    const code =
      'import threading, time\ndef later():\n    time.sleep(0.1)\n    print("later")\nthreading.Thread(target=later).start()\n"value"';
    const { output } = await sandbox.run(code, {
      onOutput: ({ text }) => shown.push(text),
      onDisplay: ({ data }) => shown.push(data['text/plain'] ?? ''),
    });
    expect(shown).toEqual(["'value'", 'later\n']);
    expect(output).toBe("'value'\nlater\n");
  });

  it('takes the place of the display that it updates, for the model, too', async () => {
    const heard: unknown[] = [];
    const { results, output } = await sandbox.run(
      'h = display("1 %", display_id=True)\nprint("on")\nh.update("2 %")\ndisplay(7)\nNone',
      { onDisplay: ({ displayId, data }) => heard.push([displayId === undefined, data['text/plain']]) },
    );
    expect(results.map(({ data }) => data['text/plain'])).toEqual(["'2 %'", '7']);
    expect(output).toBe("'2 %'\non\n7\n");
    expect(heard).toEqual([
      [false, "'1 %'"],
      [false, "'2 %'"],
      [true, '7'],
    ]);
  });
});

describe('output that is cleared', () => {
  it('is gone at once, or when the next output comes, also what was written to stderr', async () => {
    const shown: string[] = [];
    const code =
      'import sys\nfrom IPython.display import clear_output\nprint("gone")\nprint("gone", file=sys.stderr)\nclear_output()\n' +
      'print("too")\nclear_output(wait=True)\ndisplay("gone")\nclear_output(wait=True)\ndisplay("kept")\nclear_output(True)\nNone';
    const { stdout, stderr, results, output } = await sandbox.run(code, {
      onOutput: ({ text }) => shown.push(text.trim()),
      onDisplay: ({ data }) => shown.push(data['text/plain'] ?? ''),
      onClearOutput: () => shown.splice(0),
    });
    expect({ stdout, stderr, output, shown }).toEqual({
      stdout: '',
      stderr: '',
      output: "'kept'\n",
      shown: ["'kept'"],
    });
    expect(results).toEqual([{ source: 'display', data: { 'text/plain': "'kept'" } }]);
  });

  it('counts for no limit', async () => {
    const code = 'for step in range(150): display(step); clear_output(wait=True); print("x" * 1_000_000)\nNone';
    const { stdout, results } = await sandbox.run(`from IPython.display import clear_output\n${code}`);
    expect([stdout.length, results]).toEqual([1_000_001, []]);
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

  it('arrive in order', { tags: 'long' }, async () => {
    const heard: string[] = [];
    const { stdout } = await sandbox.run(LINES, { timeout: Infinity, onOutput: ({ text }) => heard.push(text) });
    expect(stdout === lines).toBe(true);
    expect(heard.join('') === lines).toBe(true);
  });

  // Another program may take the processor away from the page now and then; what the page does itself, it does
  // every time.
  it('never hold the page up', { tags: 'long', retry: 5 }, async ({ skip }) => {
    skip(!TELLS_LONG_TASKS, 'this browser does not tell of long tasks');
    const busy = async () => {
      const end = performance.now() + 80;
      while (performance.now() < end);
    };
    // In a task of its own, or what the test did before would count.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await longTasksDuring(busy)).toHaveLength(1);
    const heard: string[] = [];
    const longTasks = await longTasksDuring(() =>
      sandbox.run(LINES, { timeout: Infinity, onOutput: ({ text }) => heard.push(text) }),
    );
    expect(longTasks).toEqual([]);
    expect(heard.join('') === lines).toBe(true);
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
