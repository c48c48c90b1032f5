import { PARTIAL_ANSWERS } from '../answer/partialAnswer.ts';

/**
 * Gives the part of an answer that had arrived before it failed. A prompt with the option `resume` goes on from there.
 *
 * @param error with which `prompt()` or its stream rejected
 * @returns an object in the shape of Gemini's `GenerateContentResponse`; `undefined` if nothing had arrived
 * @example
 * ```ts
 * import { languageModel, partialAnswer, withLocalPython } from 'glovebox/built-in-model';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const session = await withLocalPython(languageModel(), { sandbox: () => Sandbox.create() }).create();
 * const ask = (resume?: object) => session.prompt('Plot a sine.', { codeExecution: { resume } });
 * const answer = await ask().catch((error) => ask(partialAnswer(error)));
 * ```
 */
export function partialAnswer(error: unknown): object | undefined {
  return PARTIAL_ANSWERS.endedBy(error);
}
