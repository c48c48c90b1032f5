import type { Content } from '@google/genai';
import type { Interaction, Step } from './wire.ts';

/** Turns are followed by their ids for as long as a conversation is likely to go on. */
const MAX_REMEMBERED = 256;

/** A turn of a conversation: one interaction for the application, several for the server. */
export interface Turn {
  /** Of the server's interactions, in order. */
  ids: readonly string[];
  interaction: Interaction;
  /** Results of code that the server gets together with those of the application's functions. */
  held: readonly Step[];
  /** What the user has sent with files, in the whole conversation: later programs find them, under the same names. */
  files: readonly Content[];
}

/** Remembers the turns that were answered here, by the id of each of their interactions. */
export class Turns {
  readonly #byId = new Map<string, Turn>();

  remember(turn: Turn): void {
    for (const id of turn.ids) this.#byId.set(id, turn);
    const [oldest] = this.#byId.values();
    if (this.#byId.size > MAX_REMEMBERED && oldest) this.forget(oldest);
  }

  forget(turn: Turn): void {
    for (const id of turn.ids) this.#byId.delete(id);
  }

  get(id: string): Turn | undefined {
    return this.#byId.get(id);
  }
}
