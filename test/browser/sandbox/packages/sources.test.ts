// @module-tag long
import { describe, expect, it } from 'vitest';
import { InvalidOptionError, Sandbox } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, MIRROR, newAddresses, VENDORED } from './mirror.ts';

keepEngine(ENGINE);
keepEngine(VENDORED);

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
    const sandbox = await freshSandbox({ assets: ENGINE, packages: [options.distributionUrl, wheel] });
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
