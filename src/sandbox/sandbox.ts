import {
  InvalidOptionError,
  SandboxClosedError,
  SandboxLimitError,
  SandboxResetError,
  WorkerDiedError,
} from '../errors.ts';
import type { Display, HostAnswer, HostRequest, OutputChunk, RunReply } from '../protocol.ts';
import { abortable, whenAborted } from './abortable.ts';
import { type Deadline, deadlineOf, GRACE } from './deadline.ts';
import { type EngineLease, type EngineProgress, leaseEngine } from './engine.ts';
import { SandboxFiles } from './files.ts';
import type { Interpreter, Versions } from './interpreter.ts';
import { DEFAULT_MEMORY_LIMIT, LEAST_MEMORY_LIMIT, PAGE_OUTPUT_LIMIT } from './limits.ts';
import { failureBehind } from './packages/failureBehind.ts';
import type { PackageProgress } from './packages/loader.ts';
import type { PackagesOption } from './packages/option.ts';
import { Packages } from './packages/packages.ts';
import { Collected, type RunResult } from './result.ts';
import { type Tool, type ToolLimits, ToolTable } from './tools.ts';
import { Turns } from './turns.ts';

/** What a sandbox is doing on its way to ready: bytes while it downloads, then one step after the other; and packages, later on. */
export type SandboxProgress = EngineProgress | { step: 'ready' } | ({ step: 'packages' } & PackageProgress);

export interface SandboxOptions {
  /**
   * The folder with the engine's files, named as in the `pyodide` package.
   * @default `pyodide/` beside the page
   */
  assets?: string | URL;
  /**
   * Bytes to which Python's memory may grow; beyond that it gets a `MemoryError`.
   * @default 2147483648
   */
  memoryLimit?: number;
  /**
   * Where packages that code imports may come from. They are loaded before the code runs.
   * @default 'distribution'
   */
  packages?: PackagesOption;
  /**
   * The folder with the files of Pyodide's distribution: a mirror.
   * @default that of this version at cdn.jsdelivr.net
   */
  distributionUrl?: string | URL;
  /**
   * A package index that answers in JSON, for `packages: 'pypi'`.
   * @default https://pypi.org/simple/
   */
  pypiUrl?: string | URL;
  /** What calls of exposed tools may cost. */
  toolLimits?: Partial<ToolLimits>;
  /** Called as the sandbox comes up, and again when its worker is replaced. */
  onProgress?: (progress: SandboxProgress) => void;
  /** Gives up on creating the sandbox. */
  signal?: AbortSignal;
}

export interface RunOptions {
  /**
   * When the run is to end with `OUTCOME_DEADLINE_EXCEEDED`: milliseconds from when Python starts on it, or a signal.
   * @default 30000, as Gemini's code execution has it
   */
  deadline?: number | AbortSignal;
  /** Takes the run from the queue, or stops it; `run` rejects with the signal's reason. Variables are kept where Python looks up. */
  signal?: AbortSignal;
  /** What Python writes, as it writes it. */
  onOutput?: (chunk: OutputChunk) => void;
  /** What Python displays, as it displays it. */
  onDisplay?: (display: Display) => void;
  /** Answers `input()`. Without it, or where it gives `null`, Python gets an `EOFError`. */
  onInput?: (prompt: string) => string | null | Promise<string | null>;
}

const REPLACED = 'Python had to be replaced to end the run before this one. Variables are gone.';

/** Why a worker was ended whose run went on past its deadline. */
const OVERRUN = Symbol('overrun');

/** Python in a sealed frame of this page. Variables persist from run to run; runs queue, one at a time. */
export class Sandbox implements AsyncDisposable {
  /** How many sandboxes this page may have at once. @default Infinity */
  static limit = Number.POSITIVE_INFINITY;
  static #alive = 0;

  /** The files below the working directory. */
  readonly files = new SandboxFiles((use) => this.#inTurn(undefined, use));
  readonly #lease: EngineLease;
  readonly #memoryLimit: number;
  readonly #onProgress: (progress: SandboxProgress) => void;
  readonly #turns = new Turns();
  readonly #tools: ToolTable;
  readonly #packages: Packages;
  /** The interpreters that know the tools as they are now. */
  #toolsKnown = new WeakSet<Interpreter>();
  #interpreter: Interpreter;
  #versions: Versions | undefined;
  #runs = 0;
  #closed = false;

  /**
   * Downloads the engine, seals a frame and boots Python in it. Sandboxes whose engine comes from the same folder share both.
   *
   * @throws EngineDownloadError where a file of the engine cannot be had
   * @throws EngineBootError where Python cannot be started
   * @throws InvalidOptionError where an option has a value that cannot be used
   * @throws SandboxLimitError where the page has as many as {@link Sandbox.limit} allows
   */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const base = engineFolder(options.assets);
    checkMemoryLimit(options.memoryLimit);
    if (options.packages !== undefined) await checkPackagesOption(options.packages, base);
    options.signal?.throwIfAborted();
    if (Sandbox.#alive >= Sandbox.limit) throw new SandboxLimitError(Sandbox.limit);
    Sandbox.#alive += 1;
    let sandbox: Sandbox | undefined;
    try {
      const lease = await leaseEngine(base, options.onProgress ?? (() => {}), options.signal);
      sandbox = new Sandbox(lease, base, options);
      sandbox.#versions = await abortable(sandbox.#interpreter.ready, options.signal);
      return sandbox;
    } catch (error) {
      if (sandbox) await sandbox.close();
      else Sandbox.#alive -= 1;
      throw error;
    }
  }

  private constructor(lease: EngineLease, assets: URL, options: SandboxOptions) {
    this.#lease = lease;
    this.#memoryLimit = options.memoryLimit ?? DEFAULT_MEMORY_LIMIT;
    this.#onProgress = options.onProgress ?? (() => {});
    this.#tools = new ToolTable(options.toolLimits);
    this.#packages = new Packages(assets, options, (progress) => this.#onProgress({ step: 'packages', ...progress }));
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
   * @throws SandboxClosedError, SandboxResetError where the sandbox is closed, or reset meanwhile
   * @throws InvalidOptionError where an option has a value that cannot be used
   * @throws the signal's reason where `signal` aborts
   */
  async run(code: string, options: RunOptions = {}): Promise<RunResult> {
    if (typeof code !== 'string') {
      throw new InvalidOptionError(`run() takes Python code as a string, not ${typeof code}.`);
    }
    const deadline = deadlineOf(options.deadline);
    return this.#inTurn(options.signal, (interpreter) => this.#runIn(interpreter, code, deadline, options));
  }

  /**
   * Makes functions of the page callable from Python: `from tools import name`. A plain call where the browser can suspend Python
   * (JSPI), an awaitable elsewhere. Adds to those that were exposed before.
   *
   * @throws InvalidOptionError where a name is none that Python can import
   */
  expose(tools: Record<string, Tool>): void {
    this.#tools.add(tools);
    this.#toolsKnown = new WeakSet();
  }

  /** Starts afresh, with no variables and no files; exposed tools stay. What runs or waits rejects with `SandboxResetError`. */
  async reset(): Promise<void> {
    if (this.#closed) throw new SandboxClosedError();
    const reset = new SandboxResetError();
    this.#turns.rejectWaiting(reset);
    this.#interpreter.end(reset);
    const endTurn = await this.#turns.take();
    try {
      if (this.#interpreter.ended && !this.#closed) this.#interpreter = this.#startInterpreter();
      await this.#interpreter.ready;
    } finally {
      endTurn();
    }
  }

  /** Ends everything at once and gives the frame back; runs that wait reject with {@link SandboxClosedError}. May be called twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    Sandbox.#alive -= 1;
    const closed = new SandboxClosedError();
    this.#turns.rejectWaiting(closed);
    this.#interpreter.end(closed);
    this.#lease.release(closed);
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
    try {
      await abortable(interpreter.ready, signal);
      return await use(interpreter);
    } catch (error) {
      // What waits was written for variables that are gone.
      if (interpreter.ended && !(error instanceof SandboxResetError)) {
        this.#turns.rejectWaiting(error instanceof WorkerDiedError ? error : new WorkerDiedError(REPLACED));
      }
      throw error;
    } finally {
      if (interpreter.ended && interpreter === this.#interpreter && !this.#closed) {
        this.#interpreter = this.#startInterpreter();
      }
      endTurn();
    }
  }

  async #runIn(interpreter: Interpreter, code: string, deadline: Deadline, options: RunOptions): Promise<RunResult> {
    await abortable(this.#teachTools(interpreter), options.signal);
    const missing = await this.#packages.load(code, interpreter, options.signal);
    const collected = new Collected();
    if (deadline.signal?.aborted) return collected.compose(overrun(performance.now()), deadline.milliseconds, false);
    const ended = new AbortController();
    const started = performance.now();
    const callOff = [
      whenAborted(options.signal, (reason) => stopOrReplace(interpreter, 'stop', reason)),
      whenAborted(deadline.signal, () => stopOrReplace(interpreter, 'deadline', OVERRUN)),
      deadline.watch(() => interpreter.end(OVERRUN)),
    ];
    this.#runs += 1;
    const request = { run: this.#runs, code, deadline: deadline.milliseconds, outputLimit: PAGE_OUTPUT_LIMIT };
    try {
      const reply = await interpreter.run(request, {
        onOutput: (chunks) => tellAll(collected.addOutput(chunks), options.onOutput),
        onDisplay: (display) => collected.addDisplay(display) && tellAll([display], options.onDisplay),
        onRequest: this.#answerer(options, ended.signal),
      });
      options.signal?.throwIfAborted();
      const hint = reply.error && failureBehind(reply.error, missing);
      if (!reply.error || hint === undefined) return collected.compose(reply, deadline.milliseconds, false);
      const note = { stream: 'stderr', text: `Hint: ${hint}\n`, time: reply.durationMs } as const;
      tellAll(collected.addOutput([note]), options.onOutput);
      const error = { ...reply.error, hint };
      return collected.compose({ ...reply, error }, deadline.milliseconds, false);
    } catch (error) {
      if (error === OVERRUN) return collected.compose(overrun(started), deadline.milliseconds, true);
      throw error;
    } finally {
      for (const off of callOff) off();
      ended.abort();
    }
  }

  async #teachTools(interpreter: Interpreter): Promise<void> {
    if (this.#tools.size === 0 || this.#toolsKnown.has(interpreter)) return;
    await interpreter.setTools(this.#tools.describe());
    this.#toolsKnown.add(interpreter);
  }

  #answerer({ onInput }: RunOptions, signal: AbortSignal): (request: HostRequest) => Promise<HostAnswer> {
    const callTool = this.#tools.forRun(signal);
    return async (request) => {
      if (request.kind === 'tool') return callTool(request.name, request.arguments);
      try {
        return { value: (await onInput?.(request.prompt)) ?? null };
      } catch (error) {
        return { error: String(error) };
      }
    };
  }

  #startInterpreter(): Interpreter {
    const options = { memoryLimit: this.#memoryLimit };
    const interpreter = this.#lease.frame.startInterpreter(options, (step) => this.#onProgress({ step }));
    interpreter.ready.then(
      () => this.#onProgress({ step: 'ready' }),
      () => {},
    );
    return interpreter;
  }
}

/** Asks a run to end, and replaces its interpreter where it does not hear. */
function stopOrReplace(interpreter: Interpreter, why: 'stop' | 'deadline', reason: unknown): void {
  interpreter.stop(why);
  const run = interpreter.currentRun;
  setTimeout(() => {
    if (run !== undefined && interpreter.currentRun === run) interpreter.end(reason);
  }, GRACE);
}

/** A listener that throws is the page's own affair: it is reported as any uncaught error, and the run goes on. */
function tellAll<Item>(items: Item[], listener: ((item: Item) => void) | undefined): void {
  for (const item of items) {
    try {
      listener?.(item);
    } catch (error) {
      reportError(error);
    }
  }
}

function overrun(started: number): RunReply {
  return { outcome: 'OUTCOME_DEADLINE_EXCEEDED', durationMs: performance.now() - started, droppedOutput: 0, files: [] };
}

/** @throws InvalidOptionError */
async function checkPackagesOption(option: PackagesOption, base: URL): Promise<void> {
  const { readPackagesOption } = await import('./packages/option.ts');
  readPackagesOption(option, base);
}

/** @throws InvalidOptionError */
function checkMemoryLimit(limit = DEFAULT_MEMORY_LIMIT): void {
  if (Number.isFinite(limit) && limit >= LEAST_MEMORY_LIMIT) return;
  throw new InvalidOptionError(
    `The option \`memoryLimit\` takes bytes, at least ${LEAST_MEMORY_LIMIT}, not ${String(limit)}.`,
  );
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
