/** The names that a text may become, and the place of that text in the code, in characters. */
export type Completion = { matches: string[]; start: number; end: number };

/**
 * Whether code can run as it is (`'complete'`), goes on in another line (`'incomplete'`), with `indent` at its beginning, or has an error of
 * syntax (`'invalid'`).
 */
export type Completeness = { status: 'complete' | 'incomplete' | 'invalid'; indent?: string };

/** A variable of a session. Code chose all of its texts. */
export type Variable = {
  name: string;
  /** The name of its type, such as `DataFrame`. */
  type: string;
  /** Its length along each dimension: `[3]` for a list of three, `[3, 2]` for a table of three rows. Missing if it has none. */
  shape?: number[];
  /** The beginning of its value, at most 120 characters. Empty if it can't be told without running code of the user's classes. */
  preview: string;
};

/** Variables in the order of their definition: the last 500, and how many there are before them. */
export type VariableList = { variables: Variable[]; omitted: number };

/** A package that is installed in a session. */
export type InstalledPackage = { name: string; version: string };
