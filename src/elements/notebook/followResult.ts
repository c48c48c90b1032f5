import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { NotebookEvent } from './notebookEvent.ts';

/** What the user does elsewhere. Scrolling shows in the place of the page. */
const INPUTS = ['pointerdown', 'keydown'];
const CELL = 'glove-code-cell';
const RESULT = 'glove-run-result';

/** Keeps the result of the run that the user has begun in view while it grows, until the user scrolls or does something else. */
export class FollowResult implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #growth = new ResizeObserver(() => this.#reveal());
  #cell: Element | undefined;
  /** Where the page was scrolled to when it was last looked at. */
  #top = 0;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('glove-notebook', this.#onRequest);
    for (const type of INPUTS) addEventListener(type, this.#onInput, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('glove-notebook', this.#onRequest);
    for (const type of INPUTS) removeEventListener(type, this.#onInput, { capture: true });
    this.#end();
  }

  readonly #onRequest = (event: NotebookEvent) => {
    const cell = partOf(event, CELL);
    if (event.request.type !== 'run' || !cell) return;
    this.#end();
    this.#cell = cell;
    this.#top = scrollY;
    this.#growth.observe(cell);
  };

  /** What the code asks for is answered in its result. */
  readonly #onInput = (event: Event) => {
    if (this.#cell && !partOf(event, RESULT)) this.#end();
  };

  #reveal(): void {
    const { scrollHeight, clientHeight } = document.documentElement;
    // A page that has become shorter may have moved by itself.
    if (scrollY !== this.#top && scrollY < scrollHeight - clientHeight - 1) this.#end();
    this.#cell?.shadowRoot?.querySelector(RESULT)?.scrollIntoView({ block: 'nearest' });
    this.#top = scrollY;
  }

  #end(): void {
    this.#growth.disconnect();
    this.#cell = undefined;
  }
}

/** Returns the element of this name that an event comes from. */
function partOf(event: Event, name: string): Element | undefined {
  return event
    .composedPath()
    .find((target): target is Element => target instanceof Element && target.localName === name);
}
