import { type Remote, releaseProxy, wrap } from 'comlink';

/**
 * Calls over a port to a peer that may die. comlink never settles a call whose peer has gone, so every call is raced against the
 * link's end. Answers are untrusted, hence `unknown`.
 */
export class Rpc<Calls> {
  readonly #port: MessagePort;
  readonly #remote: Remote<Calls>;
  readonly #pending = new Set<(reason: unknown) => void>();
  #end: { reason: unknown } | undefined;

  /** @param onClosed called when the peer has closed the port or is gone, in browsers that tell; not after {@link end} */
  constructor(port: MessagePort, onClosed: () => void) {
    this.#port = port;
    this.#remote = wrap<Calls>(port);
    // comlink would start the port with its first call, and the peer's own messages would wait for that.
    port.start();
    // https://html.spec.whatwg.org/multipage/web-messaging.html#event-messageport-close
    port.addEventListener('close', () => {
      if (!this.#end) onClosed();
    });
  }

  /** @throws the reason given to {@link end}, before or during the call */
  call(ask: (remote: Remote<Calls>) => Promise<unknown>): Promise<unknown> {
    if (this.#end) return Promise.reject(this.#end.reason);
    return this.whileOpen(ask(this.#remote));
  }

  /** Sends a message that is no call. It is lost if the link has ended. */
  send(message: unknown): void {
    if (!this.#end) this.#port.postMessage(message);
  }

  /** Races a promise against the end of the link. @throws the reason given to {@link end}, before or during the wait */
  whileOpen<Value>(waited: Promise<Value>): Promise<Value> {
    if (this.#end) return Promise.reject(this.#end.reason);
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      waited.then(resolve, reject).finally(() => this.#pending.delete(reject));
    });
  }

  /** Rejects every call that waits, and every later one, with `reason`. Only the first end counts. */
  end(reason: unknown): void {
    if (this.#end) return;
    this.#end = { reason };
    for (const reject of this.#pending) reject(reason);
    this.#pending.clear();
    // First, since comlink would send a message about the release: the peer may be dead, or another document.
    this.#port.close();
    this.#remote[releaseProxy]();
  }
}
