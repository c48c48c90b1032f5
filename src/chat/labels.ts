import type { EngineState } from './python/lazySandbox.ts';
import type { AutosaveProblem } from './storage/autosave.ts';
import { type CodeEntry, isRunning, type Restart, type Turn } from './transcript.ts';

const WAITING_FOR_USER = 'Waiting for your answer';

/** Says what a running turn is doing. */
export function describeActivity(turn: Turn, engine: EngineState): string {
  const running = turn.entries.find(isRunning);
  if (running) return describeRun(running, engine);
  switch (turn.entries.at(-1)?.type) {
    case undefined:
    case 'status':
      return 'Waiting for the model…';
    case 'thought':
      return 'The model is thinking…';
    case 'text':
      return 'The model is writing…';
    default:
      return 'The model is reading the output…';
  }
}

/** Says what a code cell without a result is waiting for. */
export function describeRun({ userRequests }: CodeEntry, engine: EngineState): string {
  if (userRequests) return WAITING_FOR_USER;
  if (engine.state === 'ready') return 'Running…';
  return engine.state === 'failed' ? 'Python could not be loaded' : 'Waiting for Python to load…';
}

/** Says how a run ended. */
export function describeOutcome({ run, userRequests }: CodeEntry): string {
  if (run.state === 'running') return userRequests ? WAITING_FOR_USER : 'Running…';
  if (run.state === 'cut-off') return 'Not finished';
  if (run.state === 'not-run') return 'Not run yet';
  switch (run.outcome) {
    case 'OUTCOME_OK':
      return run.durationMs === undefined ? 'Done' : `Ran in ${formatDuration(run.durationMs)}`;
    case 'OUTCOME_FAILED':
      return 'Failed';
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return 'Timed out';
    default:
      return run.outcome satisfies never;
  }
}

/** Says what a run that broke Python has cost. */
export function describeRestart({ lostRuns, lostFiles }: Restart): string {
  if (lostRuns > 0) {
    const runs = lostRuns === 1 ? 'the run before it' : `${lostRuns} earlier runs`;
    return `Python was restarted. The variables and files of ${runs} are lost.`;
  }
  if (lostFiles) return 'Python was restarted as it was before this run, without the files sent since then.';
  return 'Python was restarted as it was before this run.';
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
      return 'Stopped.';
    case 'done':
      return turn.notebook ? '' : `Answer: ${finalText(turn)}`;
  }
}

/** Says what the code asks the user, if it does. */
function describeRequest({ entries }: Turn): string | undefined {
  const request = entries.find(isRunning)?.userRequests?.[0];
  if (!request) return undefined;
  if (request.type === 'approval') return `The code asks to call ${request.tool}.`;
  const prompt = request.prompt.trim();
  return prompt === '' ? 'The code is waiting for a line of text.' : `The code asks: ${prompt}`;
}

/** Returns the text after the last code. */
function finalText(turn: Turn): string {
  const lastCode = turn.entries.findLastIndex((entry) => entry.type === 'code');
  const texts = turn.entries.slice(lastCode + 1).flatMap((entry) => (entry.type === 'text' ? [entry.text] : []));
  return texts.join('\n').trim() || 'no text.';
}

/** Formats milliseconds as `12 ms` or `3.4 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Tells the user what could not be saved or restored, and what to do. */
export const AUTOSAVE_PROBLEMS: Readonly<Record<AutosaveProblem['type'], string>> = {
  'conversation-unreadable':
    'The conversation saved in this browser is damaged and could not be restored. You can start a new one.',
  'conversation-not-saved':
    'This conversation could not be saved in this browser and will be lost when you reload or close the tab. Save it to a file, or delete other conversations to make room.',
  'page-part-missing':
    'This conversation is not saved yet, because a part of this page could not be loaded. Check your connection. It will be saved with your next question.',
  'python-not-restored':
    'The variables and files of this conversation could not be restored. Python starts afresh: run the code again.',
  'python-not-saved':
    'Python’s variables and files could not be saved in this browser and will be lost when you reload or close the tab. The conversation stays. Delete other conversations to make room.',
  'file-without-python':
    'The file contains the conversation without Python’s variables and files: they could not be saved.',
  'limits-not-applied':
    'The new limits apply to your next conversation: the variables of this one could not be carried over.',
  'preferences-not-saved':
    'Your settings and notes apply, but could not be saved in this browser. They will be lost when you reload or close the tab.',
};
