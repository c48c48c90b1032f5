/** What editors ask the session about the name before the cursor. Places are counted in units of UTF-16, as text fields count them. */
import type { Introspection } from '../../sandbox/introspection.ts';

/** Gives the session's answers about names; `undefined` if Python is not ready for questions. */
export type AskPython = () => Promise<Introspection | undefined>;

/** The name before the cursor, with its owners. */
export const NAME_BEFORE = /[\p{L}\p{N}_.]+$/u;

/** The last part of a name, as far as it is written. */
export const NAME_PART = /^[\p{L}\p{N}_]*$/u;

/** Names that may take the place of the characters from `from` to `to`. */
export interface FoundNames {
  from: number;
  to: number;
  names: readonly string[];
}

/** @returns `undefined` if the session does not answer, for example because it was reset */
export async function findNames(
  introspection: Introspection,
  code: string,
  cursor: number,
): Promise<FoundNames | undefined> {
  const before = Array.from(code.slice(0, cursor));
  const found = await introspection.complete(code, before.length).catch(() => undefined);
  if (!found) return undefined;
  const characters = Array.from(code);
  const unitsBefore = (place: number) => characters.slice(0, place).join('').length;
  return { from: unitsBefore(found.start), to: unitsBefore(found.end), names: found.matches };
}

/**
 * Tells what the function takes with whose name the code ends, and what it is for.
 *
 * @returns its signature, and the first paragraph of its docstring; `undefined` if the session does not know it
 */
export async function describeCall(introspection: Introspection, code: string): Promise<string | undefined> {
  const text = await introspection.inspect(code).catch(() => undefined);
  if (text === undefined) return undefined;
  const [heading = '', , ...paragraphs] = text.split('\n\n');
  return [heading, paragraphs[0] ?? ''].join('\n').trim();
}

/** Whether the cursor is still between a bracket and its closing one, in the bracket's line. @param begin the place after the bracket */
export function isInBrackets(code: string, begin: number, cursor: number): boolean {
  if (cursor < begin) return false;
  let open = 1;
  for (const character of code.slice(begin, cursor)) {
    if (character === '\n') return false;
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
    if (open === 0) return false;
  }
  return true;
}
