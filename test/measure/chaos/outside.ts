/** What happens to a page from outside, and can be done only there. */
import type { Page } from 'playwright';
import type { Mirror } from '../../support/packageServer/mirror.ts';

/** What a page can ask for, each with one number. */
export interface Outside {
  /** The tab is frozen for so many milliseconds, as a browser does with one that nobody looks at. */
  freeze(milliseconds: number): Promise<void>;
  /** The page's origin may keep so many bytes; at less than 0 as many as usual. */
  limitQuota(bytes: number): Promise<void>;
  /** The connections to the server of packages and engines break, so many milliseconds from now. */
  cutDownloads(milliseconds: number): Promise<void>;
}

/** Makes `outside(what, number)` a function of the page. */
export async function exposeOutside(page: Page, mirror: Mirror): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const outside: Outside = {
    async freeze(milliseconds) {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await sleep(milliseconds);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
    },
    async limitQuota(bytes) {
      const { origin } = new URL(page.url());
      await session.send('Storage.overrideQuotaForOrigin', { origin, ...(bytes >= 0 && { quotaSize: bytes }) });
    },
    async cutDownloads(milliseconds) {
      await sleep(milliseconds);
      mirror.cut();
    },
  };
  await page.exposeFunction('outside', (what: keyof Outside, number: number) => outside[what](number));
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
