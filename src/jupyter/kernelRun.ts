import { wait, whenAborted } from '../async/abort.ts';
import { notifyListener } from '../async/notifyListener.ts';
import { PausableTimer } from '../async/timeouts.ts';
import { errorMessage, WorkerDiedError } from '../errors.ts';
import { type OutputChunk, type RunReply, VALUE_LIMIT } from '../protocol.ts';
import type { RunOptions } from '../sandbox/options.ts';
import { RunResultBuilder } from '../sandbox/result.ts';
import { savedPictures } from '../sandbox/savedPictures.ts';
import { execute } from './execute.ts';
import { readFile } from './kernelFiles.ts';
import type { KernelProcess } from './kernelProcess.ts';
import {
  type RunFacts,
  readClearing,
  readDisplay,
  readError,
  readInputRequest,
  readNothing,
  readReply,
  readRunFacts,
  readStream,
} from './wire/contents.ts';
import type { JupyterMessage } from './wire/message.ts';

/** Milliseconds between two interrupts of code that goes on, as in a loop that catches every exception. */
const INTERRUPT_AGAIN = 1_000;
/** Interrupts before the kernel counts as stuck: code of libraries written in C may take long to hear of one. */
const MAX_INTERRUPTS = 10;
/** The answer by which a kernel's `input()` raises an `EOFError`. */
const END_OF_INPUT = '\u0004';
/** Types of the messages with a display. */
const DISPLAYS = ['execute_result', 'display_data', 'update_display_data'];

/** One run in a kernel's turn. */
export interface KernelRunPlan {
  code: string;
  /** Variables that it begins with, in JSON. */
  inputs: string;
  /** Milliseconds; `Infinity` for none. */
  timeout: number;
  options: RunOptions;
  /** Aborts when the kernel is reset or closed. */
  session: AbortSignal;
}

interface KernelRunEnd {
  reply: RunReply;
  collected: RunResultBuilder;
  /** Whether the kernel ended with it. */
  killed: boolean;
}

/** Reason to restart a kernel whose run goes on past its timeout. */
const OVERRUN = Symbol('overrun');

/** One run of a kernel. */
export class KernelRun {
  readonly #kernel: KernelProcess;
  readonly #plan: KernelRunPlan;
  readonly #collected = new RunResultBuilder();
  readonly #ended = new AbortController();
  #started = 0;
  #isTimedOut = false;
  /** Whether the next output takes the place of all that came before: `clear_output(wait=True)`. */
  #clearsNext = false;
  #timer: PausableTimer | undefined;

  constructor(kernel: KernelProcess, plan: KernelRunPlan) {
    this.#kernel = kernel;
    this.#plan = plan;
  }

  /**
   * @throws the signal's reason if `options.signal` aborts
   * @throws WorkerDiedError if a kernel that was not started here does not react to interrupts
   */
  async execute(): Promise<KernelRunEnd> {
    const { code, inputs, timeout, options } = this.#plan;
    await this.#kernel.helper.call('begin', { inputs: JSON.parse(inputs) }, readNothing);
    options.signal?.throwIfAborted();
    this.#started = performance.now();
    this.#timer = new PausableTimer(timeout, () => {
      this.#isTimedOut = true;
      this.#interrupt(OVERRUN);
    });
    const stopListening = whenAborted(options.signal, (reason) => this.#interrupt(reason));
    try {
      const reply = await execute(
        this.#kernel.connection,
        { code, silent: false, store_history: true, allow_stdin: true },
        {
          onOutput: (message) => this.#receive(message),
          onQuestion: (content, answer) => this.#ask(content, answer),
        },
      );
      const durationMs = this.#elapsed;
      this.#end(stopListening);
      options.signal?.throwIfAborted();
      return { reply: await this.#compose(reply, durationMs), collected: this.#collected, killed: false };
    } catch (error) {
      if (error === OVERRUN) return this.#killed({ status: 'timeout' });
      options.signal?.throwIfAborted();
      if (!(error instanceof WorkerDiedError) || !this.#kernel.hasDied) throw error;
      const traceback = `${error.name}: ${errorMessage(error)}\n`;
      this.#write('stderr', traceback);
      return this.#killed({ status: 'error', error: { type: error.name, message: error.message, traceback } });
    } finally {
      this.#end(stopListening);
    }
  }

  #end(stopListening: () => void): void {
    this.#timer?.cancel();
    stopListening();
    this.#ended.abort();
  }

  #killed(ending: Pick<RunReply, 'status' | 'error'>): KernelRunEnd {
    const reply = { ...ending, durationMs: this.#elapsed, droppedOutput: 0, files: [] };
    return { reply, collected: this.#collected, killed: true };
  }

  get #elapsed(): number {
    return performance.now() - this.#started;
  }

  async #compose(content: unknown, durationMs: number): Promise<RunReply> {
    const { helper } = this.#kernel;
    const facts = await helper.call('end', { limit: VALUE_LIMIT }, readRunFacts);
    const pictures = await savedPictures(facts.files, (path) => readFile(helper, path, this.#plan.session));
    for (const picture of pictures) notifyListener(this.#collected.addDisplay(picture), this.#plan.options.onDisplay);
    const common = { durationMs, droppedOutput: 0, files: facts.files };
    if (this.#isTimedOut) return { status: 'timeout', ...common };
    if (readReply(content).status === 'ok' || facts.isExit) {
      return { status: 'ok', ...common, ...(facts.value !== null && { value: facts.value }) };
    }
    return { status: 'error', ...common, error: this.#failure(content, facts) };
  }

  #failure(content: unknown, { type }: RunFacts): NonNullable<RunReply['error']> {
    const error = readError(content);
    this.#write('stderr', error.traceback);
    return { ...error, type: type ?? error.type };
  }

  #receive({ header: { msg_type: type }, content }: JupyterMessage): void {
    if (type === 'stream') {
      const { name, text } = readStream(content);
      this.#write(name, text);
    } else if (DISPLAYS.includes(type)) {
      const display = readDisplay(type, content);
      if (type !== 'update_display_data') this.#clearIfDue();
      notifyListener(this.#collected.addDisplay(display), this.#plan.options.onDisplay);
    } else if (type === 'clear_output') {
      this.#clearsNext = true;
      if (!readClearing(content).wait) this.#clearIfDue();
    }
  }

  #clearIfDue(): void {
    if (!this.#clearsNext) return;
    this.#clearsNext = false;
    notifyListener([this.#collected.clear()], this.#plan.options.onClearOutput);
  }

  #write(stream: OutputChunk['stream'], text: string): void {
    this.#clearIfDue();
    const chunks = this.#collected.addOutput([{ stream, text, time: this.#elapsed }]);
    notifyListener(chunks, this.#plan.options.onOutput);
  }

  /** Asks a person. The timeout stands still meanwhile, since the kernel only waits. */
  async #ask(content: unknown, answer: (value: string) => void): Promise<void> {
    const resume = this.#timer?.pause();
    let value: string | null | undefined;
    try {
      value = await this.#plan.options.onInput?.(readInputRequest(content).prompt);
    } catch {
      // As if nobody answered.
    }
    resume?.();
    if (!this.#ended.signal.aborted) answer(value ?? END_OF_INPUT);
  }

  /** Interrupts the run until it ends. A kernel that was started here is restarted if that does not help. */
  async #interrupt(reason: unknown): Promise<void> {
    const { signal } = this.#ended;
    try {
      for (let count = 0; count < MAX_INTERRUPTS; count += 1) {
        await this.#kernel.interrupt().catch(() => {});
        await wait(INTERRUPT_AGAIN, signal);
      }
      if (this.#kernel.isOwn) await this.#kernel.restart(reason);
      else this.#kernel.connection.rejectAll(stuck());
    } catch (error) {
      if (!signal.aborted) this.#kernel.connection.rejectAll(error);
    }
  }
}

function stuck(): WorkerDiedError {
  return new WorkerDiedError(
    'The kernel does not react to interrupts. Wait for it, or restart it with reset(): that loses its variables.',
  );
}
