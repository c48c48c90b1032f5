import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import {
  Checkpoint,
  InvalidOptionError,
  PackageError,
  Sandbox,
  type SandboxOptions,
  type SandboxProgress,
} from '../../../src/index.ts';

const { origin: MIRROR, hasNative } = inject('mirror');

let visits = 0;

/** Addresses that nobody has used before: what a page has downloaded, it keeps. */
function newAddresses(from = 'distribution') {
  visits += 1;
  const visit = `/as/browser-${visits}`;
  return {
    options: { distributionUrl: `${MIRROR}${visit}/${from}/`, pypiUrl: `${MIRROR}${visit}/pypi/simple/` },
    requests: async (): Promise<string[]> => (await fetch(`${MIRROR}/requests${visit}/`)).json(),
  };
}

/** The engines are shared between sandboxes: one without packages beside it, one with two. */
const ENGINE = `${MIRROR}/engine/`;
const VENDORED = `${MIRROR}/vendored/`;

/** Keeps the engines that the sandboxes share from being loaded anew for each. */
const keepers: Sandbox[] = [];
beforeAll(async () => {
  keepers.push(...(await Promise.all([ENGINE, VENDORED].map((assets) => Sandbox.create({ assets })))));
});
afterAll(() => Promise.all(keepers.map((sandbox) => sandbox.close())));

async function freshSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ assets: ENGINE, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** All that the reader and the model are told about an error. */
const told = ({ error, output }: Awaited<ReturnType<Sandbox['run']>>) => ({
  reader: `${error?.message} ${error?.hint}`,
  model: output,
});

describe('a module that is preloaded', () => {
  it('is there before the first run, which asks for nothing', async () => {
    const { options, requests } = newAddresses();
    const progress: SandboxProgress[] = [];
    const preload = ['greetings'];
    const sandbox = await freshSandbox({ ...options, preload, onProgress: (step) => progress.push(step) });
    expect(progress.map(({ step }) => step)).toContain('packages');
    const before = await requests();
    const { value } = await sandbox.run('import sys\n"greetings" in sys.modules');
    expect({ value, requests: await requests() }).toEqual({ value: true, requests: before });
  });

  it('is an error of create() if nobody has it, and its name is told', async () => {
    const { options } = newAddresses();
    const created = Sandbox.create({ assets: ENGINE, ...options, preload: ['no_such_module'] });
    await expect(created).rejects.toBeInstanceOf(PackageError);
    await expect(created).rejects.toThrow('no_such_module');
  });

  it.each([['numpy; import os'], [['a b']], [[1]]])('is refused if no code could import it: %j', async (preload) => {
    const created = Sandbox.create({ assets: ENGINE, preload: preload as string[] });
    await expect(created).rejects.toBeInstanceOf(InvalidOptionError);
  });
});

describe('an import', () => {
  let sandbox: Sandbox;
  const progress: SandboxProgress[] = [];
  const { options, requests } = newAddresses();
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ENGINE, ...options, onProgress: (step) => progress.push(step) });
  });
  afterAll(() => sandbox.close());

  it('is loaded before the code runs, with what it depends on', async () => {
    const { status, output } = await sandbox.run('import greetings\nprint(greetings.greet("reader"))');
    expect({ status, output }).toEqual({ status: 'ok', output: 'Hello reader, please\n' });
  });

  it('is loaded with its progress told in bytes', () => {
    const steps = progress.filter((each) => each.step === 'packages');
    const last = steps.at(-1);
    expect(last?.packages).toEqual(['polite', 'greetings']);
    expect(last?.loaded).toBeGreaterThan(500);
    expect(last?.loaded).toBe(last?.total);
  });

  it('is loaded once', async () => {
    const before = await requests();
    expect((await sandbox.run('import greetings, polite\nprint(polite.please)')).output).toBe('please\n');
    expect(await requests()).toEqual(before);
  });

  it('inside a function is found, too', async () => {
    const code = 'def draw():\n    if True:\n        from drawing import ink\n        return ink\nprint(draw())';
    expect((await sandbox.run(code)).output).toBe('3\n');
  });

  it('of the standard library, or of a file of the session, is not looked for', async () => {
    const before = await requests();
    await sandbox.files.write('mine.py', 'value = 7');
    const code = 'import json, os.path, collections.abc\nimport mine\nprint(mine.value)';
    expect((await sandbox.run(code)).output).toBe('7\n');
    expect(await requests()).toEqual(before);
  });

  it('of a native module works, with the library that it links to', async ({ skip }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const { output } = await sandbox.run('import counter\nprint(counter.bump(), counter.bump())');
    expect(output).toBe('101 102\n');
    expect((await sandbox.run('print(counter.bump())')).output).toBe('103\n');
  });

  it('works again after the interpreter was replaced', async () => {
    await sandbox.reset();
    expect((await sandbox.run('import greetings\nprint(greetings.please)')).output).toBe('please\n');
  });

  it('in code that does not parse downloads nothing', async () => {
    const before = await requests();
    expect((await sandbox.run('import heavy\nx = = 1')).error?.type).toBe('SyntaxError');
    expect(await requests()).toEqual(before);
  });
});

describe('what a package imports when it is used', () => {
  it('is loaded before the code runs that uses it, in this run and in later ones', async () => {
    const { options } = newAddresses();
    const sandbox = await freshSandbox(options);
    expect((await sandbox.run('import pandas\nframe = pandas.DataFrame()\nprint(frame)')).status).toBe('ok');
    expect((await sandbox.run('print(frame.plot())')).output).toBe('a plot\n');
    const other = await freshSandbox(options);
    expect((await other.run('import pandas as pd\nprint(pd.DataFrame().plot())')).output).toBe('a plot\n');
  });

  it('is not looked for where that package is not there', async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox(options);
    const code = 'class Garden:\n    def plot(self): return "a bed"\nprint(Garden().plot())';
    expect((await sandbox.run(code)).output).toBe('a bed\n');
    expect(await requests()).toEqual([]);
  });

  it('and cannot be had is told to who runs into it, and to nobody else', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const fails = await sandbox.run('import pandas\npandas.read_excel("a.xlsx")');
    for (const words of Object.values(told(fails))) {
      expect(words).toContain('There is no package with a module openpyxl where this page looks for them.');
      expect(words).toContain('It is on PyPI');
    }
    const other = await sandbox.run('if False: pandas.read_excel("a.xlsx")\n1 / 0');
    expect(other.error).toMatchObject({ type: 'ZeroDivisionError' });
    expect(other.output).not.toContain('openpyxl where');
  });
});

describe('a package that cannot be had', () => {
  it.each([
    ['is not there', 'missing', 'the server answered 404'],
    ['is a web page', 'page', 'the server answered with a web page instead'],
    ['is a web page in disguise', 'disguised', 'the server answered with a web page instead'],
    ['is cut off', 'truncated', 'the file is cut off after'],
    ['breaks off', 'broken-off', 'the connection broke off'],
  ])('because its file %s says so to the user and to the model', async (_, from, reason) => {
    const sandbox = await freshSandbox(newAddresses(from).options);
    const result = await sandbox.run('print("before")\nimport heavy');
    expect(result).toMatchObject({
      status: 'error',
      stdout: 'before\n',
      error: { type: 'ModuleNotFoundError' },
    });
    for (const words of Object.values(told(result))) {
      expect(words).toContain(`heavy could not be downloaded (${reason}`);
      expect(words).toContain('`glovebox vendor heavy` ships it with the page.');
      expect(words).not.toMatch(/hash|mismatch/);
    }
  });

  it('because nothing answers says so, too', async () => {
    const { output } = await (await freshSandbox({ distributionUrl: 'http://127.0.0.1:1/' })).run('import heavy');
    expect(output).toContain(
      'heavy could not be downloaded (offline?); `glovebox vendor heavy` ships it with the page.',
    );
  });

  it('because the server never answers says so within seconds', async () => {
    const sandbox = await freshSandbox(newAddresses('silent').options);
    const { output } = await sandbox.run('import heavy, greetings, drawing');
    expect(output).toContain('no answer within 10 s');
  });

  it('because it was tampered with names both hashes', async () => {
    const sandbox = await freshSandbox(newAddresses('corrupt').options);
    const { output } = await sandbox.run('import heavy');
    expect(output).toMatch(
      /does not have the hash that the lock file gives: sha256 [0-9a-f]{64} instead of [0-9a-f]{64}/,
    );
  });

  it('does not end a run that can do without it', async () => {
    const sandbox = await freshSandbox(newAddresses('missing').options);
    const code = 'try:\n    import heavy\nexcept ImportError:\n    heavy = None\nprint(heavy)';
    expect(await sandbox.run(code)).toMatchObject({ status: 'ok', output: 'None\n' });
  });

  it('can be had later', async () => {
    const sandbox = await freshSandbox(newAddresses('flaky').options);
    expect((await sandbox.run('import heavy')).output).toContain('the server answered 503');
    await sandbox.run('import heavy');
    expect(await sandbox.run('import heavy\nprint(heavy.weight)')).toMatchObject({ output: '300000\n' });
  });

  it('is taken from what the browser has kept, where the network is gone', async (context) => {
    const { options, requests } = newAddresses('once');
    const wheel = `${options.distributionUrl}heavy-1.0-py3-none-any.whl`;
    await (await fetch(wheel, { credentials: 'omit' })).arrayBuffer();
    const again = await fetch(wheel, { credentials: 'omit', cache: 'force-cache' }).catch(() => undefined);
    if (!again) context.skip('this browser keeps no files between requests');
    const sandbox = await freshSandbox(options);
    expect((await sandbox.run('import heavy\nprint(heavy.weight)')).output).toBe('300000\n');
    expect((await requests()).length).toBeGreaterThan(1);
  });

  it('because it does not exist for the browser says why', async () => {
    const { output } = await (await freshSandbox(newAddresses().options)).run('import tensorflow as tf');
    expect(output).toContain('tensorflow does not exist for the browser');
  });

  it('can be given up with the run', async () => {
    const sandbox = await freshSandbox(newAddresses('stalled').options);
    const run = sandbox.run('import heavy', { signal: AbortSignal.timeout(500) });
    await expect(run).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });
});

describe('the option `packages`', () => {
  it("'vendored' asks nobody but the page", async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox({ ...options, assets: VENDORED, packages: 'vendored' });
    expect((await sandbox.run('import greetings\nprint(greetings.please)')).output).toBe('please\n');
    expect((await sandbox.run('import heavy')).output).toContain(
      'heavy is not among the packages that were vendored beside the page; `glovebox vendor heavy` ships it with the page.',
    );
    expect(await requests()).toEqual([]);
  });

  it("'distribution', the default, takes what is vendored from the page and the rest from there", async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox({ ...options, assets: VENDORED });
    expect((await sandbox.run('import greetings, drawing\nprint(drawing.ink)')).output).toBe('3\n');
    expect((await requests()).map((path) => path.split('/').at(-1))).toEqual(['py_drawing-0.1-py3-none-any.whl']);
  });

  it("'pypi' brings a pure wheel, with what it needs in the browser", async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox({ ...options, packages: 'pypi' });
    const code = 'import tidy, brush, bucket, importlib.util\nprint(tidy.version, brush.bristles, bucket.litres)';
    expect((await sandbox.run(code)).output).toBe('1.10 15 10\n');
    const files = (await requests()).filter((path) => path.includes('/files/') && path.endsWith('.whl'));
    expect(files.length).toBe(4);
  });

  it('as a list of addresses takes folders and wheels', async () => {
    const { options } = newAddresses();
    const wheel = `${MIRROR}/as/list/pypi/files/brush-1.5-py3-none-any.whl`;
    const sandbox = await freshSandbox({ packages: [options.distributionUrl, wheel] });
    expect((await sandbox.run('import drawing, brush\nprint(drawing.ink, brush.bristles)')).output).toBe('3 15\n');
  });

  it('that is none is refused', async () => {
    const creating = Sandbox.create({ assets: ENGINE, packages: 'all' as never });
    await expect(creating).rejects.toBeInstanceOf(InvalidOptionError);
  });
});

describe('two sandboxes', () => {
  it('share what was downloaded', async () => {
    const { options, requests } = newAddresses();
    const sandboxes = await Promise.all([freshSandbox(options), freshSandbox(options)]);
    const code = 'import greetings\nprint(greetings.please)';
    const results = await Promise.all(sandboxes.map((sandbox) => sandbox.run(code)));
    expect(results.map(({ output }) => output)).toEqual(['please\n', 'please\n']);
    expect((await requests()).length).toBe(2);
  });
});

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

  it('are there again after a run that had to be killed, as often as that happens', async ({ skip }) => {
    if (!hasNative) skip('there is no clang and no wasm-ld to build a native wheel with');
    const refused: unknown[] = [];
    const onProgress = (progress: SandboxProgress) => {
      if (progress.step === 'snapshot-refused') refused.push(progress.reason);
    };
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

describe('packages that code installs as a notebook does', () => {
  it('are loaded by their names, and it is said what came of it', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const { status, stdout, stderr } = await sandbox.run('!pip install -q "greetings>=0.1" no-such-package');
    expect({ status, stdout }).toEqual({ status: 'ok', stdout: 'greetings 1.0 is installed.\n' });
    expect(stderr).toMatch(/^no-such-package could not be installed\./);
    const code = 'import importlib\nprint(importlib.import_module("greetings").please)';
    expect((await sandbox.run(code)).output).toBe('please\n');
  });

  it('do not keep the imports beside them from being loaded', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const code =
      '%matplotlib inline\n!pip install py_drawing\nimport greetings, drawing\nprint(greetings.please, drawing.ink)';
    expect((await sandbox.run(code)).stdout).toBe('py_drawing 0.1 is installed.\nplease 3\n');
  });
});

describe('packages that were imported once', () => {
  it('are there, imported, when another session begins, and when the page is opened again', async () => {
    const { options, requests } = newAddresses();
    const created = { ...options, assets: `${MIRROR}/engine/` };
    const first = await Sandbox.create(created);
    onTestFinished(() => first.close());
    await first.run('secret = 1\ndef later():\n    from greetings import greet');
    const isThere = 'import sys\nprint("greetings" in sys.modules, "greetings" in globals(), "secret" in globals())';
    await vi.waitFor(
      async () => {
        await using second = await Sandbox.create(created);
        expect((await second.run(isThere)).output).toBe('True False False\n');
      },
      { timeout: 20_000, interval: 500 },
    );
    const before = await requests();
    await using third = await Sandbox.create(created);
    expect((await third.run('import greetings\nprint(greetings.please)')).output).toBe('please\n');
    expect(await requests()).toEqual(before);
  });

  it('are there without what else their code named, which would tell the next session of it', async () => {
    const { options } = newAddresses();
    const created = { ...options, assets: ENGINE };
    const first = await freshSandbox(created);
    await first.run('import drawing\nif 0:\n    import colorsys, this, xml.sax');
    const code = 'import sys\nprint("drawing" in sys.modules)';
    await vi.waitFor(
      async () => {
        await using second = await Sandbox.create(created);
        expect((await second.run(code)).output).toBe('True\n');
      },
      { timeout: 20_000, interval: 500 },
    );
    const third = await freshSandbox(created);
    const named = 'print([name for name in ("colorsys", "this", "xml.sax") if name in sys.modules])';
    expect((await third.run(`import sys\n${named}`)).output).toBe('[]\n');
    expect((await third.run('import this')).output).toContain('Beautiful is better than ugly.');
  });

  it('are not, where they come from PyPI, which anybody can put something on', async () => {
    const { options } = newAddresses();
    const created: SandboxOptions = { ...options, assets: ENGINE, packages: 'pypi' };
    const first = await Sandbox.create(created);
    onTestFinished(() => first.close());
    await first.run('import greetings');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await using second = await Sandbox.create(created);
    expect((await second.run('import sys\nprint("greetings" in sys.modules)')).output).toBe('False\n');
  });
});
