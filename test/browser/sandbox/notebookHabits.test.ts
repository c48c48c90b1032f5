// @module-tag long
/** What scripts and notebooks write that were made for elsewhere. */
import { describe, expect, it } from 'vitest';
import { needsSuspending } from './needsSuspending.ts';
import { sandbox, shareSandbox } from './sharedSandbox.ts';

shareSandbox();

/** All that was printed, warnings and errors included. */
async function outputOf(code: string): Promise<string> {
  const { stdout, stderr } = await sandbox.run(code);
  return stdout + stderr;
}

/** Has the session go on in another interpreter. */
async function move(): Promise<void> {
  using checkpoint = await sandbox.checkpoint();
  await sandbox.restore(checkpoint);
}

const MAIN = 'import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print("on")\n';

describe('an event loop that code makes for itself', () => {
  it('is the one that there is, and later runs work', async () => {
    await sandbox.run('import asyncio\nkept = 1\nloop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)');
    expect(await outputOf('print(kept, loop is asyncio.get_event_loop())')).toBe('1 True\n');
    expect(await outputOf('await asyncio.sleep(0)\nprint("awaited")')).toBe('awaited\n');
    await move();
    expect(await outputOf(`${MAIN}await main()\nprint(kept)`)).toBe('on\n1\n');
  });

  it.runIf('Suspending' in WebAssembly).each([
    ['run_until_complete()', 'loop = asyncio.new_event_loop()\nloop.run_until_complete(main())\nloop.close()'],
    ['a Runner', 'with asyncio.Runner() as runner: runner.run(main())'],
    ['a factory of loops', 'asyncio.run(main(), loop_factory=asyncio.new_event_loop)'],
    [
      'a test case',
      'import unittest\nclass Case(unittest.IsolatedAsyncioTestCase):\n    async def test(self): await main()\n' +
        'unittest.TextTestRunner(stream=open("log.txt", "w")).run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))\n' +
        'None',
    ],
  ])('runs coroutines by %s, and later runs work', async (_, code) => {
    expect(await outputOf(MAIN + code)).toBe('on\n');
    expect(await outputOf('await main()')).toBe('on\n');
  });

  it('ends with its run', async (context) => {
    needsSuspending(context);
    const stop = new AbortController();
    await sandbox.run('kept = 2');
    const run = sandbox.run(
      'import asyncio\nprint("on")\nasyncio.new_event_loop().run_until_complete(asyncio.sleep(100))',
      { signal: stop.signal, onOutput: () => stop.abort() },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(await outputOf('print(kept)')).toBe('2\n');
  });
});

describe.each(['stdout', 'stderr'])('a stream in the place of sys.%s', (stream) => {
  const descriptor = stream === 'stdout' ? 1 : 2;
  it.each([
    ['around the detached buffer', `sys.${stream} = io.TextIOWrapper(sys.${stream}.detach(), encoding="utf-8")`],
    ['around the buffer', `sys.${stream} = io.TextIOWrapper(sys.${stream}.buffer, encoding="utf-8")`],
    ['of codecs', `sys.${stream} = codecs.getwriter("utf-8")(sys.${stream}.detach())`],
    ['around the file descriptor', `sys.${stream} = open(${descriptor}, "w", encoding="utf-8")`],
  ])('%s writes, and later runs print', async (_, code) => {
    expect(await outputOf(`import codecs, io, sys\n${code}\nprint("wrapped é", file=sys.${stream})`)).toBe(
      'wrapped é\n',
    );
    const print = `print("one", file=sys.${stream})`;
    expect(await outputOf(print)).toBe('one\n');
    await move();
    expect(await outputOf(print)).toBe('one\n');
    expect(await outputOf(print)).toBe('one\n');
  });

  it.each([
    ['closed', `os.close(${descriptor})`],
    ['replaced', `os.dup2(os.open("log.txt", os.O_WRONLY | os.O_CREAT), ${descriptor})`],
  ])('whose file descriptor is %s is whole again in the next run', async (_, code) => {
    await sandbox.run(`import os, sys\n${code}`);
    const print = `print("one", file=sys.${stream})`;
    expect(await outputOf(print)).toBe('one\n');
    await move();
    expect(await outputOf(print)).toBe('one\n');
  });
});

describe('an exception in a callback of JavaScript', () => {
  it.each([
    ['of Python', 'js.setTimeout(create_proxy(lambda: 1 / 0), 0)', /ZeroDivisionError: division by zero/],
    [
      'of a coroutine',
      'async def fail(): raise KeyError("odd")\njs.setTimeout(create_proxy(fail), 0)',
      /KeyError: 'odd'/,
    ],
    ['of JavaScript', 'js.setTimeout(js.structuredClone, 0)', /TypeError/],
  ])('%s is on stderr, and the session goes on', async (_, code, words) => {
    await sandbox.run('kept = 3');
    const result = await sandbox.run(
      `import asyncio, js\nfrom pyodide.ffi import create_proxy\n${code}\nawait asyncio.sleep(0.3)\nprint("went on")`,
    );
    expect(result).toMatchObject({ status: 'ok', stdout: 'went on\n' });
    expect(result.recovery).toBeUndefined();
    expect(result.stderr).toMatch(words);
    expect(await outputOf('print(kept)')).toBe('3\n');
  });
});

describe('an exception with very much to say', () => {
  it.each([
    ['message', 'raise ValueError("x" * 5_000_000)', 'ValueError'],
    ['number that is none', 'float("9x" * 3_000_000)', 'ValueError'],
    ['name', 'raise type("A" * 70_000, (Exception,), {})()', 'AAAA'],
  ])('in its %s fails its run, and takes no variables with it', async (_, code, type) => {
    const { status, error, recovery } = await sandbox.run(`kept = 4\n${code}`);
    expect({ status, recovery }).toEqual({ status: 'error', recovery: undefined });
    expect(error?.type).toContain(type);
    expect(await outputOf('print(kept)')).toBe('4\n');
  });
});

describe('a MIME type that code has made up', () => {
  it('of a file is told without its parameters', async () => {
    const code =
      'import mimetypes\nmimetypes.add_type("text/x-foo; charset=utf-8", ".foo")\nmimetypes.add_type("odd", ".odd")';
    const { files } = await sandbox.run(`${code}\nfor name in ("a.foo", "a.odd"): open(name, "w").write("x")`);
    expect(files.map(({ mimeType }) => mimeType)).toEqual(['text/x-foo', 'application/octet-stream']);
    expect((await sandbox.files.list()).map(({ path }) => path)).toEqual(expect.arrayContaining(['a.foo', 'a.odd']));
  });

  it('of a display leaves the other forms to be shown', async () => {
    const { results } = await sandbox.run(
      'display({"text/plain": "hello", "text/html; charset=utf-8": "<b>x", "note": "x"}, raw=True)',
    );
    expect(results).toEqual([{ source: 'display', data: { 'text/plain': 'hello', 'text/html': '<b>x' } }]);
  });
});

describe('a file that is not there', () => {
  it('is not read, and no folder is made for it', async () => {
    await expect(sandbox.files.read('new/folder/file.txt')).rejects.toThrow(/could not be read/);
    expect(await outputOf('import os\nprint(os.path.exists("new"))')).toBe('False\n');
  });
});

describe('the idioms of notebooks', () => {
  it('magics that set something up have nothing to do', async () => {
    expect(await outputOf('%matplotlib inline\nimport math\nprint(math.pi > 3)')).toBe('True\n');
  });

  it('earlier values are in Out and _, also when the session goes on elsewhere, but objects of JavaScript are not', async () => {
    const { run } = await sandbox.run('6 * 7');
    await sandbox.run('import js\njs.Object.new()');
    await sandbox.run('"later"');
    for (const kept of ['a', 'b']) await sandbox.run(`"${kept}"`);
    await move();
    expect(await outputOf(`print(Out[${run}], _${run}, In[${run}], ${run + 1} in Out, _)`)).toBe(
      '42 42 6 * 7 False b\n',
    );
  });

  it('%%time prints how long it took, beside the value', async () => {
    const { output } = await sandbox.run('%%time\nx = 6 * 7\nx');
    expect(output).toMatch(/^Wall time: [\d.]+ [nμm]?s\n42\n$/);
  });

  it('%timeit prints the mean of several measurements', async () => {
    expect(await outputOf('%timeit -n 10 -r 3 sum(range(10))')).toMatch(/ per loop \(mean ± std\. dev\. of 3 runs/);
  });

  it('all expressions are shown if code asks for that, until it asks for the last one again', async () => {
    await sandbox.run(
      'from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = "all"',
    );
    expect((await sandbox.run('1\nNone\nx = 2\nx\n3')).output).toBe('1\n2\n3\n');
    await sandbox.run("%config InteractiveShell.ast_node_interactivity = 'last_expr'");
    expect((await sandbox.run('1\n2')).output).toBe('2\n');
  });

  it('a link to a file finds it, also from another folder', async () => {
    const { results } = await sandbox.run(
      'import os\nfrom IPython.display import FileLink\nos.makedirs("there", exist_ok=True)\nos.chdir("there")\n' +
        'open("kept.txt", "w").close()\ndisplay(FileLink("kept.txt"))\nos.chdir("..")',
    );
    expect(results.filter(({ source }) => source === 'display')).toEqual([
      { source: 'display', data: { 'text/plain': 'kept.txt' }, path: 'there/kept.txt' },
    ]);
  });

  it('nest_asyncio has nothing to do', async (context) => {
    needsSuspending(context);
    const code = 'import nest_asyncio\nnest_asyncio.apply()\nloop = asyncio.get_event_loop()\n';
    expect(await outputOf(`${MAIN}${code}asyncio.run(main())\nloop.run_until_complete(main())`)).toBe('on\non\n');
  });

  it('a bar that is written over its line is one line for the model, and has no colours', async () => {
    const code = 'for n in range(3): print(f"\\r\\x1b[32m{n}\\x1b[0m of 2", end="", flush=True)\nprint()';
    const { output, stdout } = await sandbox.run(code);
    expect(output).toBe('2 of 2\n');
    expect(stdout).toContain('\r\x1b[32m1');
  });

  it('the source of a class is found, also beside a magic', async () => {
    await sandbox.run('%matplotlib inline\nclass Again:\n    x = 2');
    expect(await outputOf('import inspect\nprint(inspect.getsource(Again))')).toBe('class Again:\n    x = 2\n');
  });

  it('an error that only the compiler finds quotes its line', async () => {
    const { error } = await sandbox.run('x = 1\nreturn x');
    expect(error?.traceback).toContain('    return x\n');
  });

  it('signal.alarm() gets a hint, and a handler of SIGALRM does not keep the timeout from coming', async () => {
    expect((await sandbox.run('import signal\nsignal.alarm(5)')).error?.hint).toMatch(/asyncio\.timeout/);
    const code = 'import signal\nfor each in (14, *signal.Signals):\n    try: signal.signal(each, lambda *_: None)\n';
    const { status, recovery } = await sandbox.run(`${code}    except (OSError, ValueError): pass\nwhile True: pass`, {
      timeout: 500,
    });
    expect({ status, recovery }).toEqual({ status: 'timeout', recovery: undefined });
  });
});
