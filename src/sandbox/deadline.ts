import { InvalidOptionError } from '../errors.ts';

/** Milliseconds that a run gets unless it says otherwise: what Gemini's own code execution gives. */
const DEFAULT_DEADLINE = 30_000;
/** Milliseconds that an interrupted run gets to unwind, its `finally` blocks included, before its worker is replaced. */
export const GRACE = 1_000;
/** The longest delay that browsers' timers take, in milliseconds (24.8 days). */
const LONGEST = 2 ** 31 - 1;

/** When a run is to end. */
export interface Deadline {
  /** From when Python starts on it; `Infinity` where only the signal counts. */
  milliseconds: number;
  signal: AbortSignal | undefined;
  /** Calls `onOverrun` when the run is still going on although its time is up: it holds code that never looks up. */
  watch(onOverrun: () => void): () => void;
}

/** @throws InvalidOptionError unless `deadline` is a positive number of milliseconds, `Infinity` included, or a signal */
export function deadlineOf(deadline: number | AbortSignal = DEFAULT_DEADLINE): Deadline {
  if (deadline instanceof AbortSignal)
    return { milliseconds: Number.POSITIVE_INFINITY, signal: deadline, watch: () => () => {} };
  if (typeof deadline === 'number' && deadline > 0)
    return { milliseconds: deadline, signal: undefined, watch: watchFor(deadline) };
  throw new InvalidOptionError(
    `The option \`deadline\` takes a positive number of milliseconds or an AbortSignal, not ${String(deadline)}.`,
  );
}

function watchFor(milliseconds: number): Deadline['watch'] {
  if (milliseconds + GRACE > LONGEST) return () => () => {};
  return (onOverrun) => {
    const timer = setTimeout(onOverrun, milliseconds + GRACE);
    return () => clearTimeout(timer);
  };
}
