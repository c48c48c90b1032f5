import type { Session } from '../../chat/session.ts';
import { doCellRequest } from '../../elements/cellRequests.ts';
import type { Composer } from '../../elements/composer/composer.ts';
import type { Action, ActionEvent, AskEvent, GloveDraftEvent } from '../../elements/events.ts';
import type { PythonRequestEvent } from '../../elements/pythonEvents.ts';

/** The box, as its actions use it. */
interface BoxParts {
  session(): Session | undefined;
  composer(): Composer | null | undefined;
  askForKey(): void;
  /** Removes the key and shows the form. */
  replaceKey(): void;
  /** Moves to the end of the conversation. */
  follow(): void;
}

/** Handles the events of the elements in a box. They go no further: the page has other events. */
export class BoxActions {
  readonly #box: BoxParts;
  readonly #actions: Partial<Record<Action, () => void>>;

  constructor(box: BoxParts) {
    this.#box = box;
    this.#actions = {
      stop: () => box.session()?.stop(),
      retry: () => box.session()?.retry() === 'needs-key' && box.askForKey(),
      rephrase: () => this.#rephrase(),
      'new-conversation': () => box.session()?.startNew(),
      'use-here': () => box.session()?.saved.useHere(),
      'load-engine': () => box.session()?.loadEngine(),
      'open-settings': () => box.replaceKey(),
      'show-demos': () => box.session()?.showDemos(),
    };
  }

  /** @returns whether the question was asked */
  ask(question: string, files: readonly File[] = []): boolean {
    const asked = this.#box.session()?.ask(question, files);
    if (asked === 'needs-key') this.#box.askForKey();
    else this.#box.follow();
    return asked === 'asked';
  }

  readonly onAsk = (event: AskEvent): void => {
    event.stopPropagation();
    if (!this.ask(event.question, event.files)) event.preventDefault();
  };

  readonly onDraft = (event: GloveDraftEvent): void => {
    event.stopPropagation();
    this.#box.composer()?.takeDraft(event);
  };

  readonly onAction = (event: ActionEvent): void => {
    event.stopPropagation();
    this.#actions[event.action]?.();
  };

  readonly onPython = (event: PythonRequestEvent): void => {
    event.stopPropagation();
    const session = this.#box.session();
    if (session) doCellRequest(event.request, session);
  };

  /** Puts the question that got no answer into the composer, to be changed. */
  #rephrase(): void {
    const last = this.#box.session()?.conversation?.turns.at(-1);
    if (last) this.#box.composer()?.take(last.question, last.files);
  }
}
