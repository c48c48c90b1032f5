/** Milliseconds in which what the page waits for comes first: it is given an interpreter to use it. */
const SETTLING_TIME = 200;
/** Milliseconds after which it is done whether the page is idle or not. */
const LATEST = 2_000;

/** Calls back when the page has nothing else to do. */
export function whenIdle(work: () => void): void {
  setTimeout(() => {
    // WebKit has no requestIdleCallback.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: LATEST });
    else work();
  }, SETTLING_TIME);
}
