import type { GenerateContentResponse } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';
import type { Progress } from './loop/progress.ts';

/** An answer that was interrupted, and can go on. */
export interface Interrupted {
  progress: Progress;
  /** The object that the sandbox of the request belongs to. */
  owner: object;
}

/** The parts of answers that had arrived before an error ended them, in the form of one API. */
export class PartialAnswers<Partial extends object, State> {
  readonly #source: string;
  readonly #byError = new WeakMap<object, Partial>();
  readonly #states = new WeakMap<object, State>();

  /** @param source the public function that gives them to applications */
  constructor(source: string) {
    this.#source = source;
  }

  /**
   * @param errors that the application may have
   * @param state with which the answer can go on; `undefined` if the application has stopped it
   */
  remember(errors: readonly unknown[], partial: Partial, state: State | undefined): void {
    for (const error of errors.filter(isObject)) this.#byError.set(error, partial);
    if (state !== undefined) this.#states.set(partial, state);
  }

  /** @returns `undefined` if nothing had arrived before the error */
  endedBy(error: unknown): Partial | undefined {
    return isObject(error) ? this.#byError.get(error) : undefined;
  }

  /** Gives what a partial answer goes on with. @throws InvalidOptionError if it can't go on */
  stateOf(partial: object): State {
    const state = this.#states.get(partial);
    if (state !== undefined) return state;
    throw new InvalidOptionError(
      `The option \`resume\` takes what ${this.#source} gave on this page, for an answer that failed. One that your app has stopped can't go on.`,
    );
  }
}

/** The partial answers of the loop. */
export const PARTIAL_ANSWERS = new PartialAnswers<GenerateContentResponse, Interrupted>('partialAnswer()');

/**
 * Gives the part of an answer that had arrived before it failed: text, code and results. A request with the option `resume` goes on from there
 * (see {@link LocalCodeExecution.resume}).
 *
 * @param error with which `generateContent`, or a chat, of a `withLocalPython` client rejected
 * @returns `undefined` if nothing had arrived
 * @example
 * ```ts
 * import { type LocalCodeExecution, partialAnswer } from 'glovebox';
 *
 * const ask = (resume?: LocalCodeExecution['resume']) =>
 *   ai.models.generateContent({ model, contents, config: { tools: [{ codeExecution: { resume } }] } });
 * const answer = await ask().catch((error) => ask(partialAnswer(error)));
 * ```
 */
export function partialAnswer(error: unknown): GenerateContentResponse | undefined {
  return PARTIAL_ANSWERS.endedBy(error);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
