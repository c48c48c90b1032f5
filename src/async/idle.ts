/** Milliseconds before idle work begins, so that what the user waits for comes first. */
const SETTLING_TIME = 200;
/** Milliseconds after which idle work begins even if the page is busy. */
const MAX_IDLE_WAIT = 2_000;

/** Calls back once the page is idle. */
export function whenIdle(work: () => void): void {
  setTimeout(() => {
    // WebKit has no requestIdleCallback.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: MAX_IDLE_WAIT });
    else work();
  }, SETTLING_TIME);
}
