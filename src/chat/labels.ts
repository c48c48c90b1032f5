import type { EngineState } from './python/lazySandbox.ts';
import type { AutosaveProblem } from './storage/autosave.ts';
import { type CodeEntry, isRunning, type Restart, type Turn } from './transcript.ts';

const WAITING_FOR_USER = 'Waiting for your answer';

/** What a turn is busy with, in the reader's words. */
export function describeActivity(turn: Turn, engine: EngineState): string {
  const running = turn.entries.find(isRunning);
  if (running) return describeRun(running, engine);
  switch (turn.entries.at(-1)?.type) {
    case undefined:
    case 'note':
      return 'Waiting for the model…';
    case 'thought':
      return 'The model is thinking…';
    case 'text':
      return 'The model is writing…';
    default:
      return 'The model is reading the output…';
  }
}

/** What a code cell that has no result yet is waiting for. */
export function describeRun({ inputRequests }: CodeEntry, engine: EngineState): string {
  if (inputRequests) return WAITING_FOR_USER;
  if (engine.state === 'ready') return 'Running…';
  return engine.state === 'failed' ? 'Python could not be loaded' : 'Waiting for Python to load…';
}

/** How a run went, in words. */
export function describeOutcome({ run, inputRequests }: CodeEntry): string {
  if (run.state === 'running') return inputRequests ? WAITING_FOR_USER : 'Running…';
  if (run.state === 'cut-off') return 'Not finished';
  switch (run.outcome) {
    case 'OUTCOME_OK':
      return run.durationMs === undefined ? 'Done' : `Ran in ${describeDuration(run.durationMs)}`;
    case 'OUTCOME_FAILED':
      return 'Failed';
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return 'Timed out';
    default:
      return run.outcome satisfies never;
  }
}

/** What became of Python where a run broke it. */
export function describeRestart({ lostRuns, stateLost }: Restart): string {
  if (lostRuns > 0) {
    const runs = lostRuns === 1 ? 'the run before it' : `${lostRuns} earlier runs`;
    return `Python was restarted: variables and files of ${runs} are gone.`;
  }
  if (stateLost) return 'Python was restarted as it was before this run, without the files that were sent since.';
  return 'Python was restarted as it was before this run.';
}

/**
 * What a screen reader is told about a turn. It changes with the turn's stages, not with every character: the answer is read out
 * once, when it is whole.
 */
export function describeAloud(turn: Turn | undefined, engine: EngineState): string {
  switch (turn?.status.state) {
    case undefined:
    case 'failed': // The error announces itself.
      return '';
    case 'running':
      return describeRequest(turn) ?? describeActivity(turn, engine);
    case 'stopped':
      return 'Stopped.';
    case 'done':
      return `Answer: ${finalText(turn)}`;
  }
}

/** What the code asks, where it waits for an answer. */
function describeRequest({ entries }: Turn): string | undefined {
  const prompt = entries.find(isRunning)?.inputRequests?.[0]?.prompt.trim();
  if (prompt === undefined) return undefined;
  return prompt === '' ? 'The code is waiting for a line of text.' : `The code asks: ${prompt}`;
}

/** The text after the last code: the answer proper. */
function finalText(turn: Turn): string {
  const lastCode = turn.entries.findLastIndex((entry) => entry.type === 'code');
  const texts = turn.entries.slice(lastCode + 1).flatMap((entry) => (entry.type === 'text' ? [entry.text] : []));
  return texts.join('\n').trim() || 'no text.';
}

/** Such as `12 ms` or `3.4 s`. */
export function describeDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What could not be kept, or not be brought back, and what to do: for the reader. */
export function describeKeepingProblem({ type }: AutosaveProblem): string {
  switch (type) {
    case 'conversation-unreadable':
      return 'The conversation that this browser kept is damaged and could not be brought back. You can start a new one.';
    case 'conversation-not-kept':
      return 'This conversation could not be kept in this browser: it is gone when you reload or close the tab. Save it to a file, or delete other conversations to make room.';
    case 'page-part-missing':
      return 'This conversation is not kept yet: a part of this page could not be loaded. Check the connection. The conversation is kept with your next question.';
    case 'python-not-restored':
      return 'The variables and files of this conversation could not be brought back. Python starts afresh: ask the model to run again what you need.';
    case 'python-not-kept':
      return 'Python’s variables and files could not be kept in this browser: they are gone when you reload or close the tab. The conversation stays. Deleting other conversations makes room.';
    case 'python-not-saved':
      return 'The file has the conversation without Python’s variables and files: they could not be saved.';
    case 'limits-not-applied':
      return 'The new limits take effect in the next conversation: the variables of this one could not be carried over.';
    case 'preferences-not-kept':
      return 'Settings and notes are as you chose, but could not be kept in this browser: they are gone when you reload or close the tab.';
    default:
      return type satisfies never;
  }
}
