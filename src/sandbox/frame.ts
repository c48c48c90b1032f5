import { transfer } from 'comlink';
import { EngineBootError, GloveboxError, WorkerDiedError } from '../errors.ts';
import type { BootStep, Connect, EngineBytes, SupervisorCalls, SupervisorEvent } from '../protocol.ts';
import { Interpreter } from './interpreter.ts';
import { Link } from './link.ts';
import { readSupervisorEvent } from './messages.ts';

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
  readonly #interpreters = new Map<number, Interpreter>();
  #started = 0;

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
    return new Frame(element);
  }

  private constructor(element: HTMLIFrameElement) {
    this.#element = element;
    const { port1, port2 } = new MessageChannel();
    this.#supervisor = new Link(port1);
    port1.addEventListener('message', ({ data }) => {
      const event = readSupervisorEvent(data);
      if (event) this.#handle(event);
    });
    // An opaque origin cannot be named as a target; all that this message gives away is the port.
    element.contentWindow?.postMessage({ type: 'connect' } satisfies Connect, '*', [port2]);
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
      throw new EngineBootError(`The engine could not be compiled: ${String(error)}`, { cause: error });
    }
  }

  startInterpreter(onBootStep: (step: BootStep) => void): Interpreter {
    this.#started += 1;
    const id = this.#started;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter(port1, onBootStep, () => {
      this.#interpreters.delete(id);
      this.#supervisor.call((remote) => remote.terminateWorker(id)).catch(() => {});
    });
    this.#interpreters.set(id, interpreter);
    this.#supervisor
      .call((remote) => remote.startWorker(id, transfer(port2, [port2])))
      .catch((error: unknown) => interpreter.end(error));
    return interpreter;
  }

  /** Removes the frame and everything in it; what waits for it rejects with `reason`. May be called twice. */
  close(reason: unknown): void {
    for (const interpreter of this.#interpreters.values()) interpreter.end(reason);
    this.#supervisor.end(reason);
    this.#element.remove();
  }

  #handle(event: SupervisorEvent): void {
    switch (event.type) {
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
