import type { Turn } from './turns.ts';

/** The conversation that a model is asked to go on with. The last turn is the user's. */
export interface Asked {
  instruction: string;
  turns: readonly Turn[];
}

/** Tells the model, at the end of its instruction. */
const LEFT_OUT = 'The beginning of this conversation was left out, because it is too long for you.';

/**
 * Leaves out the older half of the turns before the current question, then the older half of the programs and results after it.
 *
 * @returns `undefined` if only the question and the latest result are left
 */
export function leaveOutOldest({ instruction, turns }: Asked): Asked | undefined {
  const question = turns.findLastIndex(({ role, isResult }) => role === 'user' && !isResult);
  const isTold = instruction.endsWith(LEFT_OUT);
  const told = isTold ? instruction : [instruction, LEFT_OUT].filter((text) => text !== '').join('\n\n');
  if (question > 0) return { instruction: told, turns: turns.slice(nextQuestion(turns, Math.ceil(question / 2))) };
  // Each program has its result right after it.
  const steps = turns.slice(question + 1);
  const dropped = Math.ceil((steps.length / 2 - 1) / 2) * 2;
  return dropped > 0
    ? { instruction: told, turns: [...turns.slice(0, question + 1), ...steps.slice(dropped)] }
    : undefined;
}

/** A conversation begins with a question. */
function nextQuestion(turns: readonly Turn[], from: number): number {
  return turns.findIndex(({ role, isResult }, index) => index >= from && role === 'user' && !isResult);
}
