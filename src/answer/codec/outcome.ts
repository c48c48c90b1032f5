import type { RunStatus } from '../../protocol.ts';

/** All of {@link Outcome}. */
export const OUTCOMES = ['OUTCOME_OK', 'OUTCOME_FAILED', 'OUTCOME_DEADLINE_EXCEEDED'] as const;
/**
 * How a run of code ended, as the Gemini API says it.
 *
 * @see https://ai.google.dev/api/caching#Outcome
 * @useDeclaredType
 */
export type Outcome = (typeof OUTCOMES)[number];

const OUTCOME_OF = {
  ok: 'OUTCOME_OK',
  error: 'OUTCOME_FAILED',
  timeout: 'OUTCOME_DEADLINE_EXCEEDED',
} as const satisfies Record<RunStatus, Outcome>;

/** Gives the status of a run of the sandbox in the words of the Gemini API. */
export function outcomeOf(status: RunStatus): Outcome {
  return OUTCOME_OF[status];
}

/** Unknown outcomes, which the API may add, count as failures. */
export function readOutcome(outcome: string | undefined): Outcome {
  return OUTCOMES.find((known) => known === outcome) ?? 'OUTCOME_FAILED';
}
