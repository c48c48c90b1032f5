/** Begins a terminal command. */
export const ESCAPE = '\x1b';
/** @see https://en.wikipedia.org/wiki/ANSI_escape_code#CSI */
const COLOURS = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]`, 'g');

/** Removes colour codes. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/** Applies carriage returns as a terminal does: progress bars overwrite their line. */
export function writeOver(text: string): string {
  return text.includes('\r') ? text.split('\n').map(lastState).join('\n') : text;
}

/** In one pass: code may write a line of any length. */
function lastState(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end -= 1;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

/** Gives the text in pieces as one who looks at a terminal reads it in the end. */
export function readTerminal(pieces: readonly string[]): readonly string[] {
  const isPlain = pieces.every((piece) => !piece.includes('\r') && !piece.includes(ESCAPE));
  return isPlain ? pieces : [withoutColours(writeOver(pieces.join('')))];
}
