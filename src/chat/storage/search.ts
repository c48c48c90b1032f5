import { foldText } from '../../text/foldText.ts';
import { isCode, type Turn } from '../transcript.ts';

/** Characters on either side of the match. */
const AROUND = 60;

/** A match with the text around it. */
export interface Excerpt {
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

/** Returns the text of a conversation to search: questions, answers and code, but no output. */
export function searchableText(turns: readonly Turn[]): string {
  const texts = turns.flatMap(({ question, entries }) => [
    question,
    ...entries.flatMap((entry) => {
      if (isCode(entry)) return [entry.code];
      return entry.type === 'text' ? [entry.text] : [];
    }),
  ]);
  return texts.join('\n');
}

/**
 * Finds all words of a query, in any order, without regard to case and accents.
 *
 * @returns where they are together, or the first word's match; `undefined` if a word is missing
 */
export function search(text: string, query: string): Excerpt | undefined {
  const phrase = foldText(query).text.trim();
  const words = phrase.split(' ').filter(Boolean);
  const folded = foldText(text);
  const [first] = words;
  if (first === undefined || !words.every((word) => folded.text.includes(word))) return undefined;
  const found = folded.text.includes(phrase) ? phrase : first;
  const index = folded.text.indexOf(found);
  const [start, end] = [folded.placeOf(index), folded.placeOf(index + found.length)];
  return {
    before:
      start > AROUND ? `…${flat(text.slice(start - AROUND, start).replace(/^\S*\s/, ''))}` : flat(text.slice(0, start)),
    found: flat(text.slice(start, end)),
    after: `${flat(text.slice(end, end + AROUND))}${end + AROUND < text.length ? '…' : ''}`,
  };
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
