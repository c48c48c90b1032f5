import type { WorkboxPlugin } from 'workbox-core/types.js';

/**
 * Has files that the page has just downloaded taken from the browser's cache, where that has them whole and of this build: a first visit
 * moves them once. All others come from the server, past that cache.
 */
export const preferBrowserCache: WorkboxPlugin = {
  requestWillFetch: async ({ request }) =>
    new Request(request, { cache: (await isCached(request)) ? 'force-cache' : 'reload' }),
};

/** The request has the hash of the file that it is to get: what does not fit it is an error. */
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
