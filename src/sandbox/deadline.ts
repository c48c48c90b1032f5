import { InvalidOptionError } from '../errors.ts';

/** Milliseconds that a run gets unless it says otherwise: what Gemini's own code execution gives. */
export const DEFAULT_DEADLINE = 30_000;
/** Milliseconds that an interrupted run gets to unwind, its `finally` blocks included, before its worker is replaced. */
const GRACE = 1_000;
/** The longest delay that browsers' timers take, in milliseconds (24.8 days). */
const LONGEST = 2 ** 31 - 1;

/** @throws InvalidOptionError unless `deadline` is a positive number of milliseconds, `Infinity` included */
export function checkDeadline(deadline: number): number {
  if (typeof deadline === 'number' && deadline > 0) return Math.min(deadline, LONGEST - GRACE);
  throw new InvalidOptionError(
    `The option \`deadline\` takes a positive number of milliseconds, not ${String(deadline)}.`,
  );
}

/**
 * Calls `onOverrun` when a run that was to be interrupted after `deadline` milliseconds is still going on: it holds code that never
 * looks up. Returns what calls it off.
 */
export function watchDeadline(deadline: number, onOverrun: () => void): () => void {
  const timer = setTimeout(onOverrun, deadline + GRACE);
  return () => clearTimeout(timer);
}
