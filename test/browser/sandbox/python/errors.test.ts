import { describe, expect, it } from 'vitest';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('code that fails', () => {
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

  it('is a failure even if the exception cannot be printed', async () => {
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

describe('a hint', () => {
  it.each([
    ['a package that does not exist for the browser', 'import tensorflow', /browser/],
    ['the network', 'import urllib.request\nurllib.request.urlopen("https://example.com")', /network/],
    ['a subprocess', 'import subprocess\nsubprocess.run(["ls"])', /process/],
  ])('says what to do about %s, to the user and the model', async (_, code, hint) => {
    const { error, output } = await sandbox.run(code);
    expect(error?.hint).toMatch(hint);
    expect(output).toContain(error?.hint);
  });
});
