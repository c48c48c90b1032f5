import type { Content } from '@google/genai';
import { blocksOf, type Interaction, type Step } from './wire.ts';

/** A turn of a conversation: one interaction for the application, several for the server. */
export interface Turn {
  /** Of the server's interactions, in order. */
  ids: readonly string[];
  interaction: Interaction;
  /** The programs whose results the server gets together with those of the application's functions. */
  held: readonly Step[];
  /** What the user has sent with files, in the whole conversation: later programs find them, under the same names. */
  files: readonly Content[];
  /** The object that the sandbox of the conversation belongs to. */
  chat: object;
}

/**
 * Gives the programs that the latest interaction called for, and then their results with their pictures: the server lacks these if it also
 * called functions of the application.
 *
 * @param latest the steps of that interaction
 * @param steps of the whole turn, as the application gets them
 */
export function programsOf(latest: readonly Step[], steps: readonly Step[]): Step[] {
  const calls = latest.flatMap(({ type, id }) => (type === 'function_call' ? id : []));
  const programs = steps.filter(({ type, id }) => type === 'code_execution_call' && calls.includes(id));
  const results = steps.filter((step, index) => {
    const result = isMadeByCode(step) ? steps[index - 1] : step;
    return result?.type === 'code_execution_result' && calls.includes(result.call_id);
  });
  return [...programs, ...results];
}

/** Whether a step has nothing but pictures, and files, which are named. */
function isMadeByCode({ type, content }: Step): boolean {
  return (
    type === 'model_output' && blocksOf(content).every((block) => block.type === 'image' || 'display_name' in block)
  );
}
