import { InvalidOptionError, SandboxClosedError, WorkerDiedError } from '../errors.ts';
import type { BootStep, OutputChunk, RunReply } from '../protocol.ts';
import { abortable, whenAborted } from './abortable.ts';
import { type DownloadProgress, downloadEngine } from './assets.ts';
import { checkDeadline, DEFAULT_DEADLINE, watchDeadline } from './deadline.ts';
import { Frame } from './frame.ts';
import type { Interpreter, Versions } from './interpreter.ts';
import { composeResult, type RunResult } from './result.ts';
import { Turns } from './turns.ts';

/** What a sandbox is doing on its way to ready: bytes while it downloads, then one step after the other. */
export type SandboxProgress = ({ step: 'download' } & DownloadProgress) | { step: BootStep } | { step: 'ready' };

export interface SandboxOptions {
  /**
   * The folder with the engine's files, named as in the `pyodide` package.
   * @default `pyodide/` beside the page
   */
  assets?: string | URL;
  /** Called as the sandbox comes up, and again when its worker is replaced. */
  onProgress?: (progress: SandboxProgress) => void;
  /** Gives up on creating the sandbox. */
  signal?: AbortSignal;
}

export interface RunOptions {
  /**
   * Milliseconds after which the run is stopped, counted from when Python starts on it.
   * @default 30000, as Gemini's code execution has it
   */
  deadline?: number;
  /** Takes the run from the queue, or stops it at once by replacing the interpreter; `run` rejects with the signal's reason. */
  signal?: AbortSignal;
  /** What Python writes, as it writes it. */
  onOutput?: (chunk: OutputChunk) => void;
}

/** Why a worker was ended whose run went on past its deadline. */
const OVERRUN = Symbol('overrun');

/** Python in a sealed frame of this page. Variables persist from run to run; runs queue, one at a time. */
export class Sandbox implements AsyncDisposable {
  readonly #frame: Frame;
  readonly #onProgress: (progress: SandboxProgress) => void;
  readonly #turns = new Turns();
  #interpreter: Interpreter;
  #versions: Versions | undefined;
  #runs = 0;
  #closed = false;

  /**
   * Downloads the engine, seals a frame and boots Python in it.
   *
   * @throws EngineDownloadError where a file of the engine cannot be had
   * @throws EngineBootError where Python cannot be started
   * @throws InvalidOptionError where an option has a value that cannot be used
   */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const base = engineFolder(options.assets);
    const onProgress = options.onProgress ?? (() => {});
    const giveUp = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, giveUp.signal]) : giveUp.signal;
    signal.throwIfAborted();
    const opening = Frame.open();
    try {
      const files = await downloadEngine(base, signal, (progress) => onProgress({ step: 'download', ...progress }));
      const frame = await opening;
      onProgress({ step: 'compile' });
      await abortable(frame.load(files), signal);
      const sandbox = new Sandbox(frame, onProgress);
      sandbox.#versions = await abortable(sandbox.#interpreter.ready, signal);
      return sandbox;
    } catch (error) {
      giveUp.abort();
      opening.then((frame) => frame.close(error)).catch(() => {});
      throw error;
    }
  }

  private constructor(frame: Frame, onProgress: (progress: SandboxProgress) => void) {
    this.#frame = frame;
    this.#onProgress = onProgress;
    this.#interpreter = this.#startInterpreter();
  }

  /** The version of Python that runs in here, such as `3.14.2`. */
  get pythonVersion(): string {
    return this.#versions?.python ?? '';
  }

  /**
   * Runs `code` after the runs before it. Code that fails, or that meets its deadline, is a result with an outcome.
   *
   * @throws WorkerDiedError where the worker crashed under the run or before its turn; the next run gets a new interpreter
   * @throws SandboxClosedError where the sandbox is closed
   * @throws InvalidOptionError where an option has a value that cannot be used
   * @throws the signal's reason where `signal` aborts
   */
  async run(code: string, { deadline = DEFAULT_DEADLINE, signal, onOutput }: RunOptions = {}): Promise<RunResult> {
    if (typeof code !== 'string')
      throw new InvalidOptionError(`run() takes Python code as a string, not ${typeof code}.`);
    const limit = checkDeadline(deadline);
    return this.#inTurn(signal, (interpreter) => this.#runIn(interpreter, code, limit, onOutput));
  }

  /**
   * Writes a file, in its turn among the runs.
   *
   * @param path relative to the working directory; folders on the way are made
   * @throws SandboxFileError where the path cannot be written
   * @throws WorkerDiedError, SandboxClosedError as {@link run} does
   */
  async writeFile(path: string, data: Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | string): Promise<void> {
    const bytes = await new Blob([data]).arrayBuffer();
    await this.#inTurn(undefined, (interpreter) => interpreter.writeFile(path, bytes));
  }

  /** Ends everything at once and removes the frame; runs that wait reject with {@link SandboxClosedError}. May be called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    const closed = new SandboxClosedError();
    this.#turns.rejectWaiting(closed);
    this.#frame.close(closed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Waits for a turn, has it used, and sees to it that the next one finds an interpreter that lives. */
  async #inTurn<Value>(
    signal: AbortSignal | undefined,
    use: (interpreter: Interpreter) => Promise<Value>,
  ): Promise<Value> {
    if (this.#closed) throw new SandboxClosedError();
    const endTurn = await this.#turns.take(signal);
    const interpreter = this.#interpreter;
    const callOffAbort = whenAborted(signal, (reason) => interpreter.end(reason));
    try {
      await interpreter.ready;
      return await use(interpreter);
    } catch (error) {
      // What waits was written for variables that are gone.
      if (error instanceof WorkerDiedError) this.#turns.rejectWaiting(error);
      throw error;
    } finally {
      callOffAbort();
      if (interpreter.ended && !this.#closed) this.#interpreter = this.#startInterpreter();
      endTurn();
    }
  }

  async #runIn(
    interpreter: Interpreter,
    code: string,
    deadline: number,
    onOutput: ((chunk: OutputChunk) => void) | undefined,
  ): Promise<RunResult> {
    const chunks: OutputChunk[] = [];
    const started = performance.now();
    const callOffDeadline = watchDeadline(deadline, () => interpreter.end(OVERRUN));
    this.#runs += 1;
    try {
      const reply = await interpreter.run({ run: this.#runs, code, deadline }, (batch) => {
        chunks.push(...batch);
        for (const chunk of batch) onOutput?.(chunk);
      });
      return composeResult(reply, chunks, deadline, false);
    } catch (error) {
      if (error === OVERRUN) return composeResult(overrun(started), chunks, deadline, true);
      throw error;
    } finally {
      callOffDeadline();
    }
  }

  #startInterpreter(): Interpreter {
    const interpreter = this.#frame.startInterpreter((step) => this.#onProgress({ step }));
    interpreter.ready.then(
      () => this.#onProgress({ step: 'ready' }),
      () => {},
    );
    return interpreter;
  }
}

function overrun(started: number): RunReply {
  return { outcome: 'OUTCOME_DEADLINE_EXCEEDED', durationMs: performance.now() - started };
}

/** @throws InvalidOptionError */
function engineFolder(assets: string | URL = 'pyodide/'): URL {
  const folder = String(assets);
  try {
    return new URL(folder.endsWith('/') ? folder : `${folder}/`, document.baseURI);
  } catch {
    throw new InvalidOptionError(`The option \`assets\` takes the address of a folder, not ${JSON.stringify(folder)}.`);
  }
}
