import type { ReactiveControllerHost } from 'lit';

/** A module that an element loads when it first needs it. Updates its host when it is loaded. */
export class LazyModule<Module> {
  readonly #host: ReactiveControllerHost;
  readonly #load: () => Promise<Module>;
  #isRequested = false;
  #value: Module | undefined;

  constructor(host: ReactiveControllerHost, load: () => Promise<Module>) {
    this.#host = host;
    this.#load = load;
  }

  /** `undefined` until the module is loaded, which the first access starts. After a failure, the next access tries again. */
  get value(): Module | undefined {
    if (!this.#isRequested) this.#request();
    return this.#value;
  }

  async #request(): Promise<void> {
    this.#isRequested = true;
    try {
      this.#value = await this.#load();
      this.#host.requestUpdate();
    } catch {
      // The element shows plain text without it.
      this.#isRequested = false;
    }
  }
}
