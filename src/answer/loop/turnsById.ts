/** Turns are followed by their ids for as long as a conversation is likely to go on. */
const MAX_REMEMBERED = 256;

/** Remembers the turns that were answered here, by each id that the server has for them. */
export class TurnsById<Turn extends { ids: readonly string[] }> {
  readonly #byId = new Map<string, Turn>();

  remember(turn: Turn): void {
    for (const id of turn.ids) this.#byId.set(id, turn);
    const [oldest] = this.#byId.values();
    if (this.#byId.size > MAX_REMEMBERED && oldest) this.forget(oldest);
  }

  forget(turn: Turn): void {
    for (const id of turn.ids) this.#byId.delete(id);
  }

  get(id: unknown): Turn | undefined {
    return typeof id === 'string' ? this.#byId.get(id) : undefined;
  }
}
