import { TAKE_OVER, type TakeOverAnswer } from '../../serviceWorker/messages.ts';

/**
 * `ready`: a newer build of the page is waiting. `open-elsewhere`: it cannot take over, because another tab uses the current build.
 */
export type UpdateState = 'none' | 'ready' | 'open-elsewhere' | 'reloading';

/** Stores the page for offline visits, and watches for newer builds. Each change dispatches `change`. */
export class PageUpdates extends EventTarget {
  #registration: ServiceWorkerRegistration | undefined;
  #state: UpdateState = 'none';

  get state(): UpdateState {
    return this.#state;
  }

  /** Best effort: the page also works without a service worker. */
  async start(): Promise<void> {
    try {
      const script = new URL('serviceWorker.js', document.baseURI);
      const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      this.#follow(registration.installing ?? registration.waiting);
      document.addEventListener('visibilitychange', () => this.#look());
    } catch {
      // No HTTPS, not allowed, or offline: the next visit tries again.
    }
  }

  /** Reloads the page with the newer build, unless another tab uses the current one. */
  async reload(): Promise<void> {
    const waiting = this.#registration?.waiting;
    if (!waiting) return location.reload();
    const controlled = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
    if ((await askToTakeOver(waiting)) === 'open-elsewhere') return this.#change('open-elsewhere');
    this.#change('reloading');
    await controlled;
    location.reload();
  }

  /** Postpones the update to the next visit. */
  putOff(): void {
    this.#change('none');
  }

  #follow(worker: ServiceWorker | null): void {
    if (!worker) return;
    const look = () => {
      // The first service worker takes over by itself: it is not an update.
      if (worker.state === 'installed' && this.#registration?.active) this.#change('ready');
    };
    worker.addEventListener('statechange', look);
    look();
  }

  /** Browsers look for updates on navigation only, which may be days ago. */
  #look(): void {
    if (document.visibilityState === 'visible') this.#registration?.update().catch(() => {});
  }

  #change(state: UpdateState): void {
    this.#state = state;
    this.dispatchEvent(new Event('change'));
  }
}

function askToTakeOver(worker: ServiceWorker): Promise<TakeOverAnswer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage(TAKE_OVER, [port2]);
  });
}
