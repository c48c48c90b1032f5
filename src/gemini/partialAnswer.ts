import type { GenerateContentResponse, Interactions } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';
import type { Hops } from './interactions/hops.ts';
import type { Progress } from './loop/progress.ts';

/** An answer that was interrupted, and can go on. */
export interface Interrupted {
  progress: Progress;
  /** The object that the sandbox of the request belongs to. */
  owner: object;
}

/** An interaction that was interrupted, and can go on. */
interface InterruptedInteraction {
  answer: GenerateContentResponse;
  /** The interactions with the server so far. */
  hops: Hops;
  /** The number of the contents of its question. */
  contents: number;
}

/** Partial answers, by the error that ended them. */
const PARTIAL = new WeakMap<object, GenerateContentResponse>();
const PARTIAL_INTERACTIONS = new WeakMap<object, object>();
/** Answers that can go on, by what had arrived. */
const INTERRUPTED = new WeakMap<object, Interrupted>();
const INTERRUPTED_INTERACTIONS = new WeakMap<object, InterruptedInteraction>();

/**
 * Gives the part of an answer that had arrived before it failed: text, code and results. A request with the option `resume` goes on from there
 * (see {@link LocalCodeExecution.resume}).
 *
 * @param error with which `generateContent`, or a chat, of a `withLocalPython` client rejected
 * @returns `undefined` if nothing had arrived
 */
export function partialAnswer(error: unknown): GenerateContentResponse | undefined {
  return isObject(error) ? PARTIAL.get(error) : undefined;
}

/**
 * Gives the part of an interaction that had arrived before it failed, with the status `incomplete`. A request with the option `resume` goes on
 * from there (see {@link LocalCodeExecution.resume}).
 *
 * @param error with which `interactions.create()`, or its stream, of a `withLocalPython` client rejected; or the `error` event of the stream
 * @returns `undefined` if nothing had arrived
 */
export function partialInteraction(error: unknown): Interactions.Interaction | undefined {
  return isObject(error) ? (PARTIAL_INTERACTIONS.get(error) as Interactions.Interaction | undefined) : undefined;
}

/**
 * @param answer the part that had arrived
 * @param interrupted with which it can go on; `undefined` if the application has stopped it
 */
export function rememberPartialAnswer(
  error: unknown,
  answer: GenerateContentResponse,
  interrupted: Interrupted | undefined,
): void {
  if (!isObject(error)) return;
  PARTIAL.set(error, answer);
  if (interrupted) INTERRUPTED.set(answer, interrupted);
}

/** @param errors that the application may have: the error, or the event in its place */
export function rememberPartialInteraction(
  errors: readonly unknown[],
  interaction: object,
  interrupted: InterruptedInteraction,
): void {
  for (const error of errors.filter(isObject)) PARTIAL_INTERACTIONS.set(error, interaction);
  INTERRUPTED_INTERACTIONS.set(interaction, interrupted);
}

/** Gives what a partial answer goes on with. @throws InvalidOptionError if it can't go on */
export function interruptedBy(partial: object): Interrupted {
  return INTERRUPTED.get(partial) ?? refuse('partialAnswer()');
}

/** Gives what a partial interaction goes on with. @throws InvalidOptionError if it can't go on */
export function interruptedInteraction(partial: object): InterruptedInteraction {
  return INTERRUPTED_INTERACTIONS.get(partial) ?? refuse('partialInteraction()');
}

function refuse(source: string): never {
  throw new InvalidOptionError(
    `The option \`resume\` takes what ${source} gave on this page, for an answer that failed. One that your app has stopped can't go on.`,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
