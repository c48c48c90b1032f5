import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Updates its host when the watched target dispatches `change`. */
export class ChangeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #watched: EventTarget | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Watches `target` in place of the previous one. */
  watch(target: EventTarget | undefined): void {
    this.hostDisconnected();
    this.#watched = target;
    this.hostConnected();
  }

  hostConnected(): void {
    this.#watched?.addEventListener('change', this.#onChange);
  }

  hostDisconnected(): void {
    this.#watched?.removeEventListener('change', this.#onChange);
  }

  readonly #onChange = () => this.#host.requestUpdate();
}
