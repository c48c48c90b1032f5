import { type Remote, transfer } from 'comlink';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import {
  EngineBootError,
  errorMessage,
  GloveboxError,
  SnapshotError,
  UntrustedMessageError,
  WorkerDiedError,
} from '../../errors.ts';
import type {
  BootStep,
  Connect,
  OtherEngineFiles,
  SnapshotInfo,
  SupervisorCalls,
  SupervisorEvent,
  WorkerOptions,
} from '../../protocol.ts';
import { Interpreter } from '../session/interpreter.ts';
import { SnapshotHandle, type SnapshotHost } from '../storage/snapshotHandle.ts';
import { addFrameElement } from './frameElement.ts';
import { readBytes, readSnapshotInfo, readSupervisorEvent } from './messageSchemas.ts';
import { Rpc } from './rpc.ts';

/** Milliseconds in which the frame's script must have started. */
const CONNECT_TIME = 10_000;
const NOT_CONNECTED =
  'The sealed frame did not start. If this page has a Content-Security-Policy, a frame that is made from text inherits it: script-src needs ' +
  "'unsafe-inline', 'wasm-unsafe-eval' and blob:, and worker-src needs blob:. With the option `frameUrl` it needs none of that; the file must " +
  'then be served without headers that keep it out of a frame.';

const REPLACED =
  'Another document has taken the place of the sealed frame. Whoever frames this page may have done that.';

/** Who hears of an interpreter on its way to ready. */
export interface BootListener {
  onBootStep(step: BootStep): void;
  /** The snapshot that `captureAs` asked for is there. */
  onCaptured?(snapshot: SnapshotHandle): void;
  /** There is no snapshot of it, or the one that it was given was refused, and the interpreter starts afresh. */
  onRefused?(reason: string): void;
}

/** The sealed frame, seen from the host: an opaque origin and a policy that the browser itself enforces. */
export class Frame implements SnapshotHost {
  readonly #element: HTMLIFrameElement;
  readonly #supervisor: Rpc<SupervisorCalls>;
  readonly #connecting: Promise<void>;
  readonly #interpreters = new Map<number, Interpreter>();
  readonly #secret: string;
  #onConnected: (() => void) | undefined;
  readonly #listeners = new Map<number, BootListener>();
  #started = 0;
  #snapshots = 0;
  #closed = false;

  /**
   * Opens a frame. Whether its script runs is known when {@link whenCompiled} settles.
   *
   * @param url of the file that is the sealed document; without it, the document is made from text
   * @throws EngineBootError where the file is not the sealed document of this build, or the page's policy refuses it
   */
  static async open(url?: URL): Promise<Frame> {
    // Not randomUUID(), which pages without https have not.
    const secret = crypto.getRandomValues(new BigUint64Array(2)).join('');
    return new Frame(await addFrameElement(url, secret), secret);
  }

  private constructor(element: HTMLIFrameElement, secret: string) {
    this.#element = element;
    this.#secret = secret;
    const { port1, port2 } = new MessageChannel();
    this.#supervisor = new Rpc(port1, () => this.close(removed()));
    port1.addEventListener('message', ({ data }) => {
      const event = readSupervisorEvent(data);
      if (event) this.#handle(event);
    });
    // An opaque origin cannot be named as a target: this message gives away a port on which nothing is said until the secret was.
    element.contentWindow?.postMessage({ type: 'connect' } satisfies Connect, '*', [port2]);
    this.#connecting = this.#connect();
    this.#connecting.catch(() => {});
  }

  async #connect(): Promise<void> {
    let callOff = () => {};
    const connected = new Promise<void>((resolve) => {
      this.#onConnected = resolve;
    });
    const late = new Promise<never>((_, reject) => {
      callOff = timeoutWhileAwake(CONNECT_TIME, () => reject(new EngineBootError(NOT_CONNECTED)));
    });
    try {
      await this.#supervisor.whileOpen(Promise.race([connected, late]));
    } catch (error) {
      this.close(error);
      throw error;
    } finally {
      callOff();
    }
  }

  /** Asks the supervisor, as soon as it is known to be there. */
  async #ask(ask: (remote: Remote<SupervisorCalls>) => Promise<unknown>): Promise<unknown> {
    await this.#connecting;
    return this.#supervisor.call(ask);
  }

  /** Has the engine compiled, from a file or while its WebAssembly comes, as chunks of bytes on a port and `null` at its end. */
  compile(wasm: MessagePort | Blob): void {
    const handed = wasm instanceof Blob ? wasm : transfer(wasm, [wasm]);
    this.#ask((remote) => remote.compile(handed)).catch(() => {});
  }

  /** Hands others of the engine's files over. */
  addFiles(files: Partial<OtherEngineFiles>): void {
    this.#ask((remote) => remote.addFiles(files)).catch(() => {});
  }

  /** Has the first interpreter get as far as it can before it is known what for. */
  prepare(first: 'boot' | 'restore'): void {
    this.#ask((remote) => remote.prepare(first)).catch(() => {});
  }

  /** @throws EngineBootError where the page's own policy keeps the frame's script from running, or the bytes are no engine */
  async whenCompiled(): Promise<void> {
    try {
      await this.#ask((remote) => remote.whenCompiled());
    } catch (error) {
      if (GloveboxError.is(error)) throw error;
      throw new EngineBootError(`The engine could not be compiled: ${errorMessage(error)}`, { cause: error });
    }
  }

  startInterpreter(options: WorkerOptions, listener: BootListener): Interpreter {
    this.#started += 1;
    const id = this.#started;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter('Python', port1, {
      restores: options.from !== undefined,
      onBootStep: (step) => listener.onBootStep(step),
      onEnd: () => this.#forget(id),
    });
    this.#interpreters.set(id, interpreter);
    this.#listeners.set(id, listener);
    this.#ask((remote) => remote.startWorker(id, options, transfer(port2, [port2]))).catch((error: unknown) =>
      interpreter.fail(asBootError(error)),
    );
    return interpreter;
  }

  /** Starts a worker for JavaScript, apart from all others. @param source its program */
  startJavaScript(source: string): Interpreter {
    this.#started += 1;
    const id = this.#started;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter('JavaScript', port1, {
      restores: false,
      onBootStep: () => {},
      onEnd: () => this.#forget(id),
    });
    this.#interpreters.set(id, interpreter);
    this.#ask((remote) => remote.startJavaScript(id, source, transfer(port2, [port2]))).catch((error: unknown) =>
      interpreter.end(error),
    );
    return interpreter;
  }

  #forget(id: number): void {
    this.#interpreters.delete(id);
    this.#listeners.delete(id);
    this.#ask((remote) => remote.terminateWorker(id)).catch(() => {});
  }

  /** A number that no snapshot of this frame has. */
  nextSnapshot(): number {
    this.#snapshots += 1;
    return this.#snapshots;
  }

  /**
   * Takes a snapshot of an interpreter between two runs. It stays in the frame.
   *
   * @throws SnapshotError where there is something that cannot be captured
   */
  async capture(interpreter: Interpreter): Promise<SnapshotHandle> {
    const number = this.nextSnapshot();
    const worker = this.#numberOf(interpreter);
    const captured = this.#ask((remote) => remote.capture(worker, number));
    return this.#take(number, interpreter.whileAlive(captured));
  }

  /** @throws SnapshotError where the frame refuses it, or says of it what makes no sense: a snapshot is made by code that is not trusted */
  async #take(number: number, info: Promise<unknown>): Promise<SnapshotHandle> {
    try {
      return new SnapshotHandle(this, number, readSnapshotInfo(await refusals(info)));
    } catch (error) {
      // It may be there all the same.
      this.dropSnapshot(number);
      throw error instanceof UntrustedMessageError ? new SnapshotError(error.message, { cause: error }) : error;
    }
  }

  /**
   * Gives a snapshot as bytes. They are opaque, and not to be trusted.
   *
   * @param compress whether they are to be few rather than there quickly
   */
  async exportSnapshot(snapshot: number, { compress }: { compress: boolean }): Promise<ArrayBuffer> {
    return readBytes(await refusals(this.#ask((remote) => remote.exportSnapshot(snapshot, compress))));
  }

  /**
   * @param bytes are transferred
   * @param size bytes of memory and files that are in them, at most
   * @throws SnapshotError if they are no snapshot, or a larger one
   */
  async importSnapshot(bytes: ArrayBuffer, size: number): Promise<SnapshotHandle> {
    const number = this.nextSnapshot();
    const imported = this.#ask((remote) => remote.importSnapshot(number, transfer(bytes, [bytes]), size));
    return this.#take(number, imported);
  }

  /** Tells the frame of a snapshot in a file. The interpreter that goes on from it reads it, and refuses it where it is damaged. */
  addSnapshotFile(file: Blob, info: SnapshotInfo): SnapshotHandle {
    const number = this.nextSnapshot();
    this.#ask((remote) => remote.addSnapshotFile(number, file)).catch(() => {});
    return new SnapshotHandle(this, number, info);
  }

  dropSnapshot(snapshot: number): void {
    this.#ask((remote) => remote.dropSnapshot(snapshot)).catch(() => {});
  }

  keepSpares(count: number): void {
    this.#ask((remote) => remote.keepSpares(count)).catch(() => {});
  }

  #numberOf(interpreter: Interpreter): number {
    for (const [number, each] of this.#interpreters) if (each === interpreter) return number;
    throw new WorkerDiedError('The interpreter is gone.');
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
        if (event.secret === this.#secret) this.#onConnected?.();
        else this.close(new EngineBootError(REPLACED));
        break;
      case 'worker-error': {
        const interpreter = this.#interpreters.get(event.id);
        interpreter?.fail(new WorkerDiedError(`The ${interpreter.language} worker crashed: ${event.message}`));
        break;
      }
      case 'captured': {
        const listener = this.#listeners.get(event.id);
        // Its interpreter may have ended meanwhile: nobody would ever drop it.
        if (listener?.onCaptured) listener.onCaptured(new SnapshotHandle(this, event.snapshot, event));
        else this.dropSnapshot(event.snapshot);
        break;
      }
      case 'capture-refused':
        this.#listeners.get(event.id)?.onRefused?.(event.message);
        break;
      case 'restore-refused':
        this.#listeners.get(event.id)?.onRefused?.(event.message);
        break;
      case 'frame-removed':
        this.close(removed());
        break;
      default:
        event satisfies never;
    }
  }
}

function removed(): WorkerDiedError {
  return new WorkerDiedError('The sealed frame was removed from the page. Make another with Sandbox.create().');
}

/** What the frame refuses is about the snapshot. */
async function refusals(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (GloveboxError.is(error)) throw error;
    throw new SnapshotError(errorMessage(error), { cause: error });
  }
}

function asBootError(error: unknown): unknown {
  if (GloveboxError.is(error)) return error;
  return new EngineBootError(`Python could not be started: ${errorMessage(error)}`, { cause: error });
}
