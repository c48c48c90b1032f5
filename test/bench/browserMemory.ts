import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';

/**
 * Lets a page ask for the megabytes that all processes of its browser hold, shared ones divided among those that share them (PSS): a
 * page sees no other process, and a sealed frame is in one. Only Linux says so.
 */
export async function exposeBrowserMemory(page: Page): Promise<void> {
  const browser = page.context().browser();
  if (!browser || process.platform !== 'linux') return;
  const session = await browser.newBrowserCDPSession();
  await page.exposeFunction('browserMemory', async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const held = await Promise.all(processInfo.map(({ id }) => proportionalBytes(id)));
    return held.reduce((sum, each) => sum + each, 0) / 1e6;
  });
}

/** @see https://docs.kernel.org/filesystems/proc.html (smaps_rollup) */
async function proportionalBytes(id: number): Promise<number> {
  try {
    const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    // It has ended since.
    return 0;
  }
}
