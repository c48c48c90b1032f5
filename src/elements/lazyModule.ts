import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A module that an element loads late. Updates its host when it is loaded. */
export class LazyModule<Module> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #load: () => Promise<Module>;
  value: Module | undefined;

  constructor(host: ReactiveControllerHost, load: () => Promise<Module>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostConnected(): void {
    this.#load().then(
      (module) => {
        this.value = module;
        this.#host.requestUpdate();
      },
      // The element shows plain text without it.
      () => {},
    );
  }
}
