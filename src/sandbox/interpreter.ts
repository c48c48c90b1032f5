import { transfer } from 'comlink';
import { EngineBootError, GloveboxError, SandboxFileError, WorkerDiedError } from '../errors.ts';
import type { BootStep, OutputChunk, RunReply, RunRequest, WorkerCalls, WorkerEvent } from '../protocol.ts';
import { Link } from './link.ts';
import { readRunReply, readWorkerEvent } from './messages.ts';

export interface Versions {
  /** Of Python, such as `3.14.2`. */
  python: string;
  /** Of Pyodide, such as `314.0.7`. */
  pyodide: string;
}

/** One worker of the frame, seen from the host: boots, runs, and ends once, for whatever reason. */
export class Interpreter {
  /** Settles when the interpreter takes runs. @throws EngineBootError, or the reason of {@link end} */
  readonly ready: Promise<Versions>;
  readonly #link: Link<WorkerCalls>;
  readonly #onBootStep: (step: BootStep) => void;
  readonly #onEnd: () => void;
  #settleReady: { resolve: (versions: Versions) => void; reject: (reason: unknown) => void } | undefined;
  #current: { run: number; onOutput: (chunks: OutputChunk[]) => void } | undefined;
  #end: { reason: unknown } | undefined;

  constructor(port: MessagePort, onBootStep: (step: BootStep) => void, onEnd: () => void) {
    this.#onBootStep = onBootStep;
    this.#onEnd = onEnd;
    this.#link = new Link(port);
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // That nobody waits for it yet is no unhandled rejection.
    this.ready.catch(() => {});
    port.addEventListener('message', ({ data }) => {
      const event = readWorkerEvent(data);
      if (event) this.#handle(event);
    });
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  async run(request: RunRequest, onOutput: (chunks: OutputChunk[]) => void): Promise<RunReply> {
    this.#current = { run: request.run, onOutput };
    try {
      return readRunReply(await this.#link.call((remote) => remote.run(request)));
    } catch (error) {
      // User code that fails is a reply. Whatever was thrown comes from an interpreter that is broken.
      this.end(new WorkerDiedError(`The Python interpreter broke down: ${String(error)}`, { cause: error }));
      throw this.#end?.reason;
    } finally {
      this.#current = undefined;
    }
  }

  /** @throws SandboxFileError */
  async writeFile(path: string, bytes: ArrayBuffer): Promise<void> {
    try {
      await this.#link.call((remote) => remote.writeFile(path, transfer(bytes, [bytes])));
    } catch (error) {
      if (GloveboxError.is(error)) throw error;
      throw new SandboxFileError(`${path} could not be written: ${String(error)}`, { cause: error });
    }
  }

  /** Ends the worker at once and rejects what waits for it with `reason`. Only the first end counts. */
  end(reason: unknown): void {
    if (this.#end) return;
    this.#end = { reason };
    this.#settleReady?.reject(reason);
    this.#link.end(reason);
    this.#onEnd();
  }

  #handle(event: WorkerEvent): void {
    switch (event.type) {
      case 'boot-step':
        this.#onBootStep(event.step);
        break;
      case 'ready':
        this.#settleReady?.resolve({ python: event.python, pyodide: event.pyodide });
        break;
      case 'boot-failed':
        this.end(new EngineBootError(`Python could not be started: ${event.message}`));
        break;
      case 'broken':
        this.end(new WorkerDiedError(`The Python interpreter broke down: ${event.message}`));
        break;
      case 'output-delta':
        // Output that comes after its run has ended belongs to nobody.
        if (event.run === this.#current?.run) this.#current.onOutput(event.chunks);
        break;
      default:
        event satisfies never;
    }
  }
}
