import type { Display, OutputChunk } from '../protocol.ts';

export type OutputPiece = Pick<OutputChunk, 'stream' | 'text'>;

/** Something that code showed beside what it wrote: a value, a table, a picture. */
export interface ShownDisplay extends Display {
  /** How many pieces of output came before it. */
  readonly after: number;
}

/** A prompt of `input()` that waits for the user's answer. */
export interface InputRequest {
  readonly prompt: string;
  /** Gives the code its line and shows it in the cell. Does nothing if the code has ended. */
  answer(line: string): void;
}

/** What code has given so far, ready to be drawn. */
export interface CellOutput {
  readonly output: readonly OutputPiece[];
  /** In order. */
  readonly displays?: readonly ShownDisplay[];
  /** What it waits for, the first to be asked first: never an empty list. */
  readonly inputRequests?: readonly InputRequest[];
}

/** Characters of output that a code cell keeps to show; what was written last counts most. */
export const MAX_SHOWN = 200_000;
const CUT_NOTE = '… earlier output is not shown\n';

/** The cell after its code has written more. */
export function addOutput<Cell extends CellOutput>(cell: Cell, piece: OutputPiece): Cell {
  if (piece.text === '') return cell;
  const last = cell.output.at(-1);
  const follows = last?.stream === piece.stream && cell.displays?.at(-1)?.after !== cell.output.length;
  const output = follows
    ? [...cell.output.slice(0, -1), { ...last, text: last.text + piece.text }]
    : [...cell.output, piece];
  return within({ ...cell, output });
}

/** The cell after its code has shown something. */
export function addDisplay<Cell extends CellOutput>(cell: Cell, display: Display): Cell {
  return { ...cell, displays: [...(cell.displays ?? []), { ...display, after: cell.output.length }] };
}

/** Whether pictures are among what the code showed. */
export function showsPictures({ displays = [] }: CellOutput): boolean {
  return displays.some(({ data }) => Object.keys(data).some((mimeType) => mimeType.startsWith('image/')));
}

/** What was written and shown, in the order in which it came. */
export function inOrder({ output, displays = [] }: CellOutput): readonly (readonly OutputPiece[] | ShownDisplay)[] {
  const places = [0, ...displays.map(({ after }) => after), output.length];
  return [...displays, undefined].flatMap((display, index) => {
    const pieces = output.slice(places[index], places[index + 1]);
    return [...(pieces.length > 0 ? [pieces] : []), ...(display ? [display] : [])];
  });
}

/** What was written, and the plain form of what was shown, in the order in which it came. */
export function plainText(cell: CellOutput): string {
  return inOrder(cell)
    .map((part) => {
      if (!('data' in part)) return part.map(({ text }) => text).join('');
      const text = part.data['text/plain'] ?? '';
      return text === '' || text.endsWith('\n') ? text : `${text}\n`;
    })
    .join('');
}

function within<Cell extends CellOutput>(cell: Cell): Cell {
  const { output, displays } = cell;
  const kept = keepLast(output);
  if (kept === output) return cell;
  const gone = output.length - kept.length;
  const moved = displays?.map((display) => ({ ...display, after: Math.max(0, display.after - gone) }));
  return { ...cell, output: kept, ...(moved && { displays: moved }) };
}

function keepLast(pieces: readonly OutputPiece[]): readonly OutputPiece[] {
  if (lengthOf(pieces) <= MAX_SHOWN) return pieces;
  let room = MAX_SHOWN;
  const kept: OutputPiece[] = [];
  for (const piece of pieces.toReversed()) {
    if (room <= 0) break;
    if (piece.text === CUT_NOTE) continue;
    const text = piece.text.slice(-room);
    room -= text.length;
    kept.unshift({ ...piece, text });
  }
  return [{ stream: 'stderr', text: CUT_NOTE }, ...kept];
}

function lengthOf(pieces: readonly OutputPiece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
}
