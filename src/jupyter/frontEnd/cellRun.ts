import type { Display, MimeBundle, OutputChunk } from '../../protocol.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { ExecuteRequest } from './requests.ts';

/** Milliseconds that text of stderr may wait for the end of the run: its last part is the traceback, which front ends show by themselves. */
const HOLD = 250;

interface CellContext {
  /** Sends a message on `iopub`. */
  publish: (type: string, content: Record<string, unknown>) => void;
  /** Asks the user of the front end. */
  ask: (prompt: string) => Promise<string | null>;
  executionCount: number;
  signal: AbortSignal;
}

/** Runs one cell of a notebook, and tells the front end what it shows. */
export class CellRun {
  readonly #request: ExecuteRequest;
  readonly #context: CellContext;
  #held = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(request: ExecuteRequest, context: CellContext) {
    this.#request = request;
    this.#context = context;
  }

  /** @returns the content of the reply */
  async execute(sandbox: CodeExecutor): Promise<Record<string, unknown>> {
    const { code, allow_stdin: mayAsk, silent } = this.#request;
    const { executionCount, ask, signal } = this.#context;
    this.#publish('execute_input', { code, execution_count: executionCount });
    try {
      const { error } = await sandbox.run(code, {
        timeout: Number.POSITIVE_INFINITY,
        signal,
        ...(!silent && {
          onOutput: (chunk) => this.#write(chunk),
          onDisplay: (display) => this.#show(display),
          onClearOutput: () => this.#clear(),
        }),
        ...(mayAsk && { onInput: ask }),
      });
      this.#flush(error?.traceback);
      if (!error) return { status: 'ok', execution_count: executionCount, payload: [], user_expressions: {} };
      return this.#fail(error.type, error.message, error.traceback);
    } catch (error) {
      this.#flush();
      if (signal.aborted) return this.#fail('KeyboardInterrupt', '', 'KeyboardInterrupt');
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return this.#fail(name, message, `${name}: ${message}`);
    }
  }

  #fail(ename: string, evalue: string, traceback: string): Record<string, unknown> {
    const error = { ename, evalue, traceback: traceback.trimEnd().split('\n') };
    this.#publish('error', error);
    return { status: 'error', execution_count: this.#context.executionCount, ...error };
  }

  #write({ stream, text }: OutputChunk): void {
    this.#flush();
    if (stream === 'stdout') this.#publish('stream', { name: stream, text });
    else {
      this.#held = text;
      this.#timer = setTimeout(() => this.#flush(), HOLD);
    }
  }

  #show({ source, data: forms }: Display): void {
    this.#flush();
    const data = contentsOf(forms);
    if (source !== 'result') this.#publish('display_data', { data, metadata: {}, transient: {} });
    else this.#publish('execute_result', { data, metadata: {}, execution_count: this.#context.executionCount });
  }

  #clear(): void {
    this.#flush(this.#held);
    this.#publish('clear_output', { wait: false });
  }

  /** Sends the text that was held back, without the traceback at its end. */
  #flush(traceback = ''): void {
    clearTimeout(this.#timer);
    const text =
      traceback !== '' && this.#held.endsWith(traceback) ? this.#held.slice(0, -traceback.length) : this.#held;
    this.#held = '';
    if (text !== '') this.#publish('stream', { name: 'stderr', text });
  }

  #publish(type: string, content: Record<string, unknown>): void {
    if (!this.#request.silent) this.#context.publish(type, content);
  }
}

/** In the protocol, forms in JSON are no texts. */
function contentsOf(forms: MimeBundle): Record<string, unknown> {
  const entries = Object.entries(forms).map(([type, text]) => [type, /[/+]json$/.test(type) ? parseJson(text) : text]);
  return Object.fromEntries(entries);
}
