/**
 * The generation of a Gemini model, by its name: 2 for `gemini-2.5-flash`. Names that say nothing of it, such as `gemini-flash-latest`
 * or that of a tuned model, are taken for the newest. So are those of other series, which count for themselves: `gemini-robotics-er-1.6`.
 */
function generationOf(model: string): number {
  const [, major] = /(?:^|\/)gemini-(?:live-)?(\d+)/.exec(model) ?? [];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major);
}

/**
 * Whether pictures may be part of a function's response. Before Gemini 3 that is refused.
 *
 * @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal
 */
export function takesPicturesInResponses(model: string): boolean {
  return generationOf(model) >= 3;
}

/**
 * Whether the first call of each turn has to bring back the thought signature that it came with. From Gemini 3 on.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function signsCalls(model: string): boolean {
  return generationOf(model) >= 3;
}

/**
 * Whether functions may be declared beside tools that Google runs, such as its search. Only the Gemini API can do it.
 *
 * @see https://ai.google.dev/gemini-api/docs/tool-combination
 */
export function combinesFunctionsWithBuiltInTools(model: string, isVertex: boolean): boolean {
  return !isVertex && generationOf(model) >= 3;
}

/**
 * Whether a request may have a `systemInstruction`. Gemma takes one from its fourth generation on: before that the API answers
 * `Developer instruction is not enabled for models/gemma-3-27b-it`.
 */
export function takesSystemInstruction(model: string): boolean {
  const [, generation] = /(?:^|\/)gemma-(\d+)/.exec(model) ?? [];
  return generation === undefined || Number(generation) >= 4;
}
