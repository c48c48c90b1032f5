// @module-tag long
import { beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Checkpoint, Sandbox, type SandboxProgress } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';
import { forgetKept, kept, replaceStored, storedFile, VISITED, visit } from './visit.ts';

keepEngine();

describe('a new interpreter', () => {
  it('reaches the globals of JavaScript as one that was booted does', async () => {
    const sandbox = await freshSandbox();
    const code = [
      'import js',
      'print(js.performance.now() > 0, js.navigator.userAgent, js.origin)',
      'print(js.Object.keys(js.JSON.parse(\'{"a": 1}\')), js.Array.new(1, 2).length)',
      'js.made_here = 7',
      'print(js.made_here, js.crypto.getRandomValues(js.Uint8Array.new(4)).length)',
    ].join('\n');
    expect((await sandbox.run(code)).output).toBe(`True ${navigator.userAgent} null\na 2\n7 4\n`);
  });

  it('starts from the snapshot that the first one made, without booting again', async () => {
    const started: SandboxProgress[] = [];
    const sandbox = await freshSandbox({ onProgress: (progress) => started.push(progress) });
    expect(started.filter(({ step }) => step === 'snapshot-refused')).toEqual([]);
    expect((await sandbox.run('import sys\nsys.version_info[:2], sys.path.count("")')).output).toBe('((3, 14), 1)\n');
  });

  it('has no variables and no files of the one before', async () => {
    const first = await freshSandbox();
    await first.run('secret = 1\nopen("secret.txt", "w").write("x");');
    const second = await freshSandbox();
    expect((await second.run('import os\n"secret" in globals(), os.listdir()')).output).toBe('(False, [])\n');
  });
});

describe('a later visit', () => {
  beforeEach(() => forgetKept());

  it('starts from a snapshot even if the first interpreter was reset before it could leave one', async () => {
    await visit(async (sandbox) => {
      await sandbox.reset();
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
  });

  it('starts from the snapshot that the first one left', async () => {
    await visit(async () => {
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
    await visit(async (sandbox, refused) => {
      expect(refused).toEqual([]);
      expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
    });
  });

  it('starts from the snapshot of the second sandbox if the first was given up', async () => {
    const giveUp = new AbortController();
    const onProgress = ({ step }: SandboxProgress) => step === 'start' && giveUp.abort();
    const given = Sandbox.create({ assets: VISITED, onProgress, signal: giveUp.signal });
    // Keeps the frame, which would go with the first.
    const second = Sandbox.create({ assets: VISITED });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await using third = await Sandbox.create({ assets: VISITED });
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    expect((await third.run('print(1)')).output).toBe('1\n');
    await (await second).close();
  });

  it.each([
    ['was cut off', (bytes: Uint8Array) => bytes.slice(0, -100)],
    ['has another byte', (bytes: Uint8Array) => bytes.with(bytes.length - 5000, (bytes.at(-5000) ?? 0) ^ 1)],
    ['is something else', () => new TextEncoder().encode('<!doctype html>')],
  ])('boots plainly if the snapshot %s, says so, and leaves another', async (_, damage) => {
    await visit(async () => {
      await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
    });
    const [key] = await kept();
    if (!key) throw new Error('Nothing was kept.');
    const whole = new Uint8Array(await (await storedFile(key)).arrayBuffer());
    await replaceStored(key, new Blob([damage(whole) as Uint8Array<ArrayBuffer>]));
    await visit(async (sandbox, refused) => {
      expect(refused).toEqual([expect.stringMatching(/no checkpoint|damaged/)]);
      expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
      await vi.waitFor(async () => {
        (await Checkpoint.fromBlob(await storedFile(key))).release();
      }, PATIENCE);
    });
  });

  it('finds snapshots with packages from the last few sources that packages came from, and of no more', async () => {
    const sources = async () => {
      const baselines = await kept();
      return baselines.filter(([_kind, _base, source]) => source !== '').length;
    };
    await visit(async () => {
      for (let source = 0; source < 6; source += 1) {
        const distributionUrl = `${inject('mirror').origin}/as/source-${source}/distribution/`;
        await using sandbox = await Sandbox.create({ assets: VISITED, distributionUrl });
        await sandbox.run('import greetings');
        await vi.waitFor(async () => expect(await sources()).toBe(Math.min(source + 1, 4)), PATIENCE);
        await vi.waitFor(async () => {
          const last = (await kept()).some(([_kind, _base, from]) => from?.includes(`source-${source}`));
          expect(last).toBe(true);
        }, PATIENCE);
      }
    });
  });

  it('gives every session random numbers of its own', async () => {
    const drawn = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      await visit(async (sandbox) => {
        drawn.add((await sandbox.run('import random\nrandom.random()')).output);
        await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
      });
    }
    expect(drawn.size).toBe(3);
  });
});
