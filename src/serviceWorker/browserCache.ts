import type { WorkboxPlugin } from 'workbox-core/types.js';

/**
 * Takes files that the page has just downloaded from the browser's cache, if they are complete and of this build, so that a first visit
 * downloads them once. All other files come from the server.
 */
export const preferBrowserCache: WorkboxPlugin = {
  requestWillFetch: async ({ request }) =>
    new Request(request, { cache: (await isCached(request)) ? 'force-cache' : 'reload' }),
};

/** The request has the hash of its file: a file that does not match is an error. */
async function isCached({ url, integrity }: Request): Promise<boolean> {
  if (!integrity) return false;
  try {
    const cached = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin', integrity });
    await cached.body?.cancel();
    return cached.ok;
  } catch {
    return false;
  }
}
