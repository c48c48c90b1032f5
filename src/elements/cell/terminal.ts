/** Begins what a terminal is told between the text. */
export const ESCAPE = '\x1b';
const COLOURS = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]`, 'g');

/** The text alone, for want of whoever reads the colours. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/**
 * What a terminal would leave of lines that go back to their beginning, as progress bars do: what was written over is gone.
 */
export function writeOver(text: string): string {
  return text.includes('\r') ? text.replace(/[^\n]*\r(?=[^\n\r])/g, '').replaceAll('\r', '') : text;
}
