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
    if (this.#closed) throw new SandboxClosedError();
    const endTurn = await this.#turns.take(signal);
    try {
      return await this.#runNow(code, limit, signal, onOutput);
    } finally {
      endTurn();
    }
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

  async #runNow(
    code: string,
    deadline: number,
    signal: AbortSignal | undefined,
    onOutput: ((chunk: OutputChunk) => void) | undefined,
  ): Promise<RunResult> {
    const interpreter = this.#interpreter;
    const chunks: OutputChunk[] = [];
    const callOffAbort = whenAborted(signal, (reason) => interpreter.end(reason));
    let callOffDeadline = () => {};
    let started = performance.now();
    try {
      await interpreter.ready;
      started = performance.now();
      callOffDeadline = watchDeadline(deadline, () => interpreter.end(OVERRUN));
      this.#runs += 1;
      const reply = await interpreter.run({ run: this.#runs, code, deadline }, (batch) => {
        chunks.push(...batch);
        for (const chunk of batch) onOutput?.(chunk);
      });
      return composeResult(reply, chunks, deadline, false);
    } catch (error) {
      if (error === OVERRUN) return composeResult(overrun(started), chunks, deadline, true);
      // The runs that wait were written for variables that are gone.
      if (error instanceof WorkerDiedError) this.#turns.rejectWaiting(error);
      throw error;
    } finally {
      callOffAbort();
      callOffDeadline();
      if (interpreter.ended && !this.#closed) this.#interpreter = this.#startInterpreter();
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
  const url = URL.parse?.(folder.endsWith('/') ? folder : `${folder}/`, document.baseURI);
  if (url) return url;
  throw new InvalidOptionError(`The option \`assets\` takes the address of a folder, not ${JSON.stringify(folder)}.`);
}
