import type { FinishReason, Language } from '@google/genai';
import type { AnswerEvent } from '../gemini/events.ts';
import type { Outcome, OutputChunk } from '../protocol.ts';

/** One question and what has come of it so far, ready to be drawn. */
export interface Turn {
  readonly id: number;
  readonly question: string;
  /** What was sent along with the question. */
  readonly files: readonly File[];
  readonly entries: readonly Entry[];
  readonly status: TurnStatus;
  readonly model?: string;
  readonly totalTokens?: number;
  readonly finishReason?: FinishReason;
}

export type TurnStatus = { state: 'running' } | EndedStatus;
export type EndedStatus = { state: 'done' } | { state: 'stopped' } | { state: 'failed'; error: unknown };

export type Entry = TextEntry | CodeEntry | ImageEntry;

export interface TextEntry {
  readonly type: 'text' | 'thought';
  readonly text: string;
}

export interface CodeEntry {
  readonly type: 'code';
  readonly id: number;
  readonly language: Language;
  readonly code: string;
  readonly output: readonly OutputPiece[];
  readonly run: RunStatus;
}

/** `cut-off` is a run whose answer was stopped or failed before its result came. */
export type RunStatus =
  | { state: 'running' }
  | { state: 'ended'; outcome: Outcome; durationMs?: number }
  | { state: 'cut-off' };

type ResultEvent = Extract<AnswerEvent, { type: 'result' }>;

export type OutputPiece = Pick<OutputChunk, 'stream' | 'text'>;

export interface ImageEntry {
  readonly type: 'image';
  readonly mimeType: string;
  /** Base64, as the API sends it. */
  readonly data: string;
}

/** Characters of output that a code cell keeps to show; what was written last counts most. */
export const MOST_SHOWN = 200_000;
const CUT_NOTE = '… earlier output is not shown\n';

export function startTurn(id: number, question: string, files: readonly File[] = []): Turn {
  return { id, question, files, entries: [], status: { state: 'running' } };
}

/** The turn after one more event. Nothing that has ended changes again. */
export function addEvent(turn: Turn, event: AnswerEvent): Turn {
  if (turn.status.state !== 'running') return turn;
  switch (event.type) {
    case 'turn-start':
      return { ...turn, model: event.model };
    case 'text-delta':
      return { ...turn, entries: addText(turn.entries, 'text', event.text) };
    case 'thought-delta':
      return { ...turn, entries: addText(turn.entries, 'thought', event.text) };
    case 'code':
      return { ...turn, entries: [...turn.entries, startCode(event)] };
    case 'output-delta':
      return changeCode(turn, event.id, (entry) => addOutput(entry, { stream: event.stream, text: event.text }));
    case 'result':
      return changeCode(turn, event.id, (entry) => endCode(entry, event));
    case 'image':
      return { ...turn, entries: [...turn.entries, { type: 'image', mimeType: event.mimeType, data: event.data }] };
    case 'usage':
      return event.usage.totalTokenCount === undefined ? turn : { ...turn, totalTokens: event.usage.totalTokenCount };
    case 'turn-end':
      return event.finishReason === undefined ? turn : { ...turn, finishReason: event.finishReason };
    default:
      return event satisfies never;
  }
}

/** Ends a turn and keeps everything that had arrived; code that was still running was cut off. */
export function endTurn(turn: Turn, status: EndedStatus): Turn {
  if (turn.status.state !== 'running') return turn;
  const entries = turn.entries.map((entry) => (isRunning(entry) ? cutOff(entry) : entry));
  return { ...turn, entries, status };
}

export function isRunning(entry: Entry | undefined): entry is CodeEntry {
  return entry?.type === 'code' && entry.run.state === 'running';
}

function cutOff(entry: CodeEntry): CodeEntry {
  return { ...entry, run: { state: 'cut-off' } };
}

function addText(entries: readonly Entry[], type: TextEntry['type'], text: string): readonly Entry[] {
  if (text === '') return entries;
  const last = entries.at(-1);
  if (last?.type !== type) return [...entries, { type, text }];
  return [...entries.slice(0, -1), { type, text: last.text + text }];
}

function startCode({ id, language, code }: { id: number; language: Language; code: string }): CodeEntry {
  return { type: 'code', id, language, code, output: [], run: { state: 'running' } };
}

function changeCode(turn: Turn, id: number, change: (entry: CodeEntry) => CodeEntry): Turn {
  const entries = turn.entries.map((entry) => (entry.type === 'code' && entry.id === id ? change(entry) : entry));
  return { ...turn, entries };
}

function addOutput(entry: CodeEntry, piece: OutputPiece): CodeEntry {
  if (piece.text === '') return entry;
  const last = entry.output.at(-1);
  const output =
    last?.stream === piece.stream
      ? [...entry.output.slice(0, -1), { ...last, text: last.text + piece.text }]
      : [...entry.output, piece];
  return { ...entry, output: keepLast(output) };
}

function endCode(entry: CodeEntry, { outcome, output, durationMs }: ResultEvent): CodeEntry {
  const run = { state: 'ended', outcome, ...(durationMs !== undefined && { durationMs }) } as const;
  const ended: CodeEntry = { ...entry, run };
  // Nothing streams from Google's servers: there, the result is all there is.
  if (ended.output.length === 0)
    return addOutput(ended, { stream: outcome === 'OUTCOME_OK' ? 'stdout' : 'stderr', text: output });
  if (outcome === 'OUTCOME_DEADLINE_EXCEEDED')
    return addOutput(ended, { stream: 'stderr', text: unseenNote(ended, output) });
  return ended;
}

/** The line that a result adds below what the code wrote, such as what became of the variables at a deadline. */
function unseenNote(entry: CodeEntry, output: string): string {
  const note = output.trimEnd().split('\n').at(-1) ?? '';
  const seen = entry.output.map((piece) => piece.text).join('');
  if (seen.includes(note)) return '';
  return seen.endsWith('\n') ? `${note}\n` : `\n${note}\n`;
}

function keepLast(pieces: readonly OutputPiece[]): readonly OutputPiece[] {
  if (lengthOf(pieces) <= MOST_SHOWN) return pieces;
  let room = MOST_SHOWN;
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
