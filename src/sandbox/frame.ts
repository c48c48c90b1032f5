import { transfer } from 'comlink';
import { EngineBootError, GloveboxError, WorkerDiedError } from '../errors.ts';
import type { BootStep, Connect, EngineBytes, SupervisorCalls, SupervisorEvent, WorkerOptions } from '../protocol.ts';
import { Interpreter } from './interpreter.ts';
import { Link } from './link.ts';
import { readSupervisorEvent, reasonOf } from './messages.ts';

/** Milliseconds in which the frame's script must have started. */
const CONNECT_TIME = 10_000;
const NOT_CONNECTED =
  "The sealed frame did not start. If this page has a Content-Security-Policy, the frame inherits it: script-src needs 'unsafe-inline', " +
  "'wasm-unsafe-eval' and blob:, and worker-src needs blob:.";

/**
 * The sealed frame, seen from the host: an opaque origin and a policy that the browser itself enforces. No network, no storage, no
 * access to the page; only the supervisor's own script, WebAssembly, and workers made from text that is already inside.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#sandboxing
 * @see https://www.w3.org/TR/CSP3/
 */
export class Frame {
  readonly #element: HTMLIFrameElement;
  readonly #supervisor: Link<SupervisorCalls>;
  readonly #connected: Promise<void>;
  readonly #interpreters = new Map<number, Interpreter>();
  #onConnected: (() => void) | undefined;
  #started = 0;
  #closed = false;

  /** @throws EngineBootError where the page's own policy keeps the frame's script from running */
  static async open(): Promise<Frame> {
    const { default: supervisorSource } = await import('../../worker/frame.ts?bundled');
    const element = document.createElement('iframe');
    element.setAttribute('sandbox', 'allow-scripts');
    // Lets the frame boot in a cross-origin-isolated page as it does in a plain one.
    element.allow = 'cross-origin-isolated';
    element.hidden = true;
    element.title = 'Python sandbox';
    element.srcdoc = sealedDocument(supervisorSource, crypto.randomUUID());
    const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
    (document.body ?? document.documentElement).append(element);
    await loaded;
    const frame = new Frame(element);
    await frame.#connect();
    return frame;
  }

  private constructor(element: HTMLIFrameElement) {
    this.#element = element;
    const { port1, port2 } = new MessageChannel();
    this.#connected = new Promise((resolve) => {
      this.#onConnected = resolve;
    });
    this.#supervisor = new Link(port1);
    port1.addEventListener('message', ({ data }) => {
      const event = readSupervisorEvent(data);
      if (event) this.#handle(event);
    });
    // An opaque origin cannot be named as a target; all that this message gives away is the port.
    element.contentWindow?.postMessage({ type: 'connect' } satisfies Connect, '*', [port2]);
  }

  async #connect(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EngineBootError(NOT_CONNECTED)), CONNECT_TIME);
    });
    try {
      await Promise.race([this.#connected, late]);
    } catch (error) {
      this.close(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Hands the engine over (the bytes are transferred, and gone here) and has it compiled.
   * @throws EngineBootError where the bytes are no engine
   */
  async load(files: EngineBytes): Promise<void> {
    const { default: workerSource } = await import('../../worker/worker.ts?bundled');
    try {
      await this.#supervisor.call((remote) => remote.load(transfer(files, Object.values(files)), workerSource));
    } catch (error) {
      if (GloveboxError.is(error)) throw error;
      throw new EngineBootError(`The engine could not be compiled: ${reasonOf(error)}`, { cause: error });
    }
  }

  startInterpreter(options: WorkerOptions, onBootStep: (step: BootStep) => void): Interpreter {
    this.#started += 1;
    const id = this.#started;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter(port1, onBootStep, () => {
      this.#interpreters.delete(id);
      this.#supervisor.call((remote) => remote.terminateWorker(id)).catch(() => {});
    });
    this.#interpreters.set(id, interpreter);
    this.#supervisor
      .call((remote) => remote.startWorker(id, options, transfer(port2, [port2])))
      .catch((error: unknown) => interpreter.end(asBootError(error)));
    return interpreter;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Removes the frame and everything in it; what waits for it rejects with `reason`. May be called twice. */
  close(reason: unknown): void {
    this.#closed = true;
    for (const interpreter of this.#interpreters.values()) interpreter.end(reason);
    this.#supervisor.end(reason);
    this.#element.remove();
  }

  #handle(event: SupervisorEvent): void {
    switch (event.type) {
      case 'connected':
        this.#onConnected?.();
        break;
      case 'worker-error':
        this.#interpreters.get(event.id)?.end(new WorkerDiedError(`The Python worker crashed: ${event.message}`));
        break;
      case 'frame-removed':
        this.close(
          new WorkerDiedError('The sealed frame was removed from the page. Make another with Sandbox.create().'),
        );
        break;
      default:
        event satisfies never;
    }
  }
}

function asBootError(error: unknown): unknown {
  if (GloveboxError.is(error)) return error;
  return new EngineBootError(`Python could not be started: ${reasonOf(error)}`, { cause: error });
}

function sealedDocument(supervisorSource: string, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script nonce="${nonce}">${inScriptElement(supervisorSource)}</script>`;
}

/** @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements */
function inScriptElement(source: string): string {
  return source.replaceAll(/<(?=!--|\/?script)/gi, '\\x3C');
}
