/** The names that a text may become, and the place of that text in the code, in characters. */
export type Completion = { matches: string[]; start: number; end: number };

/**
 * Whether code can run as it is (`'complete'`), goes on in another line (`'incomplete'`), with `indent` at its beginning, or has an error of
 * syntax (`'invalid'`).
 */
export type Completeness = { status: 'complete' | 'incomplete' | 'invalid'; indent?: string };
