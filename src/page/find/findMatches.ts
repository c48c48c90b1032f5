import { foldText } from '../../text/foldText.ts';
import type { Passage } from './readText.ts';

/** Where a searched text is shown. */
export type Match = Readonly<Pick<StaticRange, 'startContainer' | 'startOffset' | 'endContainer' | 'endOffset'>>;

/** Finds all places of a text, without regard to case and accents. Places do not overlap. */
export function findMatches(passages: readonly Passage[], searched: string): Match[] {
  const wanted = foldText(searched).text;
  if (wanted.trim() === '') return [];
  return passages.flatMap((passage) => {
    const { text, placeOf } = foldText(passage.text);
    const matches: Match[] = [];
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
      const [start, end] = [placeIn(passage, placeOf(at)), placeIn(passage, placeOf(at + wanted.length) - 1)];
      matches.push({
        startContainer: start.node,
        startOffset: start.offset,
        endContainer: end.node,
        endOffset: end.offset + 1,
      });
    }
    return matches;
  });
}

/** Finds the node of a character, and its place there. */
function placeIn({ nodes }: Passage, index: number): { node: Text; offset: number } {
  const found = nodes.findLast(({ start }) => start <= index);
  if (!found) throw new RangeError(`There is no character ${index}.`);
  return { node: found.node, offset: index - found.start };
}
