/** Begins a terminal command. */
export const ESCAPE = '\x1b';
const COLOURS = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]`, 'g');

/** Removes colour codes, until the ANSI parser has loaded. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/** Applies carriage returns as a terminal does: progress bars overwrite their line. */
export function writeOver(text: string): string {
  return text.includes('\r') ? text.replace(/[^\n]*\r(?=[^\n\r])/g, '').replaceAll('\r', '') : text;
}
