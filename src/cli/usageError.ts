/** What the caller got wrong. */
export class UsageError extends Error {}
