import { type Remote, transfer } from 'comlink';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import {
  EngineBootError,
  errorMessage,
  SandboxFileError,
  SnapshotError,
  WorkerDiedError,
  wrapErrors,
} from '../../errors.ts';
import type {
  BootStep,
  Display,
  FileInfo,
  HostAnswer,
  HostAnswerMessage,
  HostRequest,
  IntrospectionRequest,
  OutputChunk,
  RunEvent,
  RunReply,
  RunRequest,
  ToolDescription,
  Wheel,
  WorkerCalls,
  WorkerEvent,
} from '../../protocol.ts';
import { Backlog } from '../frame/backlog.ts';
import { explainRefusal } from '../frame/inheritedPolicy.ts';
import {
  isAnswer,
  readBoolean,
  readBytes,
  readFileList,
  readImportNames,
  readRunReply,
  readWorkerEvent,
} from '../frame/messageSchemas.ts';
import { Rpc } from '../frame/rpc.ts';
import type { TableRequest } from '../tables/tableData.ts';

/** Milliseconds that an idle interpreter gets to answer. One that takes longer is busy with work that no run waits for. */
const ANSWER_TIME = 10_000;
/** Milliseconds that wheels may take to be unpacked. */
const INSTALL_TIME = 60_000;
/** Milliseconds that a table of millions of rows may take to be sorted and searched. */
const TABLE_TIME = 60_000;

const FLOOD = 'The sandbox sent messages faster than the page can read them.';

export interface Versions {
  /** Of Python, such as `3.14.2`. */
  python: string;
  /** Of Pyodide, such as `314.0.7`. */
  pyodide: string;
}

/** Callbacks for a run: its output, and the code's requests. */
export interface RunListener {
  onOutput(chunks: OutputChunk[]): void;
  onDisplay(display: Display): void;
  /** Removes what came before. */
  onClearOutput(): void;
  /** @param pause stops the worker's clock until the answer is there: a person is asked */
  onRequest(request: HostRequest, pause: () => void): Promise<HostAnswer>;
}

/** How an interpreter begins, and callbacks for its start and end. */
interface InterpreterOptions {
  /** Whether it goes on from a snapshot. */
  restores: boolean;
  onBootStep(step: BootStep): void;
  onEnd(): void;
}

/** One worker of the frame, seen from the host: it boots, runs code, and ends once. */
export class Interpreter {
  /** The language that it runs, for messages. */
  readonly language: 'Python' | 'JavaScript';
  /**
   * Settles when Python takes runs. JavaScript has nothing to boot: calls wait in its port.
   * @throws EngineBootError, SnapshotError if it was to go on from a snapshot, or the reason of {@link end}
   */
  readonly ready: Promise<Versions>;
  readonly #link: Rpc<WorkerCalls>;
  readonly #options: InterpreterOptions;
  /** Boot messages count only until it is ready: after that, user code may have sent them. */
  #isReady: boolean;
  readonly #backlog = new Backlog();
  #settleReady: { resolve: (versions: Versions) => void; reject: (reason: unknown) => void } | undefined;
  #current: { run: number; listener: RunListener } | undefined;
  #end: { reason: unknown } | undefined;

  constructor(language: Interpreter['language'], port: MessagePort, options: InterpreterOptions) {
    this.language = language;
    this.#options = options;
    this.#isReady = language === 'JavaScript';
    this.#link = new Rpc(port, () => this.fail(new WorkerDiedError(`The ${language} worker ended itself.`)));
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // It may reject before anything waits for it.
    this.ready.catch(() => {});
    port.addEventListener('message', ({ data }) => {
      if (this.#end) return;
      if (this.#backlog.isTooLongAfterAnother()) this.fail(this.#brokenDown(FLOOD));
      else if (!isAnswer(data)) this.#receive(data);
    });
  }

  /** The number of the current run. */
  get currentRun(): number | undefined {
    return this.#current?.run;
  }

  /** Whether it was ready, and has not ended since. */
  get isReady(): boolean {
    return this.#isReady && !this.ended;
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  async run(request: RunRequest, listener: RunListener): Promise<RunReply> {
    this.#current = { run: request.run, listener };
    try {
      const { last = [], ...reply } = readRunReply(await this.#link.call((remote) => remote.run(request)));
      for (const event of last) if (event.run === request.run) tellOutput(event, listener);
      return reply;
    } catch (error) {
      // User code that fails gives a reply. Only a broken interpreter throws.
      this.end(this.#brokenDown(errorMessage(error), { cause: error }));
      throw this.#end?.reason;
    } finally {
      this.#current = undefined;
    }
  }

  /** Asks the current run to end. Code that never checks for signals does not notice. */
  stop(why: 'stop' | 'timeout'): void {
    this.#link.call((remote) => remote.stop(why)).catch(() => {});
  }

  async setTools(tools: Record<string, ToolDescription>): Promise<void> {
    await this.#ask((remote) => remote.setTools(tools));
  }

  async findImports(code: string): Promise<string[]> {
    return this.#trusting(readImportNames, await this.#ask((remote) => remote.findImports(code)));
  }

  /** @param read checks the answer, which is JSON text */
  async introspect<Answer>(request: IntrospectionRequest, read: (json: unknown) => Answer): Promise<Answer> {
    return this.#trusting(read, await this.#ask((remote) => remote.introspect(request)));
  }

  /** @param read checks the answer, which is JSON text */
  async askTable<Answer>(request: TableRequest, read: (json: unknown) => Answer): Promise<Answer> {
    return this.#trusting(read, await this.#ask((remote) => remote.askTable(JSON.stringify(request)), TABLE_TIME));
  }

  async importModules(names: string[]): Promise<void> {
    await this.#ask((remote) => remote.importModules(names), INSTALL_TIME);
  }

  async installWheels(wheels: Wheel[]): Promise<void> {
    // Copied and not transferred: all sandboxes of the page share the bytes.
    await this.#ask((remote) => remote.installWheels(wheels), INSTALL_TIME);
  }

  /** @throws SandboxFileError */
  async writeFile(path: string, bytes: ArrayBuffer): Promise<void> {
    await this.#fileCall(path, 'written', (remote) => remote.writeFile(path, transfer(bytes, [bytes])));
  }

  /** @throws SandboxFileError */
  async readFile(path: string): Promise<ArrayBuffer> {
    return this.#trusting(readBytes, await this.#fileCall(path, 'read', (remote) => remote.readFile(path)));
  }

  /** @throws SandboxFileError */
  async fileExists(path: string): Promise<boolean> {
    return this.#trusting(readBoolean, await this.#fileCall(path, 'looked up', (remote) => remote.fileExists(path)));
  }

  /** @throws SandboxFileError */
  async removeFile(path: string): Promise<void> {
    await this.#fileCall(path, 'removed', (remote) => remote.removeFile(path));
  }

  async listFiles(): Promise<FileInfo[]> {
    return this.#trusting(readFileList, await this.#ask((remote) => remote.listFiles()));
  }

  /** Waits until the worker is idle, without a time limit. */
  async whenIdle(): Promise<void> {
    await this.#link.call((remote) => remote.ping());
  }

  /** Waits for an answer that the worker owes to another caller. Rejects if the interpreter ends, or stays busy for too long. */
  whileAlive(waited: Promise<unknown>): Promise<unknown> {
    return this.#inTime(this.#link.whileOpen(waited), ANSWER_TIME);
  }

  /** Ends the worker at once, and rejects the calls that wait for it with `reason`. Only the first call counts. */
  end(reason: unknown): void {
    if (this.#end) return;
    this.#end = { reason };
    this.#settleReady?.reject(reason);
    this.#link.end(reason);
    this.#backlog.close();
    this.#options.onEnd();
  }

  /** Ends the worker because of an error in it. Until it is ready, its snapshot gets the blame. */
  fail(error: unknown, reason = errorMessage(error)): void {
    if (this.#isReady || !this.#options.restores) this.end(error);
    else this.end(new SnapshotError(`The session could not be restored: ${reason}`, { cause: error }));
  }

  #fileCall(path: string, done: string, ask: (remote: Remote<WorkerCalls>) => Promise<unknown>): Promise<unknown> {
    const wrap = (reason: string, cause: ErrorOptions) =>
      new SandboxFileError(`${path} could not be ${done}: ${reason}`, cause);
    return wrapErrors(this.#ask(ask), wrap);
  }

  /** Calls outside a run have no timeout of their own, so a silent interpreter is ended after `time` ms. */
  #ask(ask: (remote: Remote<WorkerCalls>) => Promise<unknown>, time = ANSWER_TIME): Promise<unknown> {
    return this.#inTime(this.#link.call(ask), time);
  }

  async #inTime(answer: Promise<unknown>, time: number): Promise<unknown> {
    const giveUp = () =>
      this.end(new WorkerDiedError(`${this.language} was busy and did not answer for ${time / 1000} s.`));
    const cancel = timeoutWhileAwake(time, giveUp);
    try {
      return await answer;
    } finally {
      cancel();
    }
  }

  /** Ends the interpreter if an answer is malformed: then user code has answered, and not this library. */
  #trusting<Value>(read: (data: unknown) => Value, data: unknown): Value {
    try {
      return read(data);
    } catch (error) {
      this.fail(this.#brokenDown(errorMessage(error), { cause: error }));
      throw error;
    }
  }

  #receive(data: unknown): void {
    let event: WorkerEvent;
    try {
      event = this.#trusting(readWorkerEvent, data);
    } catch {
      return;
    }
    this.#handle(event);
  }

  #handle(event: WorkerEvent): void {
    switch (event.type) {
      case 'boot-step':
        if (!this.#isReady) this.#options.onBootStep(event.step);
        break;
      case 'ready':
        this.#isReady = true;
        this.#settleReady?.resolve({ python: event.python, pyodide: event.pyodide });
        break;
      case 'boot-failed':
        if (this.#isReady) break;
        this.fail(new EngineBootError(`Python could not be started: ${explainRefusal(event.message)}`), event.message);
        break;
      case 'broken':
        this.fail(this.#brokenDown(event.message));
        break;
      case 'output-delta':
      case 'display':
        // Output that comes after its run has ended is dropped.
        if (event.run === this.#current?.run) tellOutput(event, this.#current.listener);
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
    const pause = () => this.#pause(id);
    const answer = (await this.#current?.listener.onRequest(request, pause)) ?? { value: null };
    this.#link.send({ type: 'answer', id, answer } satisfies HostAnswerMessage);
  }

  #pause(request: number): void {
    // A worker for JavaScript has no clock of its own.
    if (this.language === 'Python') this.#link.call((remote) => remote.pauseUntilAnswered(request)).catch(() => {});
  }
}

function tellOutput(event: RunEvent, listener: RunListener): void {
  if (event.clears) listener.onClearOutput();
  if (event.type === 'display') listener.onDisplay(event.display);
  else listener.onOutput(event.chunks);
}
