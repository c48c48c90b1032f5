import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Pixels from the end within which a reader counts as being at the end. */
const NEAR = 48;

/** Marks an element that scrolls what is in it; without one, the page does. */
export const SCROLLER = 'data-scroller';

/**
 * Keeps a page, or what scrolls in it, at its end while it grows, for a reader who is there; leaves the scroll alone for one who has scrolled up.
 *
 * Only scrolling up lets go: where content has just grown, a scroll event does not mean that the reader moved.
 */
export class StickToBottom implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #growth = new ResizeObserver(() => this.#keepUp());
  #following = true;
  #top = 0;
  #scroller: Element = document.documentElement;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
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

  /** Who tells of scrolling: of a page, the window. */
  get #source(): EventTarget {
    return this.#scroller === document.documentElement ? window : this.#scroller;
  }

  /** Goes to the end and stays there, as after a question that the reader has just asked. */
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
  };

  #keepUp(): void {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
