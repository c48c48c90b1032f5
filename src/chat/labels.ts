import { chat } from '../language/en/chat.ts';
import { fill, fillPlural } from '../language/fill.ts';
import { formatTenths } from '../language/formatSize.ts';
import type { EngineState } from './python/lazySandbox.ts';
import type { AutosaveProblem } from './storage/autosave.ts';
import { type CodeEntry, isRunning, type Restart, type Turn } from './transcript.ts';

/** Says what a running turn is doing. */
export function describeActivity(turn: Turn, engine: EngineState): string {
  const running = turn.entries.find(isRunning);
  if (running) return describeRun(running, engine);
  switch (turn.entries.at(-1)?.type) {
    case undefined:
    case 'status':
      return chat.waitingForModel;
    case 'thought':
      return chat.thinking;
    case 'text':
      return chat.writing;
    default:
      return chat.reading;
  }
}

/** Says what a code cell without a result is waiting for. */
export function describeRun({ userRequests, run }: CodeEntry, engine: EngineState): string {
  if (userRequests) return chat.waitingForUser;
  if (engine.state === 'ready') return run.state === 'running' && run.waits ? chat.waitingForRun : chat.running;
  return engine.state === 'failed' ? chat.notLoaded : chat.loading;
}

/** Says how a run ended, and whether it was undone. */
export function describeOutcome(entry: CodeEntry): string {
  const outcome = describeEnd(entry);
  return entry.run.state === 'ended' && entry.run.undone ? fill(chat.undone, { outcome }) : outcome;
}

function describeEnd({ run, userRequests }: CodeEntry): string {
  if (run.state === 'running') return userRequests ? chat.waitingForUser : chat.running;
  if (run.state === 'cut-off') return chat.notFinished;
  if (run.state === 'not-run') return chat.notRun;
  switch (run.outcome) {
    case 'OUTCOME_OK':
      if (run.recorded) return chat.ranBefore;
      return run.durationMs === undefined ? chat.done : fill(chat.ranIn, { duration: formatDuration(run.durationMs) });
    case 'OUTCOME_FAILED':
      return chat.failed;
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return chat.timedOut;
    default:
      return run.outcome satisfies never;
  }
}

/** Says what a run that broke Python has cost. */
export function describeRestart({ lostRuns, lostFiles }: Restart): string {
  if (lostRuns > 0) return fillPlural(chat.restartLostRuns, lostRuns);
  if (lostFiles) return chat.restartLostFiles;
  return chat.restart;
}

/**
 * Returns the words of a screen reader for a turn. It changes with the turn's stages, not with each character: the answer is read once, when it
 * is complete.
 */
export function describeAloud(turn: Turn | undefined, engine: EngineState): string {
  switch (turn?.status.state) {
    case undefined:
    case 'failed': // The error announces itself.
      return '';
    case 'running':
      return describeRequest(turn) ?? describeActivity(turn, engine);
    case 'stopped':
      return chat.stopped;
    case 'done':
      return turn.notebook ? '' : fill(chat.answer, { text: finalText(turn) });
  }
}

/** Says what the code asks the user, if it does. */
function describeRequest({ entries }: Turn): string | undefined {
  const request = entries.find(isRunning)?.userRequests?.[0];
  if (!request) return undefined;
  if (request.type === 'approval') return fill(chat.asksToCall, { tool: request.tool });
  const prompt = request.prompt.trim();
  return prompt === '' ? chat.waitsForLine : fill(chat.asks, { prompt });
}

/** Returns the text after the last code. */
function finalText(turn: Turn): string {
  const lastCode = turn.entries.findLastIndex((entry) => entry.type === 'code');
  const texts = turn.entries.slice(lastCode + 1).flatMap((entry) => (entry.type === 'text' ? [entry.text] : []));
  return texts.join('\n').trim() || chat.noText;
}

/** Formats milliseconds as `12 ms` or `3.4 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return fill(chat.milliseconds, { count: Math.max(1, Math.round(milliseconds)) });
  return fill(chat.seconds, { count: formatTenths(milliseconds / 1000) });
}

/** Tells the user what could not be saved or restored, and what to do. */
export const AUTOSAVE_PROBLEMS: Readonly<Record<AutosaveProblem['type'], string>> = chat;
