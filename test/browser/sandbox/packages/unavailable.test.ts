// @module-tag long
import { describe, expect, it } from 'vitest';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, newAddresses, told } from './mirror.ts';

keepEngine(ENGINE);

describe("a package that can't be downloaded", () => {
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
    const { output } = await (await freshSandbox({ assets: ENGINE, distributionUrl: 'http://127.0.0.1:1/' })).run(
      'import heavy',
    );
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

  it('is taken from what the browser has stored, if the network is gone', async (context) => {
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
