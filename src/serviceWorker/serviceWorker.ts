/// <reference lib="webworker" />
/**
 * Keeps one build of the page, whole, and answers the page from it, with or without a network.
 *
 * A newer build is kept beside it, and waits until no page of the older one is open: what is open goes on with the files that it began
 * with. Pages that embed the widget may lie in this scope as well; they are left alone, and so is whatever goes to other origins.
 */
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { preferBrowserCache } from './browserCache.ts';
import { TAKE_OVER, type TakeOverAnswer } from './messages.ts';

declare const self: ServiceWorkerGlobalScope;

const PAGE = 'index.html';
const { scope } = self.registration;
const PAGE_ADDRESSES = [scope, new URL(PAGE, scope).href];

const build = new PrecacheController({ plugins: [preferBrowserCache] });
build.precache(self.__WB_MANIFEST);
const answerPage = build.createHandlerBoundToURL(PAGE);

self.addEventListener('activate', (event) => {
  // The page that was opened before there was a service worker may outlive its build on the server, too.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (isPage(request)) event.respondWith(answerPage({ event, request, url: new URL(request.url) }));
    return;
  }
  const cacheKey = build.getCacheKeyForURL(request.url);
  if (cacheKey) event.respondWith(answer(event, cacheKey));
});

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(takeOver(event.ports));
});

async function answer(event: FetchEvent, cacheKey: string): Promise<Response> {
  const { request } = event;
  const client = await self.clients.get(event.clientId);
  if (!client || !isPage(client)) return fetch(request);
  const integrity = build.getIntegrityForCacheKey(cacheKey);
  return build.strategy.handle({ event, request, params: { cacheKey, integrity } });
}

async function takeOver(ports: readonly MessagePort[]): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const answer: TakeOverAnswer = windows.filter(isPage).length > 1 ? 'open-elsewhere' : 'taking-over';
  for (const port of ports) port.postMessage(answer);
  if (answer === 'taking-over') await self.skipWaiting();
}

/** Whether this is the page itself, whatever it is asked to show. */
function isPage({ url }: { url: string }): boolean {
  return PAGE_ADDRESSES.includes(url.replace(/[?#].*$/, ''));
}
