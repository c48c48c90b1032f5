import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { nextTask } from '../../../../worker/common/nextTask.ts';
import { gzip } from '../../../../worker/snapshot/pack.ts';
import { filled } from './snapshotOf.ts';

const MEGABYTE = 1024 ** 2;

afterEach(() => {
  vi.unstubAllGlobals();
});

it('parts of any size are compressed one after the other', async () => {
  const parts = [1, 300_000, 0, 16_384, MEGABYTE].map((size) => filled(size));
  const compressed = Buffer.from(await gzip(parts));
  expect(gunzipSync(compressed).equals(Buffer.concat(parts))).toBe(true);
});

it('other tasks have their turn while a browser compresses in the thread that asked', async () => {
  vi.stubGlobal(
    'CompressionStream',
    class extends TransformStream {
      constructor() {
        super();
      }
    },
  );
  let tasks = 0;
  let isDone = false;
  const others = (async () => {
    while (!isDone) {
      await nextTask();
      tasks += 1;
    }
  })();
  await gzip([new Uint8Array(8 * MEGABYTE)]);
  isDone = true;
  await others;
  expect(tasks).toBeGreaterThanOrEqual(32);
});
