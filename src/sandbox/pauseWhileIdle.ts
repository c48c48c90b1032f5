import { wait } from '../async/abort.ts';
import type { PausableTimer } from '../async/timeouts.ts';
import type { Interpreter } from './session/interpreter.ts';

/** Milliseconds between two checks whether the code still waits. */
const LOOK = 1_000;

/**
 * Stops a run's timeout while its code waits for a person. It stands still only while the worker answers, that is, computes nothing. Otherwise code
 * that asks in the background would have no timeout.
 *
 * @returns a function that ends this
 */
export function pauseWhileIdle(interpreter: Interpreter, timer: PausableTimer): () => void {
  const answered = new AbortController();
  const pause = async () => {
    while (!answered.signal.aborted) {
      await interpreter.whenIdle();
      if (answered.signal.aborted) return;
      const resume = timer.pause();
      await wait(LOOK, answered.signal).catch(() => {});
      resume();
    }
  };
  pause().catch(() => {});
  return () => answered.abort();
}
