import type { AnswerState } from '../../chat/conversation.ts';
import type { Session } from '../../chat/session.ts';
import { GloveErrorEvent, GloveReadyEvent } from '../events.ts';

/** Tells the page about changes of a box's session: dispatches each `glove-ready` and `glove-error` once. */
export class BoxEvents {
  readonly #target: EventTarget;
  #python: string | undefined;
  #engineError: unknown;
  #answer: AnswerState | undefined;

  constructor(target: EventTarget) {
    this.#target = target;
  }

  dispatchChanges({ engine, conversation }: Session): void {
    if (engine.state === 'ready' && this.#python !== engine.python) {
      this.#python = engine.python;
      this.#target.dispatchEvent(new GloveReadyEvent(engine.python));
    }
    if (engine.state === 'failed' && this.#engineError !== engine.error) {
      this.#engineError = engine.error;
      this.#target.dispatchEvent(new GloveErrorEvent(engine.error));
    }
    const answer = conversation?.answer;
    if (answer?.state === 'failed' && this.#answer !== answer) {
      this.#target.dispatchEvent(new GloveErrorEvent(answer.error));
    }
    if (answer) this.#answer = answer;
  }
}
