import type { LitElement, ReactiveController } from 'lit';

/** The property of the page from which its styles know how much of its end is covered. */
const PROPERTY = '--glove-dock';

/** Measures what stays at the end of the page, so that nothing is scrolled below it. */
export class DockHeight implements ReactiveController {
  readonly #host: LitElement;
  readonly #size = new ResizeObserver(() => this.#measure());
  #dock: HTMLElement | null | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const dock = this.#host.renderRoot.querySelector<HTMLElement>('.dock');
    if (dock === this.#dock) return;
    this.#size.disconnect();
    this.#dock = dock;
    if (dock) this.#size.observe(dock);
  }

  hostDisconnected(): void {
    this.#size.disconnect();
    this.#dock = undefined;
  }

  #measure(): void {
    document.documentElement.style.setProperty(PROPERTY, `${this.#dock?.offsetHeight ?? 0}px`);
  }
}
