import { abortable, whenAborted } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { errorMessage } from '../../errors.ts';
import { FETCH_TOOL, type HostAnswer } from '../../protocol.ts';
import type { Network } from '../network/network.ts';
import type { PageFetch } from '../network/pageFetch.ts';
import {
  type ApprovalRequest,
  askForApproval,
  isToBeAsked,
  MAX_WAITING,
  type OnApproval,
  ToolRefusedError,
} from './approval.ts';
import { readArguments } from './checkArguments.ts';
import type { Tool, ToolLimits } from './tool.ts';
import { recordParameters, shorten, type ToolCall } from './toolCall.ts';
import type { ToolTable } from './toolTable.ts';

/** Characters of the name of an error's class. */
const MAX_NAME_LENGTH = 100;
/** Characters of an error's message. */
const MAX_MESSAGE_LENGTH = 10_000;

/** Characters of the address and the headers of a request. */
const MAX_HEADERS_LENGTH = 256 * 1024;
/** The longest delay that browsers' timers take, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

/** The tools of a sandbox, and what holds for their calls. */
export interface ToolSettings {
  table: ToolTable;
  limits: ToolLimits;
  onApproval: OnApproval | undefined;
  /** Where code's requests may go, if anywhere. */
  network?: Network | undefined;
}

/** A tool, and the limits for a call of it. */
interface LimitedTool {
  tool: Tool;
  limits: Omit<ToolLimits, 'calls'>;
}

/** The run whose code calls. */
interface CallingRun {
  run: number;
  /** When it began, by `performance.now()`. */
  started: number;
  /** Aborts when the run ends. */
  signal: AbortSignal;
  /** Gets a new record whenever a call has begun, waits, runs or has ended. */
  onCall(call: ToolCall): void;
}

/** The calls of tools in one run. Counts, sizes and times them, and asks for approvals. */
export class ToolCalls {
  readonly #settings: ToolSettings;
  readonly #run: CallingRun;
  #calls = 0;
  #requests = 0;
  #waiting = 0;
  #fetch: Promise<PageFetch> | undefined;

  constructor(settings: ToolSettings, run: CallingRun) {
    this.#settings = settings;
    this.#run = run;
  }

  /**
   * @param json the arguments
   * @param pause stops the clock of the run while a person is asked, and returns the function that starts it again
   */
  async answer(name: string, json: string, pause: () => () => void): Promise<HostAnswer> {
    this.#calls += 1;
    const call = new RecordedCall(this.#calls, name, this.#run);
    try {
      const { tool, limits } = await this.#find(name);
      const parameters = await readArguments(tool, json, limits.argumentLength);
      call.parameters = recordParameters(parameters);
      if (await isToBeAsked(name, tool.approve, parameters)) {
        call.report('asking');
        const { description } = tool;
        const { run, signal } = this.#run;
        await call.waiting(this.#ask({ tool: name, description, parameters, run, signal }, pause));
      }
      call.report('running');
      const value = await this.#execute(name, { tool, limits }, parameters);
      call.succeed(value);
      return { value };
    } catch (error) {
      const reason = errorMessage(error, MAX_MESSAGE_LENGTH);
      call.fail(error instanceof ToolRefusedError ? 'refused' : 'error', reason);
      return { error: reason, name: nameOf(error) };
    }
  }

  /** Requests have limits of their own. */
  async #find(name: string): Promise<LimitedTool> {
    const { network, limits, table } = this.#settings;
    if (name === FETCH_TOOL) {
      if (!network) throw new Error('This page allows no requests: there is no network in the sandbox.');
      this.#requests += 1;
      const { requests, requestSize } = network.limits;
      if (this.#requests > requests)
        throw new Error(`More than ${requests} requests in one run: this page allows no more.`);
      const { tool } = await this.#openFetch(network);
      // It limits the time and the response itself: while a request waits for others, its time does not go on.
      const argumentLength = Math.ceil((requestSize * 4) / 3) + MAX_HEADERS_LENGTH;
      return { tool, limits: { argumentLength, resultLength: Infinity, time: MAX_DELAY } };
    }
    if (this.#calls - this.#requests > limits.calls) {
      throw new Error(`More than ${limits.calls} calls of tools in one run.`);
    }
    const tool = table.get(name);
    if (!tool) throw new Error(`There is no tool ${shorten(name)}.`);
    return { tool, limits };
  }

  #openFetch(network: Network): Promise<PageFetch> {
    this.#fetch ??= importChunk(() => import('../network/pageFetch.ts')).then(
      ({ PageFetch }) => new PageFetch(network),
    );
    return this.#fetch;
  }

  async #ask(request: ApprovalRequest, pause: () => () => void): Promise<void> {
    if (this.#waiting >= MAX_WAITING) throw new ToolRefusedError(`${MAX_WAITING} calls wait for approval already.`);
    this.#waiting += 1;
    const resume = pause();
    try {
      await askForApproval(request, this.#settings.onApproval);
    } finally {
      this.#waiting -= 1;
      resume();
    }
  }

  async #execute(name: string, { tool, limits }: LimitedTool, parameters: Record<string, unknown>): Promise<string> {
    const { time, resultLength } = limits;
    const result = await within(time, this.#run.signal, name, (signal) => tool.execute(parameters, { signal }));
    const text = JSON.stringify(result ?? null);
    if (text === undefined) throw new Error(`The tool ${name} returned something that is not JSON.`);
    if (text.length > resultLength) {
      throw new Error(`The tool ${name} returned ${text.length} characters; ${resultLength} are allowed.`);
    }
    return text;
  }
}

/** The record of one call, as it goes on. */
class RecordedCall {
  parameters: Record<string, unknown> = {};
  readonly #id: number;
  readonly #tool: string;
  readonly #run: CallingRun;
  readonly #time: number;
  #began = performance.now();
  #waitedMs: number | undefined;

  constructor(id: number, tool: string, run: CallingRun) {
    this.#id = id;
    this.#tool = shorten(tool);
    this.#run = run;
    this.#time = this.#began - run.started;
  }

  report(status: ToolCall['status'], outcome: Pick<ToolCall, 'result' | 'error'> = {}): void {
    const { run, onCall } = this.#run;
    const waited = this.#waitedMs;
    onCall({
      id: this.#id,
      run,
      tool: this.#tool,
      parameters: this.parameters,
      status,
      ...outcome,
      time: this.#time,
      durationMs: status === 'asking' ? 0 : performance.now() - this.#began,
      ...(waited !== undefined && { waitedMs: waited }),
    });
  }

  /** Waits for an approval, which counts apart from the tool's own time. */
  async waiting(approval: Promise<void>): Promise<void> {
    const asked = performance.now();
    try {
      await approval;
    } finally {
      this.#began = performance.now();
      this.#waitedMs = this.#began - asked;
    }
  }

  succeed(json: string): void {
    this.report('ok', { result: shorten(json) });
  }

  fail(status: 'error' | 'refused', reason: string): void {
    this.report(status, { error: shorten(reason) });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? String(error.name).slice(0, MAX_NAME_LENGTH) : 'Error';
}

/** Settles as `work` does, or rejects when the time is up or the run ends; then it aborts the signal of `work`. */
async function within(
  milliseconds: number,
  runSignal: AbortSignal,
  name: string,
  work: (signal: AbortSignal) => unknown,
): Promise<unknown> {
  const ended = new AbortController();
  const result = work(ended.signal);
  // A program may call thousands of times, and a timer costs as much as such a call.
  if (!isPromise(result)) return result;
  const timer = setTimeout(
    () => ended.abort(new Error(`The tool ${name} took longer than ${milliseconds / 1000} s.`)),
    milliseconds,
  );
  const cancel = whenAborted(runSignal, () => ended.abort(new Error(`The run that called ${name} has ended.`)));
  try {
    return await abortable(Promise.resolve(result), ended.signal);
  } finally {
    clearTimeout(timer);
    cancel();
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
