import { cell } from '../../language/en/cell.ts';
import { fill } from '../../language/fill.ts';

/** Gives the words for a match, from its groups. */
type Words = (...groups: string[]) => string;

/** What the sandbox puts in place of the middle of a text that is too long. */
const OMISSION = /\[\.\.\. ([\d,]+) characters (?:of output )?left out \.\.\.\]/g;

const ownWords = new Map<RegExp, Words>([
  [OMISSION, (count) => fill(cell.leftOut, { count: Number.parseInt(count?.replaceAll(',', '') ?? '', 10) })],
]);

/** Shows other words for sentences of the sandbox, which are for models and developers. @param pattern with the flag `g` */
export function showAs(pattern: RegExp, words: Words): void {
  ownWords.set(pattern, words);
}

/** Says in the user's language what the sandbox has added to a text. The model reads it in English. */
export function inOwnWords(text: string): string {
  let shown = text;
  for (const [pattern, words] of ownWords) shown = shown.replace(pattern, (_, ...groups) => words(...groups));
  return shown;
}
