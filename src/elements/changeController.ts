import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Draws its host again whenever what it watches says `change`. */
export class ChangeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #watched: EventTarget | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Watches `target`, and no longer what it watched before. */
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
