import { exercise } from '../../language/en/embedded/exercise.ts';
import type { RunOptions } from '../../sandbox/options.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** What the checks of an exercise say. Code in the sandbox has a part in it: show it, but don't rely on it. */
export interface Verdict {
  /** Whether all checks passed. */
  passed: boolean;
  /** The part of the checks that passed, from 0 to 1. */
  score: number;
  /** What the checks that did not pass tell the learner. */
  messages: readonly string[];
}

/** The learner's program and what came of it, as checks see it. */
type Program = Pick<RunResult, 'stdout' | 'value'> & { code: string };

/** Characters of output that checks see. */
const MAX_OUTPUT = 1_000_000;

/** The verdict on a program that failed before it could be checked. */
export function failedVerdict(): Verdict {
  return { passed: false, score: 0, messages: [exercise.hasToRun] };
}

/** Runs the checks of an exercise beside the learner's session, one after the other. */
export async function runChecks(
  sandbox: Sandbox,
  checks: readonly string[],
  { code, stdout, value }: Program,
  options: Pick<RunOptions, 'signal' | 'timeout'>,
): Promise<Verdict> {
  const inputs = { learner_code: code, learner_output: stdout.slice(0, MAX_OUTPUT), learner_value: value ?? null };
  const results: RunResult[] = [];
  for (const check of checks) results.push(await sandbox.run(check, { ...options, inputs, aside: true }));
  for (const result of results) tellAuthor(result);
  const messages = results.map(messageOf).filter((message) => message !== undefined);
  const passed = checks.length - messages.length;
  // Several checks may fail of the same error.
  return { passed: messages.length === 0, score: passed / checks.length, messages: [...new Set(messages)] };
}

/** Says in the console what was no failed assertion: it may be a mistake of the check, and nothing tells that apart from one of the learner. */
function tellAuthor({ error }: RunResult): void {
  if (!error || error.type === 'AssertionError') return;
  console.warn(`A check of <glove-cell> ended with ${error.type}: ${error.message}. The learner is told so.`);
}

/** Returns what a check tells the learner: the message of its assertion, or the error of the learner's code that it called. */
export function messageOf({ status, error }: Pick<RunResult, 'status' | 'error'>): string | undefined {
  if (status === 'ok') return undefined;
  if (status === 'timeout' || !error) return exercise.timedOut;
  if (error.type === 'AssertionError') return error.message || exercise.notRight;
  return error.message === '' ? error.type : `${error.type}: ${error.message}`;
}
