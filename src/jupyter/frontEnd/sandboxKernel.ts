import { asyncDispose } from '../../async/disposal.ts';
import { errorMessage } from '../../errors.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import type { Introspection } from '../../sandbox/introspection.ts';
import { createMessage, type JupyterMessage, readMessage } from '../wire/message.ts';
import { CellRun } from './cellRun.ts';
import { readCodeRequest, readCommOpen, readExecuteRequest, readInputReply, readShutdownRequest } from './requests.ts';

/** A place where the cells of a notebook run. Without `introspection` there are no completions. */
export interface NotebookSandbox extends CodeExecutor {
  introspection?: Introspection;
}

/** Options of {@link SandboxKernel}. */
export interface SandboxKernelOptions {
  /** Where cells run. A function is called when the kernel is first asked. The kernel closes it at its end. */
  sandbox: () => Promise<NotebookSandbox>;
  /** Takes the kernel's messages to the front end. */
  sendMessage: (message: JupyterMessage) => void;
  /** The kernel's id in the front end. @default '' */
  id?: string;
  /** The name of its kernelspec. @default 'glovebox' */
  name?: string;
  /** The folder of the notebook, which has no effect on the sandbox. @default '' */
  location?: string;
}

const LANGUAGE = {
  name: 'python',
  mimetype: 'text/x-python',
  file_extension: '.py',
  codemirror_mode: { name: 'ipython', version: 3 },
  pygments_lexer: 'ipython3',
  nbconvert_exporter: 'python',
};
const PROTOCOL_VERSION = '5.3';

/**
 * A kernel for front ends that speak the Jupyter protocol, such as JupyterLite: it runs cells in a sealed sandbox. It has the methods of an
 * `IKernel` of `@jupyterlite/services`. JupyterLite's own Stop does not reach its kernels: call {@link interrupt}.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class SandboxKernel implements AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** Settles at once: the sandbox is created when it is first needed. */
  readonly ready = Promise.resolve();
  /** Tells of the end of the kernel, as a signal of Lumino does. */
  readonly disposed = {
    connect: (slot: () => void) => this.#slots.size < this.#slots.add(slot).size,
    disconnect: (slot: () => void) => this.#slots.delete(slot),
  };
  readonly #options: SandboxKernelOptions;
  readonly #slots = new Set<() => void>();
  #sandbox: Promise<NotebookSandbox> | undefined;
  #isDisposed = false;
  #executionCount = 0;
  /** Counts the failures, after which the cells that were waiting are given up. */
  #failures = 0;
  /** The requests in their order, of which one runs at a time. */
  #queue = Promise.resolve();
  #interrupt = new AbortController();
  #answer: ((value: string | null) => void) | undefined;

  constructor(options: SandboxKernelOptions) {
    const { id = '', name = 'glovebox', location = '' } = options;
    this.#options = options;
    this.id = id;
    this.name = name;
    this.location = location;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Takes a message of the front end. Settles when the kernel has done what it asks for. Ignores what is no message. */
  async handleMessage(data: unknown): Promise<void> {
    const message = readMessage(data);
    if (!message || this.#isDisposed) return;
    switch (message.header.msg_type) {
      case 'input_reply':
        this.#answer?.(readInputReply(message.content).value);
        return;
      case 'interrupt_request':
        this.interrupt();
        this.#reply(message, { status: 'ok' });
        return;
      default: {
        const failures = this.#failures;
        const done = this.#queue.then(() => this.#handle(message, failures));
        this.#queue = done;
        await done;
      }
    }
  }

  /** Stops the cell that runs, and keeps its variables. */
  interrupt(): void {
    this.#interrupt.abort();
    this.#answer?.(null);
  }

  /** Ends the kernel and its sandbox. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.interrupt();
    this.#sandbox?.then((sandbox) => sandbox.close()).catch(() => {});
    for (const slot of this.#slots) slot();
  }

  /** Ends the kernel at the end of an `await using` block. */
  async [asyncDispose](): Promise<void> {
    this.dispose();
    await this.#queue;
  }

  async #handle(message: JupyterMessage, failuresBefore: number): Promise<void> {
    if (this.#isDisposed) return;
    this.#publish(message, 'status', { execution_state: 'busy' });
    try {
      const isGivenUp = message.header.msg_type === 'execute_request' && failuresBefore < this.#failures;
      const content = isGivenUp ? { status: 'aborted' } : await this.#contentFor(message);
      if (content) this.#reply(message, content);
    } catch (error) {
      const [ename, evalue] = ['KernelError', errorMessage(error)];
      this.#reply(message, { status: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] });
    }
    this.#publish(message, 'status', { execution_state: 'idle' });
  }

  /** @returns `undefined` for messages that want no reply */
  async #contentFor(message: JupyterMessage): Promise<Record<string, unknown> | undefined> {
    const { header, content } = message;
    switch (header.msg_type) {
      case 'kernel_info_request':
        return this.#describe();
      case 'execute_request':
        return this.#execute(message);
      case 'complete_request':
        return this.#complete(content);
      case 'inspect_request':
        return this.#inspect(content);
      case 'is_complete_request':
        return (
          (await (await this.#open()).introspection?.isComplete(readCodeRequest(content).code)) ?? { status: 'unknown' }
        );
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'history_request':
        return { status: 'ok', history: [] };
      case 'shutdown_request':
        return this.#shutDown(content);
      case 'comm_open':
        // Nothing here answers: the protocol asks to close it again.
        this.#publish(message, 'comm_close', { comm_id: readCommOpen(content).comm_id, data: {} });
        return undefined;
      default:
        return undefined;
    }
  }

  async #describe(): Promise<Record<string, unknown>> {
    const { pythonVersion } = await this.#open();
    return {
      status: 'ok',
      protocol_version: PROTOCOL_VERSION,
      implementation: 'glovebox',
      implementation_version: pythonVersion,
      language_info: { ...LANGUAGE, version: pythonVersion },
      banner: `Python ${pythonVersion} in a sealed sandbox of this browser`,
      help_links: [],
    };
  }

  async #execute(message: JupyterMessage): Promise<Record<string, unknown>> {
    const request = readExecuteRequest(message.content);
    const sandbox = await this.#open();
    this.#interrupt = new AbortController();
    if (!request.silent) this.#executionCount += 1;
    const cell = new CellRun(request, {
      publish: (type, content) => this.#publish(message, type, content),
      ask: (prompt) => this.#ask(message, prompt),
      executionCount: this.#executionCount,
      signal: this.#interrupt.signal,
    });
    const reply = await cell.execute(sandbox);
    if (reply.status === 'error' && request.stop_on_error) this.#failures += 1;
    return reply;
  }

  async #complete(content: unknown): Promise<Record<string, unknown>> {
    const { code, cursor_pos: cursor } = readCodeRequest(content);
    const found = await (await this.#open()).introspection?.complete(code, cursor);
    const { matches, start, end } = found ?? { matches: [], start: cursor, end: cursor };
    return { status: 'ok', matches, cursor_start: start, cursor_end: end, metadata: {} };
  }

  async #inspect(content: unknown): Promise<Record<string, unknown>> {
    const { code, cursor_pos: cursor, detail_level: level } = readCodeRequest(content);
    const text = await (await this.#open()).introspection?.inspect(code, cursor, { detail: level > 0 });
    const data = text === undefined ? {} : { 'text/plain': text };
    return { status: 'ok', found: text !== undefined, data, metadata: {} };
  }

  async #shutDown(content: unknown): Promise<Record<string, unknown>> {
    const { restart } = readShutdownRequest(content);
    if (restart) {
      await (await this.#open()).reset();
      this.#executionCount = 0;
    } else queueMicrotask(() => this.dispose());
    return { status: 'ok', restart };
  }

  /** Asks the user of the front end. An interrupt answers with nothing. */
  #ask(message: JupyterMessage, prompt: string): Promise<string | null> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#send(message, 'stdin', 'input_request', { prompt, password: false });
    });
  }

  /** Creates the sandbox when it is first needed, and again if that failed or it was closed since. */
  async #open(): Promise<NotebookSandbox> {
    const opened = await this.#sandbox?.catch(() => undefined);
    if (opened && !opened.closed) return opened;
    this.#sandbox = this.#options.sandbox();
    return this.#sandbox;
  }

  #reply(to: JupyterMessage, content: Record<string, unknown>): void {
    this.#send(to, to.channel, to.header.msg_type.replace(/_request$/, '_reply'), content);
  }

  #publish(to: JupyterMessage, type: string, content: Record<string, unknown>): void {
    this.#send(to, 'iopub', type, content);
  }

  #send(to: JupyterMessage, channel: JupyterMessage['channel'], type: string, content: Record<string, unknown>): void {
    const { session } = to.header;
    this.#options.sendMessage(createMessage(channel, type, content, { session, parent: to.header }));
  }
}
