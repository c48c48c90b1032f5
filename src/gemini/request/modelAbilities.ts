/**
 * Reads the generation of a Gemini model from its name: 2 for `gemini-2.5-flash`. Names without one, such as `gemini-flash-latest` and those
 * of tuned models, count as the newest. So do other series with numbers of their own, such as `gemini-robotics-er-1.6`.
 */
function generationOf(model: string): number {
  const [, major] = /(?:^|\/)gemini-(?:live-)?(\d+)/.exec(model) ?? [];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major);
}

/**
 * Whether pictures may be part of a function's response. Models before Gemini 3 refuse that.
 *
 * @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal
 */
export function takesPicturesInResponses(model: string): boolean {
  return generationOf(model) >= 3;
}

/**
 * Whether the first call of each turn must be sent back with its thought signature. From Gemini 3 on.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function signsCalls(model: string): boolean {
  return generationOf(model) >= 3;
}

/**
 * Whether a request may have both functions and Google's own tools, such as its search. Only the Gemini API supports that.
 *
 * @see https://ai.google.dev/gemini-api/docs/tool-combination
 */
export function combinesFunctionsWithBuiltInTools(model: string, isVertex: boolean): boolean {
  return !isVertex && generationOf(model) >= 3;
}

/**
 * Whether the functions of a Live model may keep it waiting, or may not. All others take both.
 *
 * @see https://ai.google.dev/gemini-api/docs/live-tools
 */
export function liveBehaviorsOf(model: string): readonly ('BLOCKING' | 'NON_BLOCKING')[] {
  if (model.includes('-live-extended-thinking')) return ['NON_BLOCKING'];
  return /gemini-3\.1-flash-live/.test(model) ? ['BLOCKING'] : ['BLOCKING', 'NON_BLOCKING'];
}

/**
 * Whether a request may have a `systemInstruction`. Gemma takes one from its fourth generation on. For earlier ones the API answers
 * `Developer instruction is not enabled for models/gemma-3-27b-it`.
 */
export function takesSystemInstruction(model: string): boolean {
  const [, generation] = /(?:^|\/)gemma-(\d+)/.exec(model) ?? [];
  return generation === undefined || Number(generation) >= 4;
}
