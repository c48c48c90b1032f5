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
 * Finds all words of a query, in any order and case.
 *
 * @returns the first word's match; `undefined` if a word is missing
 */
export function search(text: string, query: string): Excerpt | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const folded = text.toLowerCase();
  const [first] = words;
  if (first === undefined || !words.every((word) => folded.includes(word))) return undefined;
  const start = folded.indexOf(first);
  const end = start + first.length;
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
