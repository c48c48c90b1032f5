import { isJsonObject } from '../text/parseJson.ts';

/** Tokens of a response, in the server's own words. */
export type Usage = Record<string, unknown>;

/** Adds the usage of a further request to that of an answer. */
export function addUsage(before: Usage | undefined, hop: unknown): Usage | undefined {
  if (!isJsonObject(hop)) return before;
  if (!before) return hop;
  const added: Usage = { ...before };
  for (const [name, value] of Object.entries(hop)) {
    const earlier = before[name];
    if (typeof value === 'number' && typeof earlier === 'number') added[name] = earlier + value;
    else added[name] = isJsonObject(value) && isJsonObject(earlier) ? addUsage(earlier, value) : value;
  }
  return added;
}

/** Reads a number of tokens that came over the wire. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
