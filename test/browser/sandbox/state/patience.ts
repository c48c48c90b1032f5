/** Milliseconds within which idle work must be done, on a machine that does much else. */
export const PATIENCE = 50_000;
