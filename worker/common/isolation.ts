import type { WorkerEvent } from '../../src/protocol.ts';

/**
 * All workers of the frame are of one origin, and belong to different sandboxes. These are the ways from one to another that browsers leave
 * to an origin that is meant to have no storage: a channel by its name; another worker, which would have the channel again (and would go on
 * computing when the run is over); and in WebKit a cache. A worker has no other way to a second set of globals. Against everything else,
 * the frame is the wall.
 *
 * @see https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
 * @see https://w3c.github.io/ServiceWorker/#global-caches-attribute
 */
const WAYS = ['BroadcastChannel', 'Worker', 'SharedWorker', 'caches'];

/**
 * Removes the globals by which this worker could reach those of other sandboxes, and the manager of a storage that is not there: Firefox
 * never answers its `estimate()`, and would block the worker. Called before any user code runs.
 */
export function removeSharedState(): void {
  for (const way of WAYS) take(globalThis, way);
  take(globalThis.navigator, 'storage');
}

/**
 * Reports code that closes its worker. Browsers don't: the host would wait for the worker as long as for a busy one.
 *
 * @see https://html.spec.whatwg.org/multipage/workers.html#dom-dedicatedworkerglobalscope-close
 */
export function reportClose(tell: (event: WorkerEvent) => void): void {
  take(globalThis, 'close');
  const close = () => tell({ type: 'broken', message: 'the code closed its worker' });
  Object.defineProperty(globalThis, 'close', { value: close, writable: true, configurable: true });
}

function take(owner: object, name: string): void {
  // What all workers or navigators have is a property of a prototype.
  for (let holder: object | null = owner; holder; holder = Reflect.getPrototypeOf(holder))
    Reflect.deleteProperty(holder, name);
}
