import type { EngineState } from './engine.ts';
import { type CodeEntry, isRunning, type Turn } from './transcript.ts';

/** What a turn is busy with, in the reader's words. */
export function describeActivity(turn: Turn, engine: EngineState): string {
  if (turn.entries.some(isRunning)) return describeRun(engine);
  switch (turn.entries.at(-1)?.type) {
    case undefined:
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
export function describeRun(engine: EngineState): string {
  if (engine.state === 'ready') return 'Running…';
  return engine.state === 'failed' ? 'Python could not be loaded' : 'Waiting for Python to load…';
}

/** How a run went, in words. */
export function describeOutcome({ run }: CodeEntry): string {
  if (run.state === 'running') return 'Running…';
  if (run.state === 'cut-off') return 'Not finished';
  switch (run.outcome) {
    case 'OUTCOME_OK':
      return run.durationMs === undefined ? 'Done' : `Ran in ${describeDuration(run.durationMs)}`;
    case 'OUTCOME_FAILED':
      return 'Failed';
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return 'Stopped at the deadline';
    default:
      return run.outcome satisfies never;
  }
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
      return describeActivity(turn, engine);
    case 'stopped':
      return 'Stopped.';
    case 'done':
      return `Answer: ${finalText(turn)}`;
  }
}

/** The text after the last code: the answer proper. */
function finalText(turn: Turn): string {
  const lastCode = turn.entries.findLastIndex((entry) => entry.type === 'code');
  const texts = turn.entries.slice(lastCode + 1).flatMap((entry) => (entry.type === 'text' ? [entry.text] : []));
  return texts.join('\n').trim() || 'no text.';
}

/** Such as `12 ms` or `3.4 s`. */
function describeDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

const MEGABYTE = 1_000_000;

/** Such as `5.2 of 13.4 MB`. The digits before the point never shift: both numbers have one decimal. */
export function describeBytes({ loaded, total }: { loaded: number; total: number }): string {
  return `${(loaded / MEGABYTE).toFixed(1)} of ${(total / MEGABYTE).toFixed(1)} MB`;
}
