import type { Script, ScriptedTurn } from './script.ts';

/** A turn and its place in the script, from 0. */
export interface PlacedTurn {
  turn: ScriptedTurn;
  index: number;
}

/** Keeps the place in a script, whichever API is asked. */
export class ScriptPlayer {
  readonly script: Script;
  /** As often as each is to be played. */
  readonly #turns: readonly PlacedTurn[];
  #played = 0;

  constructor(script: Script) {
    this.script = script;
    this.#turns = script.turns.flatMap((turn, index) => Array(turn.times ?? 1).fill({ turn, index }));
  }

  get turnsLeft(): number {
    return this.#turns.length - this.#played;
  }

  /** The turn that answers the next request, or undefined at the end of the script. */
  next(): PlacedTurn | undefined {
    if (this.script.repeat && this.turnsLeft === 0) this.#played = 0;
    return this.#turns[this.#played];
  }

  /** Leaves the turn behind: it has answered. */
  advance(): void {
    this.#played += 1;
  }
}
