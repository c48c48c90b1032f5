import type { RecordedCall } from '../calls.ts';
import type { CreateRequest } from './request/schema.ts';
import type { Step } from './steps.ts';

/** An interaction as the API sends it, whole. */
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
  /** The events of its stream, without the last, `done`. */
  events: readonly object[];
  /** How many more calls of `get` it takes until the interaction is complete. */
  getsToGo: number;
}

/** The interactions of one script, by id. */
export class InteractionStore {
  readonly #interactions = new Map<string, StoredInteraction>();

  add(interaction: StoredInteraction): void {
    this.#interactions.set(interaction.id, interaction);
  }

  /** Finds an interaction that is stored. One that the client did not wait for is not, unless it was made in the background. */
  find(id: string | undefined): StoredInteraction | undefined {
    const found = id === undefined ? undefined : this.#interactions.get(id);
    return found?.call.aborted && !found.request.background ? undefined : found;
  }

  delete(id: string): void {
    this.#interactions.delete(id);
  }

  /** Returns the interaction and those that it continues, the oldest first, back to one that was deleted. */
  chainOf(interaction: StoredInteraction | undefined): StoredInteraction[] {
    if (!interaction) return [];
    return [...this.chainOf(this.find(interaction.request.previous_interaction_id)), interaction];
  }
}

/** Whether an interaction of the chain was deleted. */
export function isTorn([first]: readonly StoredInteraction[]): boolean {
  return first?.request.previous_interaction_id !== undefined;
}

export function stepsOf(chain: readonly StoredInteraction[]): Step[] {
  return chain.flatMap(({ input, resource }) => [...input, ...(resource.steps ?? [])]);
}
