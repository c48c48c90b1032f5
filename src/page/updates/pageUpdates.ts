import { TAKE_OVER, type TakeOverAnswer } from '../../serviceWorker/messages.ts';

/**
 * `ready`: a newer build of the page is here, and waits. `open-elsewhere`: it cannot take over yet, since another tab goes on with this
 * build.
 */
export type UpdateState = 'none' | 'ready' | 'open-elsewhere' | 'reloading';

/** Has the browser keep the page for visits without a network, and hears of newer builds. Every change is a `change` event. */
export class PageUpdates extends EventTarget {
  #registration: ServiceWorkerRegistration | undefined;
  #state: UpdateState = 'none';

  get state(): UpdateState {
    return this.#state;
  }

  /** Where the browser cannot keep the page, or may not, everything else works as well. */
  async start(): Promise<void> {
    try {
      const script = new URL('serviceWorker.js', document.baseURI);
      const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      this.#follow(registration.installing ?? registration.waiting);
      document.addEventListener('visibilitychange', () => this.#look());
    } catch {
      // Not over https, not allowed, or no network: the next visit tries again.
    }
  }

  /** Loads the page again, with the newer build, unless another tab still has this one. */
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

  /** Leaves it for another visit. */
  putOff(): void {
    this.#change('none');
  }

  #follow(worker: ServiceWorker | null): void {
    if (!worker) return;
    const look = () => {
      // The first one of all takes over by itself, and brings nothing new.
      if (worker.state === 'installed' && this.#registration?.active) this.#change('ready');
    };
    worker.addEventListener('statechange', look);
    look();
  }

  /** A page that is open for days is not navigated, which is when browsers look by themselves. */
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
