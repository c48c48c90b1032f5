import { type Remote, transfer } from 'comlink';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import { EngineBootError, SnapshotError, UntrustedMessageError, WorkerDiedError, wrapErrors } from '../../errors.ts';
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
import { addFrameElement } from './frameElement.ts';
import { describeInherited, explainRefusal } from './inheritedPolicy.ts';
import { readBytes, readSnapshotInfo, readSupervisorEvent } from './messageSchemas.ts';
import { receiveChanges } from './receiveChanges.ts';
import { Rpc } from './rpc.ts';
import { type SnapshotChanges, SnapshotHandle, type SnapshotHost } from './snapshotHandle.ts';

/** Milliseconds in which the frame's script must have started. */
const CONNECT_TIME = 10_000;

const REPLACED =
  'Another document has taken the place of the sealed frame. A page that embeds this one may have done that.';

/** Callbacks for the start of an interpreter. */
export interface BootListener {
  onBootStep(step: BootStep): void;
  /** Called with the snapshot that `captureAs` asked for. */
  onCaptured?(snapshot: SnapshotHandle): void;
  /** Called if it can't be captured, or starts afresh because its snapshot was refused. */
  onSnapshotRefused?(reason: string): void;
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
  /**
   * The files that were handed over, the engine's by name and those of snapshots by number. In Firefox a file that the browser has stored becomes
   * empty in the frame once the page's garbage collector has found that the page does not use it any more.
   */
  readonly #files = new Map<string | number, Blob>();
  #started = 0;
  #snapshots = 0;
  #closed = false;

  /**
   * Opens a frame. Its script may still fail to run: {@link whenCompiled} tells.
   *
   * @param url of the file that is the sealed document; without it, the document is made from text
   * @throws EngineBootError if the file is not the sealed document of this build, or the page's policy refuses it
   */
  static async open(url?: URL): Promise<Frame> {
    // Not randomUUID(), which pages without https lack.
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
    // An opaque origin can't be named as a target, so any document may get this port. Nothing is sent on it before the secret has come back.
    element.contentWindow?.postMessage({ type: 'connect' } satisfies Connect, '*', [port2]);
    this.#connecting = this.#connect();
    this.#connecting.catch(() => {});
  }

  async #connect(): Promise<void> {
    const cancel = timeoutWhileAwake(CONNECT_TIME, async () => {
      this.#supervisor.end(new EngineBootError(await describeInherited()));
    });
    const connected = new Promise<void>((resolve) => {
      this.#onConnected = resolve;
    });
    try {
      await this.#supervisor.whileOpen(connected);
    } catch (error) {
      this.close(error);
      throw error;
    } finally {
      cancel();
    }
  }

  /** Calls the supervisor once it has told the secret. */
  async #ask(ask: (remote: Remote<SupervisorCalls>) => Promise<unknown>): Promise<unknown> {
    await this.#connecting;
    return this.#supervisor.call(ask);
  }

  /** Compiles the engine, from a file or from chunks of bytes that come on a port, followed by `null`. */
  compile(wasm: MessagePort | Blob): void {
    if (wasm instanceof Blob) this.#files.set('wasm', wasm);
    const handed = wasm instanceof Blob ? wasm : transfer(wasm, [wasm]);
    this.#ask((remote) => remote.compile(handed)).catch(() => {});
  }

  /** Hands over the engine's other files. */
  addFiles(files: Partial<OtherEngineFiles>): void {
    for (const [name, file] of Object.entries(files)) if (file instanceof Blob) this.#files.set(name, file);
    this.#ask((remote) => remote.addFiles(files)).catch(() => {});
  }

  /** Prepares the first interpreter as far as possible before its options are known. */
  prepare(first: 'boot' | 'restore'): void {
    this.#ask((remote) => remote.prepare(first)).catch(() => {});
  }

  /** @throws EngineBootError if the page's own policy blocks the frame's script, or the bytes are no engine */
  async whenCompiled(): Promise<void> {
    const compiled = this.#ask((remote) => remote.whenCompiled());
    await wrapErrors(
      compiled,
      (reason, cause) => new EngineBootError(`The engine could not be compiled: ${explainRefusal(reason)}`, cause),
    );
  }

  startInterpreter(options: WorkerOptions, listener: BootListener): Interpreter {
    const restores = options.from !== undefined;
    return this.#start('Python', restores, listener, (remote, id, port) => remote.startWorker(id, options, port));
  }

  /** Starts a worker for JavaScript. @param source its program */
  startJavaScript(source: string): Interpreter {
    const listener = { onBootStep: () => {} };
    return this.#start('JavaScript', false, listener, (remote, id, port) => remote.startJavaScript(id, source, port));
  }

  #start(
    language: Interpreter['language'],
    restores: boolean,
    listener: BootListener,
    start: (remote: Remote<SupervisorCalls>, id: number, port: MessagePort) => Promise<void>,
  ): Interpreter {
    this.#started += 1;
    const id = this.#started;
    const { port1, port2 } = new MessageChannel();
    const interpreter = new Interpreter(language, port1, {
      restores,
      onBootStep: (step) => listener.onBootStep(step),
      onEnd: () => this.#forget(id),
    });
    this.#interpreters.set(id, interpreter);
    this.#listeners.set(id, listener);
    const started = this.#ask((remote) => start(remote, id, transfer(port2, [port2])));
    wrapErrors(
      started,
      (reason, cause) => new EngineBootError(`${language} could not be started: ${reason}`, cause),
    ).catch((error: unknown) => interpreter.fail(error));
    return interpreter;
  }

  #forget(id: number): void {
    this.#interpreters.delete(id);
    this.#listeners.delete(id);
    this.#ask((remote) => remote.terminateWorker(id)).catch(() => {});
  }

  /** Gives a number that no snapshot of this frame has. */
  nextSnapshot(): number {
    this.#snapshots += 1;
    return this.#snapshots;
  }

  /**
   * Captures an interpreter between two runs. The snapshot stays in the frame.
   *
   * @throws SnapshotError if there is something that can't be captured
   */
  async capture(interpreter: Interpreter): Promise<SnapshotHandle> {
    const number = this.nextSnapshot();
    const worker = numberOf(interpreter, this.#interpreters);
    const captured = this.#ask((remote) => remote.capture(worker, number));
    return this.#take(number, interpreter.whileAlive(captured));
  }

  /** @throws SnapshotError if the frame refuses it or describes it wrongly: untrusted code has made the snapshot */
  async #take(number: number, info: Promise<unknown>): Promise<SnapshotHandle> {
    try {
      return new SnapshotHandle(this, number, readSnapshotInfo(await refusals(info)));
    } catch (error) {
      // The frame may hold it all the same.
      this.dropSnapshot(number);
      throw error instanceof UntrustedMessageError ? new SnapshotError(error.message, { cause: error }) : error;
    }
  }

  /**
   * Gives a snapshot as bytes. They are opaque, and must not be trusted.
   *
   * @param compress for fewer bytes, which takes longer
   */
  async exportSnapshot(snapshot: number, { compress }: { compress: boolean }): Promise<ArrayBuffer> {
    return readBytes(await refusals(this.#ask((remote) => remote.exportSnapshot(snapshot, compress))));
  }

  /** Gives a snapshot in chunks, without the bytes of those that are `known`. They are opaque, and must not be trusted. */
  async exportChanges(snapshot: number, known: string[]): Promise<SnapshotChanges> {
    const ask = (port: MessagePort) => this.#ask((remote) => remote.exportChanges(snapshot, known, port));
    return refusals(receiveChanges(ask));
  }

  /** Frees the memory that a snapshot has in common with one of others, which may be dropped all the same. */
  compactSnapshot(snapshot: number, others: number[]): void {
    this.#ask((remote) => remote.compactSnapshot(snapshot, others)).catch(() => {});
  }

  /**
   * @param bytes are transferred
   * @param size bytes of memory and files that they may hold
   * @throws SnapshotError if they are no snapshot, or a larger one
   */
  async importSnapshot(bytes: ArrayBuffer, size: number): Promise<SnapshotHandle> {
    const number = this.nextSnapshot();
    const imported = this.#ask((remote) => remote.importSnapshot(number, transfer(bytes, [bytes]), size));
    return this.#take(number, imported);
  }

  /** Adds a snapshot that is in a file. The interpreter that goes on from it reads the file, and refuses one that is damaged. */
  addSnapshotFile(file: Blob, info: SnapshotInfo): SnapshotHandle {
    const number = this.nextSnapshot();
    this.#files.set(number, file);
    this.#ask((remote) => remote.addSnapshotFile(number, file)).catch(() => {});
    return new SnapshotHandle(this, number, info);
  }

  dropSnapshot(snapshot: number): void {
    this.#files.delete(snapshot);
    this.#ask((remote) => remote.dropSnapshot(snapshot)).catch(() => {});
  }

  /** @param restored a snapshot from which one more has gone on already */
  keepSpares(count: number, restored?: number): void {
    this.#ask((remote) => remote.keepSpares(count, restored)).catch(() => {});
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether code runs in one of its interpreters. */
  get isBusy(): boolean {
    return [...this.#interpreters.values()].some(({ currentRun }) => currentRun !== undefined);
  }

  /** Removes the frame and everything in it; calls that wait for it reject with `reason`. May be called twice. */
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
        // The interpreter has ended meanwhile.
        if (listener?.onCaptured) listener.onCaptured(new SnapshotHandle(this, event.snapshot, event));
        else this.dropSnapshot(event.snapshot);
        break;
      }
      case 'capture-refused':
      case 'restore-refused':
        this.#listeners.get(event.id)?.onSnapshotRefused?.(event.message);
        break;
      case 'frame-removed':
        this.close(removed());
        break;
      default:
        event satisfies never;
    }
  }
}

function numberOf(interpreter: Interpreter, interpreters: ReadonlyMap<number, Interpreter>): number {
  for (const [number, each] of interpreters) if (each === interpreter) return number;
  throw new WorkerDiedError('The interpreter is gone.');
}

function removed(): WorkerDiedError {
  return new WorkerDiedError('The sealed frame was removed from the page. Make another with Sandbox.create().');
}

/** Turns the frame's refusals into errors about the snapshot. */
function refusals<Value>(answer: Promise<Value>): Promise<Value> {
  return wrapErrors(answer, (reason, cause) => new SnapshotError(reason, cause));
}
