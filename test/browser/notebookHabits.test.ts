/** What scripts and notebooks write that were made for elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../../src/index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.create({ assets: '/pyodide/' });
});
afterAll(() => sandbox.close());

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
