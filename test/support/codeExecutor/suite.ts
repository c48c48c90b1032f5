import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidOptionError, SandboxClosedError, SandboxFileError, SandboxResetError } from '../../../src/errors.ts';
import type { Display } from '../../../src/protocol.ts';
import type { CodeExecutor } from '../../../src/sandbox/codeExecutor.ts';
import type { RunOptions } from '../../../src/sandbox/options.ts';

/** A PNG of one red pixel, in base64. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const SHOW_RED = `import base64\nfrom IPython.display import Image, display\nred = base64.b64decode("${RED}")`;
const slowly = (text: string) => () => new Promise<string>((resolve) => setTimeout(() => resolve(text), 1500));

/**
 * Tests the promises that every {@link CodeExecutor} for Python keeps.
 *
 * @param open creates one, without variables
 */
export function describeCodeExecutor(open: () => Promise<CodeExecutor>): void {
  let executor: CodeExecutor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor?.close());
  const output = async (code: string, options?: RunOptions) => (await executor.run(code, options)).output;

  describe('a run', () => {
    it('gives back what Python printed, and when', async () => {
      const result = await executor.run('import sys\nprint("out")\nprint("warning", file=sys.stderr)');
      expect(result).toMatchObject({ ok: true, status: 'ok', stdout: 'out\n', stderr: 'warning\n', output: 'out\n' });
      expect(result.durationMs).toBeGreaterThan(0);
    });

    it('keeps variables, functions and imports for the next one', async () => {
      await executor.run('import math\nradius = 2\ndef area():\n    return math.pi * radius ** 2');
      expect(await output('print(round(area(), 3))')).toBe('12.566\n');
    });

    it('gives the value of its last expression, as text and as JSON', async () => {
      const result = await executor.run('{"rows": [1, 2.5, "ä", (True,)]}');
      expect(result.value).toEqual({ rows: [1, 2.5, 'ä', [true]] });
      expect(result).toMatchObject({ text: "{'rows': [1, 2.5, 'ä', (True,)]}", output: `${result.text}\n` });
      expect((await executor.run('{1, 2}')).value).toBeUndefined();
      expect(await executor.run('total = 3')).toMatchObject({ results: [], output: '' });
    });

    it('gives a value in all its forms', async () => {
      const code =
        'class Table:\n    def __repr__(self): return "a table"\n    def _repr_html_(self): return "<table></table>"\nTable()';
      expect((await executor.run(code)).results).toEqual([
        { source: 'result', data: { 'text/plain': 'a table', 'text/html': '<table></table>' } },
      ]);
    });

    it('shows what it prints and displays in order', async () => {
      const shown: string[] = [];
      await executor.run(
        'from IPython.display import display, HTML\nprint("a")\ndisplay(HTML("<b>b</b>"))\nprint("c")\n"d"',
        {
          onOutput: ({ text }) => shown.push(text.trim()),
          onDisplay: ({ data }: Display) => shown.push(data['text/html'] ?? data['text/plain'] ?? ''),
        },
      );
      expect(shown.filter((text) => text !== '')).toEqual(['a', '<b>b</b>', 'c', "'d'"]);
    });

    it('has what it printed and showed since it cleared its output', async () => {
      const code = 'print("gone")\ndisplay("gone")\nclear_output(wait=True)\nprint("kept")\nclear_output(wait=True)';
      const result = await executor.run(`from IPython.display import clear_output, display\n${code};`);
      expect(result).toMatchObject({ stdout: 'kept\n', output: 'kept\n', results: [] });
    });

    it('streams its output while it still runs', async () => {
      const stop = new AbortController();
      const running = executor.run('import time\nfor n in range(1_000):\n    print("tick", n)\n    time.sleep(0.1)', {
        timeout: Infinity,
        signal: stop.signal,
        onOutput: ({ text }) => {
          if (text.includes('tick 2')) stop.abort();
        },
      });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('carries text of every script', async () => {
      const line = 'π ≈ 3.14 — 日本語 🎉';
      const result = await executor.run(`for _ in range(2000): print(${JSON.stringify(line)})`);
      expect(result.stdout === `${line}\n`.repeat(2000)).toBe(true);
    });

    it('shows the model the head and the tail of a long output', async () => {
      const result = await executor.run('for n in range(20_000): print("line", n)');
      expect(result.output.length).toBeLessThan(66_000);
      expect(result.output).toMatch(/^line 0\n.*characters of output left out.*line 19999\n$/s);
      expect(result.stdout.split('\n')).toHaveLength(20_001);
    });

    it('gives the pictures that it displays and saves', async () => {
      const displayed = await executor.run(`${SHOW_RED}\ndisplay(Image(red))`);
      expect(displayed.images).toEqual([
        { mimeType: 'image/png', data: RED, dataUrl: `data:image/png;base64,${RED}`, width: 1, height: 1 },
      ]);
      const saved = await executor.run(`${SHOW_RED}\nopen("red.png", "wb").write(red);`);
      expect(saved.results).toEqual([
        { source: 'file', path: 'red.png', data: { 'text/plain': 'red.png', 'image/png': RED } },
      ]);
      expect(saved.files).toMatchObject([{ path: 'red.png', mimeType: 'image/png' }]);
    });

    it('begins with the variables that it is given', async () => {
      const inputs = { rows: [{ name: 'Ada', born: 1815 }], empty: null, ratio: 0.5 };
      expect(await output('print(rows[0]["name"], empty, ratio)', { inputs })).toBe('Ada None 0.5\n');
      await expect(executor.run('', { inputs: { 'not a name': 1 } })).rejects.toBeInstanceOf(InvalidOptionError);
    });

    it('may await at top level', async () => {
      expect(await output('import asyncio\nawait asyncio.sleep(0.01)\nprint("slept")')).toBe('slept\n');
    });
  });

  describe('code that fails', () => {
    it('gives the exception, with the lines of the user, to the page and the model', async () => {
      const result = await executor.run('def invert(x):\n    return 1 / x\n\nprint("before")\ninvert(0)');
      expect(result).toMatchObject({
        ok: false,
        status: 'error',
        stdout: 'before\n',
        error: { type: 'ZeroDivisionError', message: 'division by zero' },
      });
      expect(result.error?.traceback).toContain('return 1 / x');
      expect(result.stderr).toBe(result.error?.traceback);
      expect(result.output).toBe(`before\n${result.error?.traceback}`);
    });

    it('names the module of an exception that is not a builtin', async () => {
      expect((await executor.run('import json\njson.loads("{")')).error?.type).toBe('json.decoder.JSONDecodeError');
    });

    it('may have a syntax error', async () => {
      expect(await executor.run('x = = 2')).toMatchObject({ status: 'error', error: { type: 'SyntaxError' } });
    });

    it('keeps the variables from before', async () => {
      await executor.run('kept = 1\nraise ValueError');
      expect(await output('print(kept)')).toBe('1\n');
    });

    it('has not failed if it exits with 0', async () => {
      expect(await executor.run('import sys\nprint("bye")\nsys.exit()')).toMatchObject({
        status: 'ok',
        stdout: 'bye\n',
      });
      expect(await executor.run('import sys\nsys.exit(2)')).toMatchObject({
        status: 'error',
        error: { type: 'SystemExit', message: '2' },
      });
    });
  });

  describe('a timeout', () => {
    it('ends an endless loop, says so to the model, and keeps the variables', async () => {
      await executor.run('kept = 42');
      const result = await executor.run('print("looping")\nwhile True: pass', { timeout: 500 });
      expect(result).toMatchObject({ ok: false, status: 'timeout', stdout: 'looping\n' });
      expect(result.recovery).toBeUndefined();
      expect(result.output).toBe('looping\nThe run timed out after 0.5 s; variables are kept.\n');
      expect(await output('print(kept)')).toBe('42\n');
    });

    it.each([
      [
        'a loop that catches every exception',
        'while True:\n    try:\n        while True: pass\n    except Exception: pass',
      ],
      ['time.sleep', 'import time\ntime.sleep(60)'],
      ['a wait', 'import asyncio\nawait asyncio.sleep(60)'],
    ])('ends %s, and keeps the variables', async (_, code) => {
      await executor.run('kept = 42');
      const { status, recovery } = await executor.run(code, { timeout: 500 });
      expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
      expect(await output('print(kept)')).toBe('42\n');
    });

    it('that makes no sense is refused', async () => {
      await expect(executor.run('1', { timeout: -1 })).rejects.toBeInstanceOf(InvalidOptionError);
    });
  });

  describe('Stop', () => {
    it('ends a run, rejects with its reason, and keeps the variables', async () => {
      await executor.run('kept = 42');
      const stop = new AbortController();
      const running = executor.run('print("begun")\nwhile True: pass', {
        signal: stop.signal,
        onOutput: () => stop.abort(new Error('enough')),
      });
      await expect(running).rejects.toThrow('enough');
      expect(await output('print(kept)')).toBe('42\n');
    });

    it('takes a run that waits from the queue', async () => {
      const stop = new AbortController();
      const running = executor.run('import time\ntime.sleep(0.3)\nbegun = False');
      const waiting = executor.run('begun = True', { signal: stop.signal });
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      await running;
      expect(await output('print(begun)')).toBe('False\n');
    });
  });

  describe('input()', () => {
    it('asks the page', async () => {
      const prompts: string[] = [];
      const result = await executor.run('name = input("Name? ")\nprint(f"Hello {name}")', {
        onInput: async (prompt) => {
          prompts.push(prompt);
          return 'Ada';
        },
      });
      expect(prompts).toEqual(['Name? ']);
      expect(result.stdout).toContain('Hello Ada\n');
    });

    it('takes nothing from the timeout while a person thinks', async () => {
      const code = 'name = input()\nprint(f"Hello {name}")';
      expect(await executor.run(code, { timeout: 1000, onInput: slowly('Ada') })).toMatchObject({ status: 'ok' });
    });

    it('raises an EOFError if nobody answers', async () => {
      expect((await executor.run('input("Name? ")')).error?.type).toBe('EOFError');
      expect((await executor.run('input("Name? ")', { onInput: () => null })).error?.type).toBe('EOFError');
    });

    it('ends with Stop while it waits', async () => {
      const stop = new AbortController();
      const onInput = () => {
        stop.abort();
        return new Promise<string>(() => {});
      };
      const running = executor.run('kept = 7\ninput()', { signal: stop.signal, onInput });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      expect(await output('print(kept)')).toBe('7\n');
    });
  });

  describe('files', () => {
    it('go in and out, from every kind of data', async () => {
      const { files } = executor;
      await files.write('notes/text.txt', 'grüße\n');
      await files.write('bytes.bin', new Uint8Array([0, 255, 7]));
      await files.write('blob.bin', new Blob(['blob']));
      await files.write('stream.txt', new Blob(['stream']).stream());
      await files.write('empty.txt', '');
      expect(await output('print(open("notes/text.txt", encoding="utf-8").read(), end="")')).toBe('grüße\n');
      expect([...(await files.read('bytes.bin'))]).toEqual([0, 255, 7]);
      expect(await files.readText('stream.txt')).toBe('stream');
      expect(await files.readText('empty.txt')).toBe('');
      expect(await files.exists('blob.bin')).toBe(true);
      expect(await files.exists('nothing.bin')).toBe(false);
      const listed = await files.list();
      expect(listed).toContainEqual({ path: 'notes/text.txt', size: 8, mimeType: 'text/plain' });
      expect(listed.map(({ path }) => path)).toEqual(listed.map(({ path }) => path).toSorted());
      await files.remove('notes');
      expect((await files.list()).map(({ path }) => path)).not.toContain('notes/text.txt');
    });

    it('that a run creates or changes are in its result', async () => {
      await executor.run('open("old.txt", "w").write("1")');
      const { files } = await executor.run('open("new.csv", "w").write("a,b\\n")\nopen("old.txt", "w").write("22")');
      // Those written within a millisecond may come in any order.
      expect(files.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
        { path: 'new.csv', size: 4, mimeType: 'text/csv' },
        { path: 'old.txt', size: 2, mimeType: 'text/plain' },
      ]);
    });

    it('that are not there, or not below the working directory, say so', async () => {
      const { files } = executor;
      await expect(files.read('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
      await expect(files.read('nothing.txt')).rejects.toThrow('nothing.txt could not be read');
      await expect(files.write('../outside.txt', '')).rejects.toBeInstanceOf(SandboxFileError);
      await expect(files.read('/etc/passwd')).rejects.toBeInstanceOf(SandboxFileError);
      await expect(files.remove('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
    });

    it('of 20 MB go in and out unchanged', async () => {
      const bytes = new Uint8Array(20_000_000);
      for (let place = 0; place < bytes.length; place += 4096) bytes[place] = place % 251;
      await executor.files.write('big.bin', bytes);
      const back = await executor.files.read('big.bin');
      expect(back.length).toBe(bytes.length);
      expect(back.every((byte, place) => byte === bytes[place])).toBe(true);
      await executor.files.remove('big.bin');
    });
  });

  describe('calls', () => {
    it('queue, one at a time, in order', async () => {
      await executor.run('order = []');
      const writing = executor.files.write('first.txt', new Blob(['1']).stream());
      const runs = [1, 2, 3].map((n) =>
        executor.run(
          `import asyncio\nawait asyncio.sleep(0.02)\norder.append(${n})\nprint(order, open("first.txt").read())`,
        ),
      );
      expect((await Promise.all(runs)).map((result) => result.output)).toEqual([
        '[1] 1\n',
        '[1, 2] 1\n',
        '[1, 2, 3] 1\n',
      ]);
      await writing;
    });

    it('run beside those of another, which has none of the variables', async () => {
      await executor.run('mine = 1');
      const another = await executor.createAnother();
      try {
        const waits = executor.run('import time\ntime.sleep(0.5)\nprint("first")');
        const other = await another.run('print("mine" in globals())');
        expect(other.output).toBe('False\n');
        expect((await waits).output).toBe('first\n');
      } finally {
        await another.close();
      }
    });

    it('are given up by a reset, after which the variables are gone', async () => {
      await executor.run('gone = 1');
      const running = executor.run('while True: pass');
      const waiting = executor.run('print(1)');
      const settled = Promise.allSettled([running, waiting]);
      await executor.reset();
      for (const result of await settled)
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(SandboxResetError) });
      expect(await output('print("gone" in globals())')).toBe('False\n');
    });

    it('are refused after it was closed', async () => {
      const another = await executor.createAnother();
      const running = another.run('while True: pass');
      const settled = Promise.allSettled([running]);
      await another.close();
      await another.close();
      expect(another.closed).toBe(true);
      expect((await settled)[0]).toMatchObject({ status: 'rejected', reason: expect.any(SandboxClosedError) });
      await expect(another.run('1')).rejects.toBeInstanceOf(SandboxClosedError);
    });
  });
}
