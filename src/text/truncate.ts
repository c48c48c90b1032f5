/**
 * Shortens a text to about `limit` characters. Keeps the head and the tail, with a line between them that tells a model how much is
 * missing.
 *
 * @param pieces of the text, in order. The missing part is never joined: many megabytes of it would hold the page up.
 */
export function truncatePieces(pieces: readonly string[], limit: number): string {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length <= limit) return pieces.join('');
  const half = Math.floor(limit / 2);
  // One more character shows whether a surrogate pair would be split.
  const start = take(pieces, half + 1).join('');
  const end = take(pieces.toReversed(), half + 1)
    .reverse()
    .join('');
  const head = start.slice(0, splitAt(start, half));
  const tail = end.slice(splitAt(end, end.length - half));
  return `${head}\n${omission(length - head.length - tail.length)}\n${tail}`;
}

/** Characters of the line that tells how much is missing, at most. */
const MAX_OMISSION = 100;

/** Shortens a text as {@link truncatePieces} does. A text that was shortened so in the sandbox already is not shortened again. */
export function truncate(text: string, limit: number): string {
  return text.length <= limit + MAX_OMISSION ? text : truncatePieces([text], limit);
}

/** The line that tells how much is missing. */
export function omission(characters: number): string {
  return `[... ${characters.toLocaleString('en')} characters of output left out ...]`;
}

/** The first pieces, as many as it takes to have `length` characters. */
function take(pieces: readonly string[], length: number): string[] {
  let left = length;
  const end = pieces.findIndex((piece) => {
    left -= piece.length;
    return left <= 0;
  });
  return pieces.slice(0, end + 1);
}

/** A place at or before `index` that splits no surrogate pair. */
function splitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}
