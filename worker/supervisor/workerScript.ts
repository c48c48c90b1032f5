/** The program of the frame's workers. */
export class WorkerProgram {
  readonly #url: string;
  readonly #failures = new WeakMap<Worker, string>();

  constructor(source: string) {
    this.#url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  }

  start(): Worker {
    const worker = new Worker(this.#url);
    worker.onerror = (event) => this.#failures.set(worker, messageOf(event));
    return worker;
  }

  /** Tells why a worker fails, or has failed already. */
  onFailure(worker: Worker, tell: (message: string) => void): void {
    const failure = this.#failures.get(worker);
    if (failure !== undefined) tell(failure);
    worker.onerror = (event) => tell(messageOf(event));
  }
}

const NOT_STARTED = 'the worker could not be started; the policy (CSP) of the page may forbid it';
const NOT_STARTED_ISOLATED =
  `${NOT_STARTED}, and WebKit starts none in a sealed frame of a cross-origin-isolated page: serve that without the header ` +
  'Cross-Origin-Embedder-Policy, which nothing here needs';

/** A worker that may not start fails with an event that has no message. */
function messageOf({ message = crossOriginIsolated ? NOT_STARTED_ISOLATED : NOT_STARTED }): string {
  return message;
}
