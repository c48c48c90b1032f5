/** Bytes to which an interpreter's memory may grow unless the sandbox says otherwise: 2 GiB. */
export const DEFAULT_MEMORY_LIMIT = 2 * 1024 ** 3;
/** The least that Python itself needs to start: 64 MiB. */
export const LEAST_MEMORY_LIMIT = 64 * 1024 ** 2;

/** Characters of output that the model is shown of one run: 64 KiB. */
export const MODEL_OUTPUT_LIMIT = 64 * 1024;
/** Characters of output that the page is given of one run: 10 MiB. */
export const PAGE_OUTPUT_LIMIT = 10 * 1024 ** 2;

/** Displays that are kept of one run. */
export const MOST_DISPLAYS = 100;
/** Characters of all displays of one run together, base64 included: 64 MiB. */
export const DISPLAY_LIMIT = 64 * 1024 ** 2;

/**
 * Shortens a text to about `limit` characters: the head and the tail are kept, and a line between them that a model can read says how
 * much was left out.
 */
export function keepHeadAndTail(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  const head = text.slice(0, splitAt(text, half));
  const tail = text.slice(splitAt(text, text.length - half));
  return `${head}\n${omission(text.length - head.length - tail.length)}\n${tail}`;
}

export function omission(characters: number): string {
  return `[... ${characters.toLocaleString('en')} characters of output left out ...]`;
}

/** A place at or before `index` where no surrogate pair is split. */
function splitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}
