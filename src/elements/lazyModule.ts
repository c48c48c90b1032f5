import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A module that a component can do without until it is there; its host is drawn again when it is. */
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
      // What it would have made pretty stays plain.
      () => {},
    );
  }
}
