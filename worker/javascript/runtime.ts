import { inspect } from 'node-inspect-extracted';
import {
  FETCH_TOOL,
  MODEL_OUTPUT_LIMIT,
  type RunError,
  type RunReply,
  type RunRequest,
  type ToolDescription,
  type WorkerEvent,
} from '../../src/protocol.ts';
import { HostRequests } from '../common/hostRequests.ts';
import { nextTask } from '../common/nextTask.ts';
import { Output } from '../common/output.ts';
import { fetchThroughPage } from '../common/pageFetch.ts';
import { truncate } from '../common/truncate.ts';
import { catchUncaught } from '../common/uncaught.ts';
import { makeConsole } from './console.ts';
import { describeFailure, describeSyntaxError, isAcornError } from './failure.ts';
import { makeFiles } from './files.ts';
import { PendingWork } from './pendingWork.ts';
import { Program } from './program.ts';
import { BRIDGE, makeBridge } from './programBridge.ts';
import { StackTraces } from './stackTraces.ts';
import { Timers } from './timers.ts';
import { makeTools } from './tools.ts';
import { toJson } from './values.ts';
import { Variables } from './variables.ts';

/**
 * Batches of output that are sent at once within a window of time. While code computes, no timer sends what was gathered: what it printed
 * just before would be lost if it has to be ended.
 */
const PROMPT_BATCHES = 64;

/** Turns of the event loop in which browsers report the unhandled rejections of a finished run. */
const TURNS = 3;

type Ending = Pick<RunReply, 'status' | 'error' | 'value'>;

/** Runs JavaScript, one run after the other, in the global scope of this worker. */
export class Runtime {
  readonly requests: HostRequests;
  readonly #send: (event: WorkerEvent) => void;
  readonly #output: Output;
  readonly #pending = new PendingWork();
  readonly #timers = new Timers(this.#pending, (thrown) => this.#fail(thrown));
  readonly #stackTraces = new StackTraces(location.href);
  readonly #variables: Variables;
  /** The program that the script of the latest run has handed over. */
  #program: (() => Promise<unknown>) | undefined;
  #run = 0;
  /** Ends the run that is going on. */
  #end: (ending: Ending) => void = () => {};

  constructor(send: (event: WorkerEvent) => void) {
    this.#send = send;
    this.#output = new Output((chunks) => send({ type: 'output-delta', run: this.#run, chunks }), PROMPT_BATCHES);
    this.requests = new HostRequests(send);
    this.#installGlobals();
    catchUncaught((thrown) => this.#fail(thrown));
    this.#variables = new Variables(globalThis);
  }

  async run({ run, code, inputs, outputLimit }: RunRequest): Promise<RunReply> {
    this.#run = run;
    this.#output.begin(outputLimit);
    const started = performance.now();
    const ended = new Promise<Ending>((resolve) => {
      this.#end = resolve;
    });
    const { status, error, value } = await Promise.race([ended, this.#execute(run, code, inputs)]);
    this.#cancelLeftovers();
    if (error) this.#output.writeText('stderr', error.traceback);
    this.#output.flush();
    return {
      status,
      ...(error && { error }),
      ...(value !== undefined && { value }),
      durationMs: performance.now() - started,
      droppedOutput: this.#output.dropped,
      files: [],
      variables: this.#variables.names,
    };
  }

  /** Ends a run that waits. One that computes does not hear it. */
  stop(why: 'stop' | 'timeout'): void {
    this.#end({ status: why === 'timeout' ? 'timeout' : 'error' });
  }

  setTools({ [FETCH_TOOL]: network, ...tools }: Record<string, ToolDescription>): void {
    if (network) fetchThroughPage(this.#ask);
    define(
      'tools',
      makeTools(tools, (name, json) => this.#ask({ kind: 'tool', name, arguments: json })),
    );
  }

  /** A run is over when its code has come to its end and, as in Node, nothing is left that it has begun. */
  async #execute(run: number, code: string, inputs: string): Promise<Ending> {
    this.#variables.set(JSON.parse(inputs));
    const program = this.#read(run, code);
    if (!(program instanceof Program)) return { status: 'error', error: program };
    try {
      this.#variables.declare(program.declared, program.isStrict);
      const value = await this.#start(run, program);
      if (value !== undefined && run === this.#run) this.#show(value);
      const json = toJson(value);
      do {
        await this.#pending.whenNone();
        // Browsers report an unhandled rejection in a task that they queue behind the next one.
        for (let turn = 0; turn < TURNS; turn += 1) await nextTask();
      } while (!this.#pending.isNone);
      return { status: 'ok', ...(json !== undefined && { value: json }) };
    } catch (error) {
      return { status: 'error', error: describeFailure(error, this.#stackTraces) };
    }
  }

  #read(run: number, code: string): Program | RunError {
    try {
      return new Program(code, this.#variables.constants);
    } catch (error) {
      return isAcornError(error) ? describeSyntaxError(error, code, run) : describeFailure(error, this.#stackTraces);
    }
  }

  async #start(run: number, program: Program): Promise<unknown> {
    const address = URL.createObjectURL(new Blob([program.script], { type: 'text/javascript' }));
    this.#stackTraces.add(address, run, program);
    try {
      // The policy of the frame forbids eval(), also here.
      importScripts(address);
    } finally {
      URL.revokeObjectURL(address);
    }
    // Called as a method, it would be called by the name of this class in stacks.
    const start = this.#program;
    return start?.();
  }

  #show(value: unknown): void {
    const text = truncate(this.#stackTraces.clean(inspect(value)), MODEL_OUTPUT_LIMIT);
    this.#output.flush();
    this.#send({ type: 'display', run: this.#run, display: { source: 'result', data: { 'text/plain': text } } });
  }

  /** Cancels timers and requests that outlive their run. */
  #cancelLeftovers(): void {
    this.#timers.clear();
    this.requests.forget();
    this.#pending.clear();
  }

  readonly #ask = ((request) => this.#pending.during(this.requests.ask(request))) as HostRequests['ask'];

  #installGlobals(): void {
    define(
      BRIDGE,
      makeBridge((program) => {
        this.#program = program;
      }),
    );
    define(
      'console',
      makeConsole((stream, text) => this.#output.writeText(stream, this.#stackTraces.clean(text))),
    );
    define('files', makeFiles(this.#ask));
    for (const [name, timer] of Object.entries(this.#timers.functions())) define(name, timer);
    this.setTools({});
  }

  #fail(thrown: unknown): void {
    this.#end({ status: 'error', error: describeFailure(thrown, this.#stackTraces) });
  }
}

/** Gives the global object something that `for … in` does not find, as it does not find what browsers put there. */
function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}
