import { InvalidOptionError } from '../errors.ts';

/** Milliseconds that a run gets unless it says otherwise: what Gemini's own code execution gives. */
const DEFAULT_DEADLINE = 30_000;
/** Milliseconds that an interrupted run gets to unwind, its `finally` blocks included, before its worker is replaced. */
export const GRACE = 1_000;

/** When a run is to end: one of the two, the other never comes. */
export interface Deadline {
  /** From when Python starts on it, without those in which a person answers `input()`; `Infinity` where only the signal counts. */
  milliseconds: number;
  /** The page's own clock, which nothing here can pause. */
  signal: AbortSignal | undefined;
}

/** @throws InvalidOptionError unless `deadline` is a positive number of milliseconds, `Infinity` included, or a signal */
export function deadlineOf(deadline: number | AbortSignal = DEFAULT_DEADLINE): Deadline {
  if (deadline instanceof AbortSignal) return { milliseconds: Number.POSITIVE_INFINITY, signal: deadline };
  if (typeof deadline === 'number' && deadline > 0) return { milliseconds: deadline, signal: undefined };
  throw new InvalidOptionError(
    `The option \`deadline\` takes a positive number of milliseconds or an AbortSignal, not ${String(deadline)}.`,
  );
}
