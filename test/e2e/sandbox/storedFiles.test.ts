// @module-tag long
/** Files that the browser has stored, which a page hands to its sealed frame. */
import { expect, it } from 'vitest';
import { callInPage } from '../../support/browsers/callInPage.ts';
import { storedFiles } from '../../support/browsers/storedFiles.ts';
import { withPage } from '../../support/openPage.ts';

/** Bytes of a part of a file that is worth looking at: the engine's, and the snapshot's. */
const LARGE = 1024 ** 2;

declare global {
  var parts: { size: number; file: WeakRef<Blob> }[];
}

// Firefox empties such a file in the frame when the page has no hold on it, whatever the frame has. Chromium can say what is held.
it('are held by the page for as long as the frame may read them', async () => {
  await withPage(async (page) => {
    await page.evaluate(callInPage('/test/e2e/sandbox/openSandbox.ts', 'openSandbox', []));
    await expect.poll(() => page.evaluate(storedFiles, { kind: 'baseline' } as const)).toHaveLength(1);
    await page.addInitScript(watchParts, LARGE);
    await page.reload();
    await page.evaluate(callInPage('/test/e2e/sandbox/openSandbox.ts', 'openSandbox', []));
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const read = await page.evaluate(() => globalThis.parts.map(({ size }) => size));
    const held = await page.evaluate(() => globalThis.parts.flatMap(({ file }) => file.deref()?.size ?? []));
    // Later the page reads the engine once more by itself, and does not hand that over.
    expect(new Set(held)).toEqual(new Set(read));
    // The compiled engine, the standard library, and the snapshot.
    expect(held.length).toBeGreaterThanOrEqual(3);
  });
});

function watchParts(large: number): void {
  const { slice } = Blob.prototype;
  globalThis.parts = [];
  Blob.prototype.slice = function (...given) {
    const part = slice.apply(this, given);
    if (part.size >= large) globalThis.parts.push({ size: part.size, file: new WeakRef(part) });
    return part;
  };
}
