import { abortable } from '../async/abort.ts';
import { InvalidOptionError } from '../errors.ts';
import type { CodeLanguage } from './codec/languages.ts';

/** A program that the model wants to run. */
export interface ProposedProgram {
  /** The one of the code's events. Counts up from 1 in each answer. */
  id: number;
  /** The number of the answer, as in its events. */
  answer?: number;
  language: CodeLanguage;
  code: string;
  /** Present if it would run in the option `fallback`, which may not be sealed off, and not in the sandbox. */
  place?: 'fallback';
}

/**
 * What happens to a program: it runs as it is (`'run'`), it doesn't run and the model is told the reason (`refuse`, empty for none), or other
 * code in the same language runs in its place, and the model is told which (`code`).
 */
export type RunDecision = 'run' | { refuse: string } | { code: string };

/** Decides on each program before it runs. `signal` aborts with the request. */
export type BeforeRun = (
  program: ProposedProgram,
  options: { signal: AbortSignal },
) => RunDecision | Promise<RunDecision>;

/** The result of a program that was not run. */
interface Refusal {
  outcome: 'OUTCOME_FAILED';
  output: string;
  isRefused: true;
}

interface Deciding {
  beforeRun: BeforeRun | undefined;
  signal: AbortSignal | undefined;
  onDecision?: (decision: RunDecision) => void;
}

/**
 * Runs a program as its application decides. The code in the history stays the model's own: its call is signed, and has been shown by then.
 * So the result tells which code ran in its place.
 *
 * @throws the signal's reason if `signal` aborts while the decision is open
 */
export async function runAsDecided<Result extends { output: string }>(
  program: ProposedProgram,
  { beforeRun, signal, onDecision }: Deciding,
  run: (code: string) => Promise<Result>,
): Promise<Result | Refusal> {
  if (!beforeRun) return run(program.code);
  const decision = await decide(beforeRun, program, signal);
  onDecision?.(decision);
  if (decision === 'run') return run(program.code);
  if ('refuse' in decision) return refusal(decision.refuse);
  const result = await run(decision.code);
  return { ...result, output: `${describeChange(decision.code)}${result.output}` };
}

/** Asks the application. Its errors are refusals, and are reported as uncaught ones, since the answer goes on. */
async function decide(
  beforeRun: BeforeRun,
  program: ProposedProgram,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunDecision> {
  try {
    signal.throwIfAborted();
    return checkDecision(await abortable(Promise.resolve(beforeRun(program, { signal })), signal));
  } catch (error) {
    signal.throwIfAborted();
    reportError(error);
    return { refuse: 'The check before the run failed.' };
  }
}

/** @throws InvalidOptionError */
function checkDecision(decision: unknown): RunDecision {
  if (decision === 'run') return decision;
  if (typeof decision === 'object' && decision !== null) {
    if ('refuse' in decision && typeof decision.refuse === 'string') return { refuse: decision.refuse };
    if ('code' in decision && typeof decision.code === 'string') return { code: decision.code };
  }
  throw new InvalidOptionError(
    "The option `beforeRun` takes a function that gives 'run', { refuse: 'a reason' } or { code: 'a program' }, or a promise of one.",
  );
}

function refusal(reason: string): Refusal {
  const because = reason === '' ? '' : ` ${reason.trim()}`;
  return { outcome: 'OUTCOME_FAILED', output: `This code was refused, and was not run.${because}\n`, isRefused: true };
}

function describeChange(code: string): string {
  return `This code was changed before it ran. The code that ran:\n${code.replace(/\n*$/, '\n')}Its output:\n`;
}
