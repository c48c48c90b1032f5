import type { CodeLanguage } from '../answer/codec/languages.ts';
import { type Outcome, outcomeOf } from '../answer/codec/outcome.ts';
import type { AnswerProgress } from '../answer/events.ts';
import { isNetworkFailure } from '../errors.ts';
import { chat } from '../language/en/chat.ts';
import { fill } from '../language/fill.ts';
import type { RunResult } from '../sandbox/result.ts';
import {
  addDisplay,
  addOutput,
  type CellOutput,
  clearOutput,
  showsPictures,
  waitedFor,
  withoutUserRequests,
} from './cellOutput.ts';
import { apiErrorMessage } from './errors/apiErrorMessage.ts';

/** Where a notebook comes from. Nobody has read the code of a link before it is opened. */
export type NotebookOrigin = 'scratchpad' | 'file' | 'link';

/** One question and its answer so far, ready to be drawn; or a notebook of the user. */
export interface Turn {
  readonly id: number;
  /** The title, if the turn is a notebook. */
  readonly question: string;
  /** Set if the turn is a notebook: its entries are cells, which the user edits and runs. */
  readonly notebook?: NotebookOrigin;
  /** The host of the page with the link that it was opened from, if it is known. */
  readonly from?: string;
  readonly files: readonly File[];
  readonly entries: readonly Entry[];
  readonly status: TurnStatus;
  readonly model?: string;
  readonly totalTokens?: number;
  readonly finishReason?: string;
  /** Set if the API blocked the question. */
  readonly blockReason?: string;
}

type TurnStatus = { state: 'running' } | EndedStatus;
export type EndedStatus =
  | { state: 'done' }
  /** `undone`: Python is as it was before the question. */
  | { state: 'stopped'; undone?: true }
  | { state: 'failed'; error: unknown };

export type Entry = TextEntry | StatusEntry | CodeEntry | ImageEntry;

export interface TextEntry {
  readonly type: 'text' | 'thought';
  readonly text: string;
  /** The cell of a notebook: unique among its entries. */
  readonly id?: number;
}

/** A message about the progress of the answer. */
export interface StatusEntry {
  readonly type: 'status';
  readonly text: string;
  /** When the model is asked again, in ms since 1970. */
  readonly until?: number;
}

export interface CodeEntry extends CellOutput {
  readonly type: 'code';
  readonly id: number;
  readonly language: CodeLanguage;
  readonly code: string;
  readonly run: RunStatus;
}

/**
 * `not-run` is a cell of a notebook. `waits` is a run whose turn has not come. `cut-off` is one without a result: it, or its answer, was stopped or
 * failed. `recorded` is a result from a file: the code has not run in this browser. `undone`: Python is as it was before the run.
 */
type RunStatus =
  | { state: 'not-run' }
  | { state: 'running'; waits?: true }
  | { state: 'ended'; outcome: Outcome; durationMs?: number; restart?: Restart; recorded?: true; undone?: true }
  | { state: 'cut-off' };

/** The run broke Python, which was restored to an earlier state. */
export interface Restart {
  /** How many earlier runs lost their variables and files. */
  readonly lostRuns: number;
  /** Whether files are lost that the user had just added. */
  readonly lostFiles: boolean;
}

/** How a run ended. */
type RunEnd = Omit<Extract<AnswerProgress, { type: 'result' }>, 'type' | 'id'>;

export interface ImageEntry {
  readonly type: 'image';
  readonly mimeType: string;
  /** Base64, as the API sends it. */
  readonly data: string;
}

export function startTurn(id: number, question: string, files: readonly File[] = []): Turn {
  return { id, question, files, entries: [], status: { state: 'running' } };
}

/** Returns the turn after an event. A turn that has ended does not change. */
export function addEvent(turn: Turn, event: AnswerProgress): Turn {
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
    case 'display': {
      const { type: _, id, ...display } = event;
      return changeCode(turn, id, (entry) => addDisplay(entry, display));
    }
    case 'clear-output':
      return changeCode(turn, event.id, clearOutput);
    case 'result':
      return changeCode(turn, event.id, (entry) => endCode(entry, event));
    case 'image':
      // The display has shown it already.
      if (turn.entries.some((entry) => entry.type === 'code' && entry.id === event.id && showsPictures(entry)))
        return turn;
      return { ...turn, entries: [...turn.entries, { type: 'image', mimeType: event.mimeType, data: event.data }] };
    case 'usage':
      return event.total.totalTokenCount === undefined ? turn : { ...turn, totalTokens: event.total.totalTokenCount };
    case 'retry':
      return { ...turn, entries: [...withoutRetry(turn.entries), retryStatus(event)] };
    case 'escalate':
      return { ...turn, entries: [...turn.entries, escalation(event.reason)] };
    case 'fallback':
    case 'decision':
    case 'tool-call':
    case 'file':
      return turn;
    case 'turn-end':
      return addEnd(turn, event);
    default:
      return event satisfies never;
  }
}

/** Adds a message about the progress of the answer. @param replaced the message whose place it takes, if that is the latest */
export function addNote(turn: Turn, text: string, replaced?: string): Turn {
  if (turn.status.state !== 'running') return turn;
  const last = turn.entries.at(-1);
  const before = last?.type === 'status' && last.text === replaced ? turn.entries.slice(0, -1) : turn.entries;
  return { ...turn, entries: [...before, { type: 'status', text }] };
}

/** Ends a turn. Its entries stay; code that is still running counts as cut off. */
export function endTurn(turn: Turn, status: EndedStatus): Turn {
  if (turn.status.state !== 'running') return turn;
  // Nothing is asked again any more.
  const entries = withoutRetry(turn.entries).map((entry) => (isRunning(entry) ? cutOff(entry) : entry));
  return { ...turn, entries, status };
}

export function isCode(entry: Entry): entry is CodeEntry {
  return entry.type === 'code';
}

/** Whether it is code whose run has begun. */
export function hasRun(entry: Entry): boolean {
  return isCode(entry) && entry.run.state !== 'not-run';
}

export function isRunning(entry: Entry | undefined): entry is CodeEntry {
  return entry?.type === 'code' && entry.run.state === 'running';
}

/** Returns code whose run was undone after it had ended. */
export function markUndone(entry: CodeEntry): CodeEntry {
  return entry.run.state === 'ended' ? { ...entry, run: { ...entry.run, undone: true } } : entry;
}

/** Returns code whose run was stopped. */
export function cutOff(entry: CodeEntry): CodeEntry {
  return { ...withoutUserRequests(entry), run: { state: 'cut-off' } };
}

function addEnd(turn: Turn, { finishReason, blockReason }: Extract<AnswerProgress, { type: 'turn-end' }>): Turn {
  return {
    ...turn,
    ...(finishReason !== undefined && { finishReason }),
    ...(blockReason !== undefined && { blockReason }),
  };
}

function addText(entries: readonly Entry[], type: TextEntry['type'], text: string): readonly Entry[] {
  if (text === '') return entries;
  const last = entries.at(-1);
  if (last?.type !== type) return [...entries, { type, text }];
  return [...entries.slice(0, -1), { type, text: last.text + text }];
}

function escalation(reason: string): StatusEntry {
  return { type: 'status', text: fill(chat.continuedAtGoogle, { reason }) };
}

function retryStatus({ attempt, delayMs, reason }: Extract<AnswerProgress, { type: 'retry' }>): StatusEntry {
  const happened = isNetworkFailure(reason) ? chat.notReached : chat.noUsableAnswer;
  const text = fill(happened, { attempt, reason: apiErrorMessage(reason).replace(/\.?$/, '.') });
  return { type: 'status', text, until: Date.now() + delayMs };
}

/** Only the latest of several attempts in a row is shown. */
function withoutRetry(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.at(-1);
  return last?.type === 'status' && last.until !== undefined ? entries.slice(0, -1) : entries;
}

export function startCode({ id, language, code }: { id: number; language: CodeLanguage; code: string }): CodeEntry {
  return { type: 'code', id, language, code, output: [], run: { state: 'running' } };
}

/** Returns the turn with a change in one of its cells. A turn that has ended does not change. */
export function changeCode(turn: Turn, id: number, change: (entry: CodeEntry) => CodeEntry): Turn {
  if (turn.status.state !== 'running') return turn;
  const entries = turn.entries.map((entry) => (entry.type === 'code' && entry.id === id ? change(entry) : entry));
  return { ...turn, entries };
}

function endCode(entry: CodeEntry, result: RunEnd): CodeEntry {
  const { outcome, durationMs } = result;
  const restart = restartOf(result);
  const run = {
    state: 'ended',
    outcome,
    // What the user thinks about is no time of the code.
    ...(durationMs !== undefined && { durationMs: Math.max(0, durationMs - waitedFor(entry)) }),
    ...(restart && { restart }),
  } as const;
  const ended: CodeEntry = { ...withoutUserRequests(entry), run };
  // The last line tells the model about the restart; the user has a message of the page.
  const output = restart ? result.output.replace(/[^\n]*\n?$/, '') : result.output;
  // Google's servers stream no output: the result has all of it.
  if (ended.output.length === 0 && !ended.displays)
    return addOutput(ended, { stream: outcome === 'OUTCOME_OK' ? 'stdout' : 'stderr', text: output });
  if (outcome === 'OUTCOME_DEADLINE_EXCEEDED' && !restart)
    return addOutput(ended, { stream: 'stderr', text: missingLastLine(ended, output) });
  return ended;
}

/** Returns the code after a run of the user. */
export function endOwnRun(entry: CodeEntry, { status, ...result }: RunResult): CodeEntry {
  return endCode(entry, { outcome: outcomeOf(status), ...result });
}

function restartOf({ recovery }: RunEnd): Restart | undefined {
  return recovery?.undone ? { lostRuns: recovery.lostRuns.length, lostFiles: recovery.lostFiles } : undefined;
}

/** Returns the line that the result adds to what the code wrote, such as what happened to the variables after a timeout. */
function missingLastLine(entry: CodeEntry, output: string): string {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const seen = entry.output.map((piece) => piece.text).join('');
  if (seen.includes(line)) return '';
  return seen.endsWith('\n') ? `${line}\n` : `\n${line}\n`;
}
