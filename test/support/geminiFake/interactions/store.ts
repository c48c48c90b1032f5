import type { RecordedCall } from '../calls.ts';
import type { CreateRequest } from './request/schema.ts';
import type { Step } from './steps.ts';

/** What `get` tells of an interaction, and the answer to an unary `create`. */
export interface InteractionResource {
  id?: string | undefined;
  status: string;
  steps?: Step[] | undefined;
  [name: string]: unknown;
}

export interface StoredInteraction {
  id: string;
  /** The call that created it. */
  call: RecordedCall;
  request: CreateRequest;
  input: readonly Step[];
  /** Its answer when it is complete. */
  resource: InteractionResource;
  /** The events of its answer, without the last, `done`. */
  events: readonly object[];
  /** How many more times `get` must ask until it is complete: 0 if it is. */
  getsToGo: number;
}

/** The interactions of one script, by id. */
export class InteractionStore {
  readonly #interactions = new Map<string, StoredInteraction>();

  add(interaction: StoredInteraction): void {
    this.#interactions.set(interaction.id, interaction);
  }

  /** Nothing is kept of an answer that the client did not wait for, unless it was made in the background. */
  find(id: string | undefined): StoredInteraction | undefined {
    const found = id === undefined ? undefined : this.#interactions.get(id);
    return found?.call.aborted && !found.request.background ? undefined : found;
  }

  delete(id: string): void {
    this.#interactions.delete(id);
  }

  /** The interaction and those that it continues, the first of them first. Ends at one that was deleted. */
  chainOf(interaction: StoredInteraction | undefined): StoredInteraction[] {
    if (!interaction) return [];
    return [...this.chainOf(this.find(interaction.request.previous_interaction_id)), interaction];
  }
}

/** Whether one that the interaction continues has been deleted. */
export function isTorn([first]: readonly StoredInteraction[]): boolean {
  return first?.request.previous_interaction_id !== undefined;
}

export function stepsOf(chain: readonly StoredInteraction[]): Step[] {
  return chain.flatMap(({ input, resource }) => [...input, ...(resource.steps ?? [])]);
}
