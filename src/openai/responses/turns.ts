import type { Content } from '@google/genai';
import { TurnsById } from '../../answer/loop/turnsById.ts';
import type { Item, ResponseObject } from './wire.ts';

/** Outputs of programs to remember. */
const MAX_REMEMBERED = 256;

/** A turn of a conversation: one response for the application, several for the server. */
export interface Turn {
  /** Of the server's responses, in order. */
  ids: readonly string[];
  response: ResponseObject;
  /** The programs whose results the server gets together with those of the application's functions. */
  held: readonly Item[];
  /** What the user has sent with files, in the whole conversation: later programs find them, under the same names. */
  files: readonly Content[];
  /** The object that the sandbox of the conversation belongs to. */
  chat: object;
}

/** Remembers the turns that were answered here, and the outputs of their programs, which items have only if they are asked for. */
export class Turns extends TurnsById<Turn> {
  readonly #outputs = new Map<string, readonly Item[]>();

  rememberOutputs(outputs: ReadonlyMap<string, readonly Item[]>): void {
    for (const [id, output] of outputs) this.#outputs.set(id, output);
    const [oldest] = this.#outputs.keys();
    if (this.#outputs.size > MAX_REMEMBERED && oldest !== undefined) this.#outputs.delete(oldest);
  }

  /** Adds the outputs that are known to items that lack them. */
  withOutputs(items: readonly Item[]): Item[] {
    return items.map((item) => {
      const outputs = Array.isArray(item.outputs) ? undefined : this.#outputs.get(String(item.id));
      return outputs ? { ...item, outputs } : item;
    });
  }
}
