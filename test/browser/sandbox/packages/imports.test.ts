import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidOptionError, PackageError, Sandbox, type SandboxProgress } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, hasNative, newAddresses, told } from './mirror.ts';

keepEngine(ENGINE);

describe('an import', () => {
  let sandbox: Sandbox;
  const progress: SandboxProgress[] = [];
  const { options, requests } = newAddresses();
  beforeAll(async () => {
    sandbox = await Sandbox.create({ ...options, onProgress: (step) => progress.push(step) });
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

  it('that the timeout cuts short can be done again, also if the package can be loaded only once', async () => {
    expect((await sandbox.run('import once', { timeout: 100 })).status).toBe('timeout');
    expect((await sandbox.run('import once\nprint("there")')).output).toBe('there\n');
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

  it('is not looked for if that package is not there', async () => {
    const { options, requests } = newAddresses();
    const sandbox = await freshSandbox(options);
    const code = 'class Garden:\n    def plot(self): return "a bed"\nprint(Garden().plot())';
    expect((await sandbox.run(code)).output).toBe('a bed\n');
    expect(await requests()).toEqual([]);
  });

  it("and can't be downloaded is told to the run that imports it, and to no other", async () => {
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

describe('packages that code installs as a notebook does', () => {
  it('are loaded by their names, and it is said what came of it', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const { status, stdout, stderr } = await sandbox.run('!pip install -q "greetings>=0.1" no-such-package');
    expect({ status, stdout }).toEqual({ status: 'ok', stdout: 'greetings 1.0 is installed.\n' });
    expect(stderr).toMatch(/^no-such-package could not be installed\./);
    const code = 'import importlib\nprint(importlib.import_module("greetings").please)';
    expect((await sandbox.run(code)).output).toBe('please\n');
  });

  it('are loaded for micropip and for pip in another process, too', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const code = `import micropip, subprocess, sys
await micropip.install(["greetings"])
subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "py_drawing"])
import greetings, drawing
print(greetings.please, drawing.ink)
await micropip.install("no-such-package")`;
    const { stdout, error } = await sandbox.run(code);
    expect(stdout).toBe('py_drawing 0.1 is installed.\nplease 3\n');
    expect(error?.message).toMatch(/^Can't install 'no-such-package'\. This page has no such package/);
  });

  it('do not keep the imports beside them from being loaded', async () => {
    const sandbox = await freshSandbox(newAddresses().options);
    const code =
      '%matplotlib inline\n!pip install py_drawing\nimport greetings, drawing\nprint(greetings.please, drawing.ink)';
    expect((await sandbox.run(code)).stdout).toBe('py_drawing 0.1 is installed.\nplease 3\n');
  });
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
    const created = Sandbox.create({ ...options, preload: ['no_such_module'] });
    await expect(created).rejects.toBeInstanceOf(PackageError);
    await expect(created).rejects.toThrow('no_such_module');
  });

  it.each([['numpy; import os'], [['a b']], [[1]]])('is refused if no code could import it: %j', async (preload) => {
    const created = Sandbox.create({ assets: ENGINE, preload: preload as string[] });
    await expect(created).rejects.toBeInstanceOf(InvalidOptionError);
  });
});
