import type { Dialect } from '../codec/dialect.ts';

/** What the API takes for a model. */
export interface Abilities {
  /** Whether the model can call functions. */
  callsFunctions: boolean;
  /** Whether a request may have both functions and Google's own tools, such as its search. */
  combinesTools: boolean;
  /** Whether a request may have a `systemInstruction`. */
  takesInstruction: boolean;
  pictures: Dialect['pictures'];
}

/** The words of an API for what a model does not take. */
export interface Refusal {
  message: RegExp;
  ability: 'callsFunctions' | 'combinesTools' | 'takesInstruction';
}

interface ApiAbilities {
  isVertex?: boolean | undefined;
  /** @default those of the Gemini API */
  refusals?: readonly Refusal[];
  /** What is the same for all models of the API. */
  known?: Partial<Abilities>;
}

/**
 * What the API takes for each model: what its name tells, or else what the newest models take. Remembers what the API has refused.
 */
export class ModelAbilities {
  readonly #isVertex: boolean;
  readonly #refusals: readonly Refusal[];
  readonly #known: Partial<Abilities>;
  readonly #learned = new Map<string, Partial<Abilities>>();

  constructor({ isVertex = false, refusals = REFUSALS, known = {} }: ApiAbilities = {}) {
    this.#isVertex = isVertex;
    this.#refusals = refusals;
    this.#known = known;
  }

  of(model: string): Abilities {
    return {
      callsFunctions: true,
      combinesTools: !this.#isVertex && combinesFunctionsWithBuiltInTools(model),
      takesInstruction: takesSystemInstruction(model),
      pictures: takesPicturesInResponses(model) ? 'inside' : 'beside',
      ...this.#known,
      ...this.#learned.get(model),
    };
  }

  /** @returns whether the error tells something new about the model, so that it can be asked in another way */
  learnFrom(error: unknown, model: string): boolean {
    if (!(error instanceof Error)) return false;
    const refused = this.#refusals.find(({ message }) => message.test(error.message))?.ability;
    if (refused === undefined || !this.of(model)[refused]) return false;
    this.learn(model, { [refused]: false });
    return true;
  }

  learn(model: string, abilities: Partial<Abilities>): void {
    this.#learned.set(model, { ...this.#learned.get(model), ...abilities });
  }
}

/**
 * The API's words for what a model does not take.
 *
 * @see https://github.com/BerriAI/litellm/issues/10313 functions
 * @see https://github.com/google/adk-python/issues/134 functions beside Google's own tools, before Gemini 3
 * @see https://github.com/googleapis/js-genai/issues/1768 functions beside them in the Interactions API
 * @see https://github.com/googleapis/dotnet-genai/issues/248 functions beside them on Vertex AI
 * @see https://github.com/MaKTaiL/gemini-srt-translator/issues/101 instructions
 */
const REFUSALS: readonly Refusal[] = [
  { message: /Function calling is not enabled/, ability: 'callsFunctions' },
  { message: /Tool use with function calling is unsupported/, ability: 'combinesTools' },
  { message: /Multiple tools are supported only when they are all search tools/, ability: 'combinesTools' },
  { message: /include_server_side_tool_invocations/, ability: 'combinesTools' },
  { message: /Developer instruction is not enabled/, ability: 'takesInstruction' },
];

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

/** Only the Gemini API supports that. @see https://ai.google.dev/gemini-api/docs/tool-combination */
function combinesFunctionsWithBuiltInTools(model: string): boolean {
  return generationOf(model) >= 3;
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

/** Gemma takes an instruction from its fourth generation on. */
function takesSystemInstruction(model: string): boolean {
  const [, generation] = /(?:^|\/)gemma-(\d+)/.exec(model) ?? [];
  return generation === undefined || Number(generation) >= 4;
}
