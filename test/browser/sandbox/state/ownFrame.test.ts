// @module-tag long
import { beforeEach, describe, expect, it } from 'vitest';
import { Sandbox, type SandboxOptions, type SandboxProgress } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { ENGINE, newAddresses } from '../packages/mirror.ts';
import { forgetKept, kept, replaceStored, VISITED } from './visit.ts';

const OWN: SandboxOptions = { isolation: 'frame' };
const framesOfPage = () => document.querySelectorAll('iframe').length;

keepEngine();

describe('a sandbox with a frame of its own', () => {
  it('is in a frame that nothing else is in, and takes it along when it is closed', async () => {
    const frames = framesOfPage();
    const [own, other] = [await freshSandbox(OWN), await freshSandbox(OWN)];
    expect(framesOfPage()).toBe(frames + 2);
    await own.run('mine = 1');
    expect((await other.run('print("mine" in globals())')).output).toBe('False\n');
    await own.close();
    expect(framesOfPage()).toBe(frames + 1);
    expect((await other.run('print(1)')).output).toBe('1\n');
  });

  it('goes on from the checkpoint of a sandbox in the frame of the page, and its fork has a frame, too', async () => {
    const shared = await freshSandbox();
    await shared.run('kept = [1, 2]');
    using checkpoint = await shared.checkpoint();
    const own = await freshSandbox({ ...OWN, from: checkpoint });
    const frames = framesOfPage();
    await using fork = await own.fork();
    expect(framesOfPage()).toBe(frames + 1);
    expect((await fork.run('kept')).output).toBe('[1, 2]\n');
    expect((await own.run('import posix\nposix._exit(1)')).recovery).toMatchObject({ undone: true, lostRuns: [] });
    expect((await own.run('kept')).output).toBe('[1, 2]\n');
  });

  it('is refused any other word', async () => {
    await expect(Sandbox.create({ isolation: 'process' as 'frame' })).rejects.toThrow(
      "The option `isolation` takes 'worker' or 'frame', not \"process\".",
    );
  });
});

describe('what such a frame leaves for the next visit', () => {
  beforeEach(() => forgetKept());

  it('is there before any code runs, and is what the next one starts from, and no other sandbox', async () => {
    const refused: string[] = [];
    const onProgress = (progress: SandboxProgress) => {
      if (progress.step === 'snapshot-refused') refused.push(progress.reason);
    };
    const own = await Sandbox.create({ assets: VISITED, ...OWN });
    const stored = await kept();
    expect(stored).toHaveLength(1);
    await own.run('import wave');
    await own.close();
    await using next = await Sandbox.create({ assets: VISITED, ...OWN, onProgress });
    expect((await next.run('import sys\nprint("wave" in sys.modules)')).output).toBe('False\n');
    for (const key of stored) await replaceStored(key, new Blob(['something else']));
    await using _shared = await Sandbox.create({ assets: VISITED, onProgress });
    expect(refused).toEqual([]);
    await using _own = await Sandbox.create({ assets: VISITED, ...OWN, onProgress });
    expect(refused).toEqual([expect.stringMatching(/no checkpoint/)]);
  });

  it('has no package that code imported there', async () => {
    const { options } = newAddresses();
    await using own = await Sandbox.create({ ...options, ...OWN });
    await own.run('import greetings');
    const stored = await kept(ENGINE);
    await own.reset();
    expect((await own.run('import sys\nprint("greetings" in sys.modules)')).output).toBe('False\n');
    expect((await own.run('import greetings\nprint(greetings.please)')).output).toBe('please\n');
    expect(await kept(ENGINE)).toEqual(stored);
  });
});
