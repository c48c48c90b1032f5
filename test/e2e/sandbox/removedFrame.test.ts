// @module-tag long
/** What a frame leaves behind in the browser when it is removed. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { withPage } from '../../support/openPage.ts';
import { startMirror } from '../../support/packageServer/mirror.ts';

const FRAMES = 3;
const HELD_BYTES = 60 * 1024 ** 2;

it('gives back the memory of a session whose frame goes while the session is saved', async () => {
  const mirror = await startMirror();
  try {
    await withPage(async (page) => {
      const saving = JSON.stringify({ origin: mirror.origin, frames: FRAMES, bytes: HELD_BYTES });
      await page.evaluate(
        `import('/test/e2e/sandbox/removeFrames.ts').then((page) => page.removeWhileSaving(${saving}))`,
      );
      expect(await buffersOfFrames(page)).toBeLessThan(HELD_BYTES);
    });
  } finally {
    await mirror.close();
  }
});

/** Bytes that the buffers of all frames hold which share the process of those that are left. */
async function buffersOfFrames(page: Page): Promise<number> {
  const [, frame] = page.frames();
  if (!frame) throw new Error('No frame is left.');
  const session = await page.context().newCDPSession(frame);
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).backingStorageSize;
}
