import { type Remote, transfer } from 'comlink';
import {
  EngineBootError,
  GloveboxError,
  reasonOf,
  SandboxFileError,
  SnapshotError,
  WorkerDiedError,
} from '../errors.ts';
import type {
  BootStep,
  Display,
  FileInfo,
  HostAnswer,
  HostRequest,
  OutputChunk,
  RunReply,
  RunRequest,
  ToolDescription,
  Wheel,
  WorkerCalls,
  WorkerEvent,
} from '../protocol.ts';
import { Link } from './link.ts';
import { readBytes, readFileList, readImportNames, readRunReply, readWorkerEvent } from './messages.ts';
import { afterWaiting } from './patience.ts';
import { type RunEnd, type RunPlan, runCode } from './run.ts';

/** Milliseconds that an idle interpreter gets to answer. One that takes longer is busy with something that no run waits for. */
const ANSWER_TIME = 10_000;
/** Milliseconds in which wheels must be unpacked. */
const INSTALL_TIME = 60_000;

export interface Versions {
  /** Of Python, such as `3.14.2`. */
  python: string;
  /** Of Pyodide, such as `314.0.7`. */
  pyodide: string;
}

/** Who hears of a run, and answers what the code asks while it runs. */
export interface RunListener {
  onOutput(chunks: OutputChunk[]): void;
  onDisplay(display: Display): void;
  onRequest(request: HostRequest): Promise<HostAnswer>;
}

/** One worker of the frame, seen from the host: boots, runs, and ends once, for whatever reason. */
export class Interpreter {
  /** What runs in it, as it is called. */
  readonly language: 'Python' | 'JavaScript';
  /**
   * Settles when Python takes runs. JavaScript has nothing to boot: what is asked of it waits in its port.
   * @throws EngineBootError, or the reason of {@link end}
   */
  readonly ready: Promise<Versions>;
  readonly #link: Link<WorkerCalls>;
  readonly #onBootStep: (step: BootStep) => void;
  readonly #onEnd: () => void;
  #settleReady: { resolve: (versions: Versions) => void; reject: (reason: unknown) => void } | undefined;
  #current: { run: number; listener: RunListener } | undefined;
  #end: { reason: unknown } | undefined;

  constructor(
    language: Interpreter['language'],
    port: MessagePort,
    onBootStep: (step: BootStep) => void,
    onEnd: () => void,
  ) {
    this.language = language;
    this.#onBootStep = onBootStep;
    this.#onEnd = onEnd;
    this.#link = new Link(port, () => this.end(new WorkerDiedError(`The ${language} worker ended itself.`)));
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

  /** The number of the run that is going on. */
  get currentRun(): number | undefined {
    return this.#current?.run;
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  /**
   * Runs code to its end, whatever that is: see {@link runCode}.
   *
   * @throws the signal's reason where `options.signal` aborts; and whatever the interpreter was ended with from outside
   */
  runCode(plan: RunPlan): Promise<RunEnd> {
    return runCode(this, plan);
  }

  async run(request: RunRequest, listener: RunListener): Promise<RunReply> {
    this.#current = { run: request.run, listener };
    try {
      return readRunReply(await this.#link.call((remote) => remote.run(request)));
    } catch (error) {
      // User code that fails is a reply. Whatever was thrown comes from an interpreter that is broken.
      this.end(this.#brokenDown(reasonOf(error), { cause: error }));
      throw this.#end?.reason;
    } finally {
      this.#current = undefined;
    }
  }

  /** Asks the run that is going on to end. Code that never looks up does not hear it. */
  stop(why: 'stop' | 'deadline'): void {
    this.#link.call((remote) => remote.stop(why)).catch(() => {});
  }

  async setTools(tools: Record<string, ToolDescription>): Promise<void> {
    await this.#ask((remote) => remote.setTools(tools));
  }

  async findImports(code: string): Promise<string[]> {
    return readImportNames(await this.#ask((remote) => remote.findImports(code)));
  }

  async importModules(names: string[]): Promise<void> {
    await this.#ask((remote) => remote.importModules(names), INSTALL_TIME);
  }

  async installWheels(wheels: Wheel[]): Promise<void> {
    // The bytes stay with the host too: they are shared by all sandboxes of the page.
    await this.#ask((remote) => remote.installWheels(wheels), INSTALL_TIME);
  }

  /** @throws SandboxFileError */
  async writeFile(path: string, bytes: ArrayBuffer): Promise<void> {
    await this.#fileCall(path, 'written', (remote) => remote.writeFile(path, transfer(bytes, [bytes])));
  }

  /** @throws SandboxFileError */
  async readFile(path: string): Promise<ArrayBuffer> {
    return readBytes(await this.#fileCall(path, 'read', (remote) => remote.readFile(path)));
  }

  /** @throws SandboxFileError */
  async removeFile(path: string): Promise<void> {
    await this.#fileCall(path, 'removed', (remote) => remote.removeFile(path));
  }

  async listFiles(): Promise<FileInfo[]> {
    return readFileList(await this.#ask((remote) => remote.listFiles()));
  }

  /** Waits for something that somebody else asks of the worker: it will not come if the interpreter ends, or is busy for ever. */
  whileAlive(waited: Promise<unknown>): Promise<unknown> {
    return this.#inTime(this.#link.whileOpen(waited), ANSWER_TIME);
  }

  /** Ends the worker at once and rejects what waits for it with `reason`. Only the first end counts. */
  end(reason: unknown): void {
    if (this.#end) return;
    this.#end = { reason };
    this.#settleReady?.reject(reason);
    this.#link.end(reason);
    this.#onEnd();
  }

  async #fileCall(
    path: string,
    done: string,
    ask: (remote: Remote<WorkerCalls>) => Promise<unknown>,
  ): Promise<unknown> {
    try {
      return await this.#ask(ask);
    } catch (error) {
      if (GloveboxError.is(error)) throw error;
      throw new SandboxFileError(`${path} could not be ${done}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** A call that no deadline watches: where no answer comes, the interpreter is given up, since whatever waits behind it would hang. */
  #ask(ask: (remote: Remote<WorkerCalls>) => Promise<unknown>, time = ANSWER_TIME): Promise<unknown> {
    return this.#inTime(this.#link.call(ask), time);
  }

  async #inTime(answer: Promise<unknown>, time: number): Promise<unknown> {
    const giveUp = () =>
      this.end(new WorkerDiedError(`${this.language} was busy and did not answer for ${time / 1000} s.`));
    const callOff = afterWaiting(time, giveUp);
    try {
      return await answer;
    } finally {
      callOff();
    }
  }

  #handle(event: WorkerEvent): void {
    if (this.#end) return;
    switch (event.type) {
      case 'boot-step':
        this.#onBootStep(event.step);
        break;
      case 'ready':
        this.#settleReady?.resolve({ python: event.python, pyodide: event.pyodide });
        break;
      case 'boot-failed':
        // JavaScript has nothing to boot: it is code that says so.
        this.end(this.language === 'Python' ? bootFailure(event) : this.#brokenDown(event.message));
        break;
      case 'broken':
        this.end(this.#brokenDown(event.message));
        break;
      case 'output-delta':
        // Output that comes after its run has ended belongs to nobody.
        if (event.run === this.#current?.run) this.#current.listener.onOutput(event.chunks);
        break;
      case 'display':
        if (event.run === this.#current?.run) this.#current.listener.onDisplay(event.display);
        break;
      case 'host-request':
        this.#answer(event.id, event.request);
        break;
      default:
        event satisfies never;
    }
  }

  #brokenDown(reason: string, options?: ErrorOptions): WorkerDiedError {
    return new WorkerDiedError(`The ${this.language} interpreter broke down: ${reason}`, options);
  }

  async #answer(id: number, request: HostRequest): Promise<void> {
    const answer = (await this.#current?.listener.onRequest(request)) ?? { value: null };
    await this.#link.call((remote) => remote.answer(id, answer)).catch(() => {});
  }
}

function bootFailure({ message, restoring }: Extract<WorkerEvent, { type: 'boot-failed' }>): GloveboxError {
  if (restoring) return new SnapshotError(`The session could not be restored: ${message}`);
  return new EngineBootError(`Python could not be started: ${message}`);
}
