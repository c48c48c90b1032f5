import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/**
 * Bytes of memory of all processes of a page's browser that run pages: WebAssembly's, which no count of JavaScript's has, among them. Garbage is collected first.
 * `undefined` where the machine does not tell (it takes Linux).
 *
 * @see https://docs.kernel.org/filesystems/proc.html VmRSS
 */
export async function processMemory(page: Page): Promise<number | undefined> {
  const browser = page.context().browser();
  const session = await browser?.newBrowserCDPSession();
  if (!session) return undefined;
  const inPage = await page.context().newCDPSession(page);
  try {
    await inPage.send('HeapProfiler.collectGarbage');
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentSize(id));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return undefined;
  } finally {
    await session.detach();
    await inPage.detach();
  }
}

function residentSize(process: number): number {
  const status = readFileSync(`/proc/${process}/status`, 'utf8');
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}
