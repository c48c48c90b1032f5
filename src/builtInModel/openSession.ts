import { whenAborted } from '../async/abort.ts';
import { BuiltInModelError } from './errors.ts';
import type {
  Availability,
  AvailabilityOptions,
  CreateOptions,
  LanguageModelApi,
  ModelSession,
} from './languageModel.ts';

/** @param api `undefined` in browsers without a model */
export async function availabilityOf(
  api: LanguageModelApi | undefined,
  options?: AvailabilityOptions,
): Promise<Availability> {
  return api ? api.availability(options) : 'unavailable';
}

/**
 * Opens a session, which may download the model first. The signal ends the opening only.
 *
 * @throws BuiltInModelError if the browser gives no model
 * @throws the browser's own errors for invalid options, and the signal's reason
 */
export async function openSession(api: LanguageModelApi | undefined, options: CreateOptions): Promise<ModelSession> {
  if (!api) throw new BuiltInModelError('missing');
  const { expectedInputs, expectedOutputs } = options;
  const wanted = { ...(expectedInputs && { expectedInputs }), ...(expectedOutputs && { expectedOutputs }) };
  if ((await api.availability(wanted)) === 'unavailable') throw new BuiltInModelError('unavailable');
  // A signal that the browser gets would end the session later on, too.
  const opening = new AbortController();
  const done = whenAborted(options.signal, (reason) => opening.abort(reason));
  try {
    return await api.create({ ...options, signal: opening.signal });
  } catch (error) {
    if (isNamed(error, 'NotAllowedError')) throw new BuiltInModelError('needs-click', { cause: error });
    throw error;
  } finally {
    done();
  }
}

/** Whether the context window of the model is too small. */
export function isTooLong(error: unknown): boolean {
  return isNamed(error, 'QuotaExceededError');
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/**
 * Gives the browser's `LanguageModel`; `undefined` if it has none.
 *
 * @example
 * ```ts
 * import { languageModel } from 'glovebox/built-in-model';
 *
 * const availability = (await languageModel()?.availability()) ?? 'unavailable';
 * ```
 */
export function languageModel(): LanguageModelApi | undefined {
  return Reflect.get(globalThis, 'LanguageModel');
}
