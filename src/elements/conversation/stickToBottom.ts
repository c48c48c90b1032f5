import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Within this distance, in pixels, the page counts as scrolled to its end. */
const NEAR = 48;

/** Marks the element that scrolls the conversation. Without one, the page scrolls. */
const SCROLLER = 'data-scroller';

/**
 * Keeps the conversation scrolled to its end while it grows, until the user scrolls up.
 *
 * Only scrolling up ends this: when content has just grown, a scroll event does not mean that the user scrolled.
 */
export class StickToBottom implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #applies: () => boolean;
  readonly #growth = new ResizeObserver(() => this.#keepUp());
  #following = true;
  #top = 0;
  #isAway = false;
  #scroller: Element = document.documentElement;

  /** @param applies whether the page is at the end when it opens, and stays there: not in what the user writes */
  constructor(host: ReactiveControllerHost & Element, applies: () => boolean) {
    this.#host = host;
    this.#applies = applies;
    host.addController(this);
  }

  hostConnected(): void {
    this.#scroller = this.#host.closest(`[${SCROLLER}]`) ?? document.documentElement;
    this.#growth.observe(this.#host);
    this.#source.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  hostDisconnected(): void {
    this.#growth.disconnect();
    this.#source.removeEventListener('scroll', this.#onScroll);
  }

  /** The target of scroll events: the window, if the page scrolls. */
  get #source(): EventTarget {
    return this.#scroller === document.documentElement ? window : this.#scroller;
  }

  /** Whether the end is far out of sight. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Scrolls to the end and stays there, as after a question. */
  follow(): void {
    this.#following = true;
    this.#keepUp();
  }

  readonly #onScroll = () => {
    const page = this.#scroller;
    const isNear = page.scrollHeight - page.clientHeight - page.scrollTop < NEAR;
    if (isNear) this.#following = true;
    else if (page.scrollTop < this.#top) this.#following = false;
    this.#top = page.scrollTop;
    const isAway = page.scrollHeight - page.clientHeight - page.scrollTop > page.clientHeight / 2;
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#host.requestUpdate();
  };

  #keepUp(): void {
    if (this.#following && this.#applies()) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
