/// <reference lib="webworker" />
/**
 * Stores one complete build of the page, and serves the page from it, online and offline.
 *
 * A newer build is stored beside it, and waits until no page of the older one is open, because an open page needs the files of its build.
 * Pages with the widget may be in this scope, too: their requests are not handled, and neither are requests to other origins.
 */
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { preferBrowserCache } from './browserCache.ts';
import { answerKept, isChartProgram, isTexts } from './keptFiles.ts';
import { TAKE_OVER, type TakeOverAnswer } from './messages.ts';

declare const self: ServiceWorkerGlobalScope;

const PAGE = 'index.html';
const { scope } = self.registration;
const PAGE_ADDRESSES = [scope, new URL(PAGE, scope).href];

const build = new PrecacheController({ plugins: [preferBrowserCache] });
build.precache(self.__WB_MANIFEST);
const answerPage = build.createHandlerBoundToURL(PAGE);

self.addEventListener('activate', (event) => {
  // A page that was opened before the service worker existed may need files that a newer build on the server lacks.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (isPage(request)) event.respondWith(answerPage({ event, request, url: new URL(request.url) }));
    return;
  }
  if (isChartProgram(request.url) || isTexts(request.url)) {
    event.respondWith(answerForPage(event, () => answerKept(request)));
    return;
  }
  const cacheKey = build.getCacheKeyForURL(request.url);
  if (cacheKey) event.respondWith(answerForPage(event, () => answerFromBuild(event, cacheKey)));
});

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(takeOver(event.ports));
});

async function answerForPage(event: FetchEvent, answer: () => Promise<Response>): Promise<Response> {
  const client = await self.clients.get(event.clientId);
  return client && isPage(client) ? answer() : fetch(event.request);
}

function answerFromBuild(event: FetchEvent, cacheKey: string): Promise<Response> {
  const integrity = build.getIntegrityForCacheKey(cacheKey);
  return build.strategy.handle({ event, request: event.request, params: { cacheKey, integrity } });
}

async function takeOver(ports: readonly MessagePort[]): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const answer: TakeOverAnswer = windows.filter(isPage).length > 1 ? 'open-elsewhere' : 'taking-over';
  for (const port of ports) port.postMessage(answer);
  if (answer === 'taking-over') await self.skipWaiting();
}

/** Whether this is the page itself, with any parameters. */
function isPage({ url }: { url: string }): boolean {
  return PAGE_ADDRESSES.includes(url.replace(/[?#].*$/, ''));
}
