import { asyncDispose } from '../async/disposal.ts';
import { Mutex } from '../async/mutex.ts';
import { notifyListener } from '../async/notifyListener.ts';
import { type GloveboxError, InvalidOptionError, SandboxClosedError, SandboxResetError } from '../errors.ts';
import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import { encodeInputs } from '../sandbox/inputs.ts';
import { languageOf, type RunOptions, timeoutOf } from '../sandbox/options.ts';
import type { RunResult } from '../sandbox/result.ts';
import { KernelFiles } from './kernelFiles.ts';
import { KernelProcess } from './kernelProcess.ts';
import { KernelRun } from './kernelRun.ts';
import { checkKernelOptions, type JupyterKernelOptions } from './options.ts';

/**
 * A Python kernel of a Jupyter server, used as a `Sandbox` is. It is no sandbox: code runs on the server's machine with the rights of its
 * user, with its files, its network and its packages. Variables persist from run to run; runs queue, one at a time.
 */
export class JupyterKernel implements CodeExecutor, AsyncDisposable {
  /** The files below the folder in which the kernel was when it was connected. `reset()` leaves them as they are. */
  readonly files = new KernelFiles((use) => this.#inTurn((session) => use(this.#process.helper, session)));
  /** Code can import what is installed on the server. */
  readonly packages = 'installed';
  readonly #options: JupyterKernelOptions;
  readonly #mutex = new Mutex();
  #opened: KernelProcess | undefined;
  /** Aborts when the session ends. */
  #ended = new AbortController();
  #runs = 0;
  /** The numbers of the runs whose variables the kernel has. */
  #kept: number[] = [];
  /** The numbers of the runs whose variables are gone, which no result has named yet. */
  #lost: number[] = [];
  #closed = false;

  /**
   * Starts a kernel, or attaches to one that runs, and waits until it answers.
   *
   * @throws JupyterServerError if the server can't be reached or refuses, or the kernel does not run Python; the message says what to do
   * @throws WorkerDiedError if the kernel does not answer within 60 s
   * @throws InvalidOptionError if an option has a value that can't be used
   * @throws the signal's reason if `signal` aborts
   */
  static async connect(options: JupyterKernelOptions): Promise<JupyterKernel> {
    checkKernelOptions(options);
    const kernel = new JupyterKernel(options);
    kernel.#opened = await KernelProcess.open(options, {
      onStatus: (status) => notifyListener([status], options.onStatus),
      onLost: () => kernel.#lose(),
    });
    return kernel;
  }

  private constructor(options: JupyterKernelOptions) {
    this.#options = options;
  }

  /** The id of the kernel on its server, with which others can attach to it. */
  get id(): string {
    return this.#process.id;
  }

  /** The version of Python, such as `3.13.5`. */
  get pythonVersion(): string {
    return this.#process.pythonVersion;
  }

  /** Whether it was closed: it takes no more runs. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Runs `code` after the runs before it. Code that fails or times out gives a result with that status: the kernel is interrupted, and keeps
   * its variables. So does code that ends the kernel: the server starts it again, and the result names the runs whose variables are lost.
   * A kernel that was started here is restarted if ten interrupts, one each second, don't end a run.
   *
   * @throws WorkerDiedError if the kernel was shut down, does not react to interrupts, or its answer was lost
   * @throws JupyterServerError if the connection broke and could not be made again within some 30 s
   * @throws UntrustedMessageError if the server sends something malformed
   * @throws SandboxClosedError if the kernel is closed, before or during the run
   * @throws SandboxResetError if the kernel is reset during the run
   * @throws InvalidOptionError if an option has a value that can't be used; the only language is Python
   * @throws the signal's reason if `signal` aborts
   */
  async run(code: string, options: RunOptions = {}): Promise<RunResult> {
    if (typeof code !== 'string') throw new InvalidOptionError(`run() takes code as a string, not ${typeof code}.`);
    const timeout = timeoutOf(options);
    if (languageOf(options) !== 'python' || options.aside) {
      throw new InvalidOptionError(
        'A Jupyter kernel runs Python alone, and not `aside`. Leave the option out, or use a Sandbox.',
      );
    }
    const inputs = encodeInputs(options.inputs ?? {}, 'python');
    return this.#inTurn(async (session) => {
      this.#runs += 1;
      const run = this.#runs;
      const ending = await new KernelRun(this.#process, { code, inputs, timeout, options, session }).execute();
      if (ending.killed) this.#lose();
      else this.#kept.push(run);
      session.throwIfAborted();
      const losses = { runs: this.#lost.splice(0), files: false };
      const details = { run, timeout, undone: ending.killed, losses, language: 'Python', beginsAfresh: true } as const;
      return await ending.collected.compose(ending.reply, details);
    }, options.signal);
  }

  /**
   * Refuses: code on a server can't call functions of the page.
   *
   * @throws InvalidOptionError
   */
  expose(): never {
    throw new InvalidOptionError(
      "Code in a Jupyter kernel can't call functions of the page. Leave `toolsFromPython` out, or use a Sandbox.",
    );
  }

  /**
   * Restarts the kernel, also one that was attached to: variables are gone, files stay. Calls that run or wait reject with
   * `SandboxResetError`.
   *
   * @throws SandboxClosedError if the kernel is closed
   * @throws JupyterServerError if the server can't restart it
   */
  async reset(): Promise<void> {
    if (this.#closed) throw closedError();
    const reset = new SandboxResetError();
    this.#end(reset);
    this.#ended = new AbortController();
    const restarted = this.#process.restart(reset);
    const release = await this.#mutex.lockNext();
    try {
      await restarted;
      this.#kept = [];
      this.#lost = [];
    } finally {
      release();
    }
  }

  /**
   * Ends the connection. A kernel that was started here is shut down, one that was attached to goes on. Runs that wait reject with
   * `SandboxClosedError`. May be called twice.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const closed = closedError();
    this.#end(closed);
    await this.#process.close(closed);
  }

  /** Closes the kernel at the end of an `await using` block. */
  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Starts another kernel on the same server, with the same options. Both have the same files, unless this one was attached to.
   *
   * @throws SandboxClosedError if this kernel is closed
   * @throws the errors of {@link connect}
   */
  async createAnother(): Promise<JupyterKernel> {
    if (this.#closed) throw closedError();
    const { kernelId: _, signal: __, ...options } = this.#options;
    return JupyterKernel.connect(options);
  }

  get #process(): KernelProcess {
    if (!this.#opened) throw new TypeError('The kernel is not connected yet.');
    return this.#opened;
  }

  async #inTurn<Value>(use: (session: AbortSignal) => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    if (this.#closed) throw closedError();
    const session = this.#ended.signal;
    const release = await this.#mutex.lock(signal);
    try {
      await this.#process.whenReady();
      session.throwIfAborted();
      return await use(session);
    } finally {
      release();
    }
  }

  /** Rejects the calls that wait for their turn, and ends the one that has it. */
  #end(reason: GloveboxError): void {
    this.#ended.abort(reason);
    this.#mutex.rejectWaiting(reason);
  }

  #lose(): void {
    this.#lost.push(...this.#kept.splice(0));
  }
}

function closedError(): SandboxClosedError {
  return new SandboxClosedError('This kernel is closed. Connect another with JupyterKernel.connect().');
}
