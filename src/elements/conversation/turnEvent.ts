import type { TurnChange } from '../../chat/live/changeTurns.ts';

/** The user wants something of a question that was asked before. Bubbles out of shadow roots. */
export class TurnEvent extends Event {
  constructor(readonly change: TurnChange) {
    super('glove-turn', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-turn': TurnEvent;
  }
}
