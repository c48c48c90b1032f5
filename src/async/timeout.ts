import { InvalidOptionError } from '../errors.ts';

/** Milliseconds that a run gets unless it says otherwise: what Gemini's own code execution gives. */
const DEFAULT_TIMEOUT = 30_000;
/** Milliseconds that an interrupted run gets to unwind, its `finally` blocks included, before its worker is replaced. */
export const GRACE = 1_000;

/** When a run is to end: one of the two, the other never comes. */
export interface Timeout {
  /** From when Python starts on it, without those in which a person answers `input()`; `Infinity` where only the signal counts. */
  milliseconds: number;
  /** The page's own clock, which nothing here can pause. */
  signal: AbortSignal | undefined;
}

/** @throws InvalidOptionError unless `timeout` is a positive number of milliseconds, `Infinity` included, or a signal */
export function timeoutOf(timeout: number | AbortSignal = DEFAULT_TIMEOUT): Timeout {
  if (timeout instanceof AbortSignal) return { milliseconds: Number.POSITIVE_INFINITY, signal: timeout };
  if (typeof timeout === 'number' && timeout > 0) return { milliseconds: timeout, signal: undefined };
  throw new InvalidOptionError(
    `The option \`timeout\` takes a positive number of milliseconds or an AbortSignal, not ${String(timeout)}.`,
  );
}
