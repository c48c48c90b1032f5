import type { Behaviors } from '../../behaviors.ts';
import type { GeminiModel } from '../../models.ts';
import type { Step } from '../steps.ts';
import type { StoredInteraction } from '../store.ts';
import type { CreateRequest } from './schema.ts';

/** A request to create an interaction, with its history. */
export interface AskedInteraction {
  request: CreateRequest;
  /** Of an agent: the newest. */
  model: GeminiModel;
  behaviors: Behaviors;
  /** The interaction that this one continues. */
  previous: StoredInteraction | undefined;
  /** The steps of all interactions that this one continues, the oldest first. */
  history: readonly Step[];
  /** The steps of the request's own input. */
  input: readonly Step[];
}

export function isStored({ store }: CreateRequest): boolean {
  return store !== false;
}

/** The functions that the request declares. */
export function functionNames({ tools = [] }: CreateRequest): string[] {
  return tools.flatMap((tool) => (tool.type === 'function' ? (tool.name ?? '') : []));
}

/** The types of the tools that the server runs. */
export function serverTools({ tools = [] }: CreateRequest): string[] {
  return tools.flatMap(({ type }) => (type === 'function' ? [] : type));
}

/** The calls that no result answers yet. */
export function unanswered(steps: readonly Step[]): Step[] {
  const calls = new Map<string | undefined, Step>();
  for (const step of steps) {
    if (step.type === 'function_call') calls.set(step.id, step);
    else if (step.type === 'function_result') calls.delete(step.call_id);
  }
  return [...calls.values()];
}
