/** Milliseconds by which a timer comes late only where the page was frozen, or the machine asleep: a busy page is not that busy. */
const FROZEN = 2_000;

/**
 * Calls back after so many milliseconds of waiting for somebody else. A page that was frozen meanwhile has not waited, and what it
 * waited for was frozen with it: it begins again.
 *
 * @returns what calls it off
 * @see https://wicg.github.io/page-lifecycle/
 */
export function timeoutWhileAwake(milliseconds: number, onEnd: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const due = performance.now() + milliseconds;
    timer = setTimeout(() => (performance.now() - due > FROZEN ? wait() : onEnd()), milliseconds);
  };
  wait();
  return () => clearTimeout(timer);
}
