import type { Display, OutputChunk } from '../protocol.ts';
import type { ApprovalRequest } from '../sandbox/tools/approval.ts';
import { chartIn } from '../viewer/chart.ts';

export type OutputPiece = Pick<OutputChunk, 'stream' | 'text'>;

/** Something that code displayed besides text output: a value, a table, a picture. */
export interface ShownDisplay extends Display {
  /** The number of output pieces before it. */
  readonly after: number;
}

/** A prompt of `input()` that waits for the user's answer. */
export interface InputRequest {
  readonly type: 'input';
  readonly prompt: string;
  /** Gives the code its line and shows it in the cell. Does nothing if the code has ended. */
  answer(line: string): void;
}

/** The user's decision on a call of a tool: this one, this one and all others of that tool in this run, or not this one. */
export type CallPermission = 'once' | 'run' | 'never';

/** A call of a tool that waits for the user's approval. Code chose the parameters. */
export interface ApprovalQuestion extends Pick<ApprovalRequest, 'tool' | 'description' | 'parameters'> {
  readonly type: 'approval';
  /** Does nothing if the code has ended. */
  answer(permission: CallPermission): void;
}

/** What code asks its user. */
export type UserRequest = InputRequest | ApprovalQuestion;

/** The output of code so far, ready to be drawn. */
export interface CellOutput {
  readonly output: readonly OutputPiece[];
  readonly displays?: readonly ShownDisplay[];
  /** The questions that wait for an answer, oldest first. Never empty. */
  readonly userRequests?: readonly UserRequest[];
  /** The time for which the code has waited for answers, until it ends. */
  readonly waited?: Waited;
}

/** Times in ms. */
interface Waited {
  /** For the questions that were answered. */
  readonly before: number;
  /** Since when a question waits, in the time of `performance.now()`. */
  readonly since?: number;
}

/** The number of characters that a cell shows: the last ones. */
export const MAX_SHOWN = 200_000;
const CUT_LINE = '… earlier output is not shown\n';

export function addOutput<Cell extends CellOutput>(cell: Cell, piece: OutputPiece): Cell {
  if (piece.text === '') return cell;
  const last = cell.output.at(-1);
  const follows = last?.stream === piece.stream && cell.displays?.at(-1)?.after !== cell.output.length;
  const output = follows
    ? [...cell.output.slice(0, -1), { ...last, text: last.text + piece.text }]
    : [...cell.output, piece];
  return within({ ...cell, output });
}

/** A display takes the place of the earlier one with its id. */
export function addDisplay<Cell extends CellOutput>(cell: Cell, display: Display): Cell {
  const { displays = [], output } = cell;
  const { displayId } = display;
  const before = displayId === undefined ? undefined : displays.find((earlier) => earlier.displayId === displayId);
  if (!before) return { ...cell, displays: [...displays, { ...display, after: output.length }] };
  const updated = { ...display, after: before.after };
  return { ...cell, displays: displays.map((earlier) => (earlier === before ? updated : earlier)) };
}

/** Returns the cell without what it has shown so far: `clear_output()`. */
export function clearOutput<Cell extends CellOutput>(cell: Cell): Cell {
  const { displays: _, ...rest } = cell;
  return { ...rest, output: [] } as unknown as Cell;
}

/** Returns the cell without questions, when its code has ended. */
export function withoutUserRequests<Cell extends CellOutput>(cell: Cell): Cell {
  const { userRequests: _, waited: __, ...rest } = cell;
  return rest as Cell;
}

/** Returns the cell with the questions that wait now. */
export function withUserRequests<Cell extends CellOutput>(cell: Cell, userRequests: readonly UserRequest[]): Cell {
  const before = waitedFor(cell);
  const rest = withoutUserRequests(cell);
  if (userRequests.length === 0) return { ...rest, waited: { before } };
  return { ...rest, userRequests, waited: { before, since: performance.now() } };
}

/** The time for which the code has waited for its user, in ms. */
export function waitedFor({ waited }: CellOutput): number {
  if (!waited) return 0;
  return waited.before + (waited.since === undefined ? 0 : performance.now() - waited.since);
}

/** Whether it has pictures, or charts, of which the model gets pictures. */
export function showsPictures({ displays = [] }: CellOutput): boolean {
  return displays.some(
    ({ data }) => chartIn(data) !== undefined || Object.keys(data).some((mimeType) => mimeType.startsWith('image/')),
  );
}

/** Returns output and displays in their order. */
export function inOrder({ output, displays = [] }: CellOutput): readonly (readonly OutputPiece[] | ShownDisplay)[] {
  const places = [0, ...displays.map(({ after }) => after), output.length];
  return [...displays, undefined].flatMap((display, index) => {
    const pieces = output.slice(places[index], places[index + 1]);
    return [...(pieces.length > 0 ? [pieces] : []), ...(display ? [display] : [])];
  });
}

/** Returns output and the plain text of displays in their order. */
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
    if (piece.text === CUT_LINE) continue;
    const text = piece.text.slice(-room);
    room -= text.length;
    kept.unshift({ ...piece, text });
  }
  return [{ stream: 'stderr', text: CUT_LINE }, ...kept];
}

function lengthOf(pieces: readonly OutputPiece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
}
