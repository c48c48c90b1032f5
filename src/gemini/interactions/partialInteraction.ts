import type { GenerateContentResponse, Interactions } from '@google/genai';
import { PartialAnswers } from '../../answer/partialAnswer.ts';
import type { Hops } from './hops.ts';
import type { Interaction } from './wire.ts';

/** An interaction that was interrupted, and can go on. */
interface InterruptedInteraction {
  answer: GenerateContentResponse;
  /** The interactions with the server so far. */
  hops: Hops;
  /** The number of the contents of its question. */
  contents: number;
}

export const PARTIAL_INTERACTIONS = new PartialAnswers<Interaction, InterruptedInteraction>('partialInteraction()');

/**
 * Gives the part of an interaction that had arrived before it failed, with the status `incomplete`. A request with the option `resume` goes on
 * from there (see {@link LocalCodeExecution.resume}).
 *
 * @param error with which `interactions.create()`, or its stream, of a `withLocalPython` client rejected; or the `error` event of the stream
 * @returns `undefined` if nothing had arrived
 * @example
 * ```ts
 * import { partialInteraction } from 'glovebox';
 *
 * try {
 *   await ai.interactions.create({ model, input: 'Count.', tools: [{ type: 'code_execution' }] });
 * } catch (error) {
 *   console.log(partialInteraction(error)?.steps);
 * }
 * ```
 */
export function partialInteraction(error: unknown): Interactions.Interaction | undefined {
  return PARTIAL_INTERACTIONS.endedBy(error) as Interactions.Interaction | undefined;
}
