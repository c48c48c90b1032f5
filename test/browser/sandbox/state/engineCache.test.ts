// @module-tag long
import { beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { Sandbox } from '../../../../src/entries/index.ts';
import { freshSandbox, keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';
import { forgetKept, kept, removeStored, replaceStored, storedFile, storedKeys, visit } from './visit.ts';

keepEngine();

describe('a later visit', () => {
  beforeEach(() => forgetKept());

  describe('when the browser has stored the engine', () => {
    /** The lock file is that of the engine, too: what is not the engine of this build is not kept. */
    const FOLDER = `${inject('mirror').origin}/distribution/engine/`;
    const keptEngines = async () => (await storedKeys('engine')).filter(([_kind, base]) => base === FOLDER);
    const theEngine = async () => {
      const [key] = await keptEngines();
      if (!key) throw new Error('No engine was kept.');
      return key;
    };
    const sizes = async () =>
      Promise.all((await keptEngines()).map(async (key) => [key, (await storedFile(key)).size]));

    async function whenKept(): Promise<void> {
      await visit(async () => {
        await vi.waitFor(async () => expect(await keptEngines()).toHaveLength(1), PATIENCE);
        await vi.waitFor(async () => expect(await kept(FOLDER)).toHaveLength(1), PATIENCE);
      }, FOLDER);
    }

    /** The addresses that a visit asks the network for, but for one file: by that it sees later on whether the folder has another engine. */
    async function askedFor(use: (refused: string[]) => Promise<void> = async () => {}): Promise<string[]> {
      const asked = vi.spyOn(globalThis, 'fetch');
      try {
        await visit(async (sandbox, refused) => {
          expect((await sandbox.run('import colorsys\nprint(6 * 7)')).output).toBe('42\n');
          await use(refused);
        }, FOLDER);
        return asked.mock.calls.map(([address]) => String(address)).filter((each) => !each.endsWith('/pyodide.mjs'));
      } finally {
        asked.mockRestore();
      }
    }

    beforeEach(async () => {
      await removeStored(await storedKeys('engine'));
      await whenKept();
    });

    it('asks the network for nothing', async () => {
      expect(await askedFor()).toEqual([]);
    });

    it('boots plainly from it, too, if the snapshot is gone', async () => {
      await forgetKept(FOLDER);
      expect(await askedFor()).toEqual([]);
    });

    it.each([
      ['is of another build', (key: string[]) => key.with(-1, 'another'), (bytes: Blob) => bytes],
      ['was cut off', (key: string[]) => key, (bytes: Blob) => bytes.slice(0, -1)],
    ])('downloads the engine if what was stored %s', async (_, move, change) => {
      const engine = await theEngine();
      const before = await sizes();
      const file = change(await storedFile(engine));
      await removeStored([engine]);
      await replaceStored(move(engine), file);
      expect(await askedFor()).toContain(`${FOLDER}pyodide.asm.wasm`);
      // The cache then holds the engine again.
      await visit(() => vi.waitFor(async () => expect(await sizes()).toEqual(before), PATIENCE), FOLDER);
      expect(await askedFor()).toEqual([]);
    });

    it('downloads the engine if what was stored is none, and says so', async () => {
      const engine = await theEngine();
      const { size } = await storedFile(engine);
      await replaceStored(engine, new Blob([new Uint8Array(size)]));
      const asked = await askedFor(async (refused) => {
        expect(refused).toEqual([expect.stringMatching(/^The cached engine can't be used: .*compiled/)]);
      });
      expect(asked).toContain(`${FOLDER}pyodide.asm.wasm`);
    });

    it('forgets the engine if the folder has another by now', async () => {
      const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('another'));
      onTestFinished(() => asked.mockRestore());
      await visit(() => vi.waitFor(async () => expect(await keptEngines()).toEqual([]), PATIENCE), FOLDER);
    });

    it('starts without a network, and keeps the engine', async () => {
      const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
      onTestFinished(() => asked.mockRestore());
      await visit(async (sandbox) => {
        expect((await sandbox.run('print(6 * 7)')).output).toBe('42\n');
        await vi.waitFor(() => expect(asked).toHaveBeenCalled(), PATIENCE);
      }, FOLDER);
      expect(await keptEngines()).toHaveLength(1);
    });

    it('forgets the engine if a session needs its room', async () => {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put');
      onTestFinished(() => put.mockRestore());
      onTestFinished(() => Sandbox.forget('needs room'));
      const sandbox = await freshSandbox({ persist: 'needs room' });
      await sandbox.run('kept = 1');
      put.mockImplementationOnce(() => {
        throw new DOMException('Quota exceeded.', 'QuotaExceededError');
      });
      await sandbox.save();
      expect(await keptEngines()).toEqual([]);
    });
  });
});
