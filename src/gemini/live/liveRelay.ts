import type { FunctionCall, FunctionResponse, LiveServerMessage, Part, Session } from '@google/genai';
import { decodeResult, executableCode } from '../../answer/codec/decode.ts';
import type { Program } from '../../answer/codec/languages.ts';
import { NO_CODE, type ProgramRun } from '../../answer/loop/jobRunner.ts';
import type { Hold } from '../../answer/loop/ownSandboxes.ts';
import { ProgramRunner } from '../../answer/loop/programRunner.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { runLimitsOf } from '../../answer/request/prepareRequest.ts';
import type { UserFile } from '../../answer/request/userFiles.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { errorMessage } from '../../errors.ts';
import { answerCall, CANCELLED, NO_MORE_RUNS } from './answerCall.ts';
import { type LiveTurn, LiveTurns } from './liveTurns.ts';
import { messageWith, sortMessage } from './messages.ts';
import type { LocalSetup } from './setup.ts';

interface RelayContext {
  setup: LocalSetup;
  model: string;
  options: LocalPythonOptions;
  openSandbox: Hold['open'];
  onMessage: (message: LiveServerMessage) => void;
  onClose: () => void;
  /** The user's files so far. */
  files: () => readonly UserFile[];
}

/** A call that runs code. */
interface Job {
  call: FunctionCall;
  stop: AbortController;
}

/**
 * Stands between the server and the application in a Live session: runs the code that the model calls for, one program after the other, and
 * passes everything else on.
 */
export class LiveRelay {
  readonly #context: RelayContext;
  readonly #turns: LiveTurns;
  readonly #closed = new AbortController();
  /** Calls that were not answered yet, the running one first. */
  readonly #jobs: Job[] = [];
  /** Ids of all calls that run code. */
  readonly #ids = new Set<string>();
  #session: Session | undefined;
  /** Responses from before the SDK gave the session. */
  readonly #unsent: FunctionResponse[] = [];

  constructor(context: RelayContext) {
    const { model, options } = context;
    this.#context = context;
    this.#turns = new LiveTurns(model, options.onEvent);
  }

  /** Gives the session. The SDK passes its first messages on before it has one to give. */
  open(session: Session): void {
    this.#session = session;
    for (const response of this.#unsent.splice(0)) this.#send(response);
  }

  receive(message: LiveServerMessage): void {
    const { calls, cancelled, rest } = sortMessage(message, this.#context.setup.functions, (id) => this.#ids.has(id));
    const isClosed = this.#closed.signal.aborted;
    if (rest) {
      if (!isClosed) this.#turns.hear(rest);
      this.#deliver(rest);
    }
    if (isClosed) return;
    const isIdle = this.#jobs.length === 0;
    for (const call of calls) {
      if (call.id !== undefined) this.#ids.add(call.id);
      this.#jobs.push({ call, stop: new AbortController() });
    }
    for (const id of cancelled) this.#cancel(id);
    if (isIdle) void this.#work();
    this.#settle();
  }

  /** Stops the running program, and drops all results. */
  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#jobs.length = 0;
    this.#turns.close();
    this.#context.onClose();
  }

  /** Does the jobs in order. The first begins at once, so that the application sees its code in the place of the call. */
  async #work(): Promise<void> {
    for (let job = this.#jobs[0]; job; job = this.#jobs[0]) {
      // The SDK may fail to send on a connection that breaks.
      await this.#answer(job).catch((error) => reportError(error));
      if (this.#closed.signal.aborted) return;
      this.#jobs.shift();
    }
    this.#settle();
  }

  async #answer({ call, stop }: Job): Promise<void> {
    const turn = this.#turns.current;
    const limits = runLimitsOf(this.#context.options);
    const program = this.#context.setup.functions.programOf(call);
    const isExhausted = turn.isExhausted(limits);
    // The application sees neither a call without a program nor its result, as elsewhere.
    const isShown = program?.code !== undefined && !isExhausted;
    const run: ProgramRun = isShown
      ? await this.#run({ ...program, code: program.code ?? '' }, call, stop.signal, turn)
      : isExhausted
        ? NO_MORE_RUNS
        : NO_CODE;
    if (this.#closed.signal.aborted) return;
    turn.countRun(run);
    if (isShown) this.#show(decodeResult(call, run), turn);
    for (const inlineData of [...(run.pictures ?? []), ...(run.files ?? [])]) this.#show({ inlineData }, turn);
    if (stop.signal.aborted) return;
    this.#send(answerCall(call, run));
    this.#turns.awaitModel();
  }

  async #run(
    program: Program & { code: string },
    call: FunctionCall,
    stop: AbortSignal,
    turn: LiveTurn,
  ): Promise<ProgramRun> {
    const { setup, options, openSandbox, files } = this.#context;
    const { events } = turn;
    const id = turn.beginProgram();
    this.#show(executableCode(program, call), turn);
    const signal = AbortSignal.any([stop, this.#closed.signal]);
    const context = {
      openSandbox,
      options,
      events,
      files: files(),
      tools: setup.tools,
      signal,
    } as const;
    try {
      const run = await new ProgramRunner(context).run(program, id);
      return stop.aborted ? CANCELLED : run;
    } catch (error) {
      // There is no call of the application that could reject.
      return stop.aborted ? CANCELLED : { outcome: 'OUTCOME_FAILED', output: `${errorMessage(error)}\n` };
    }
  }

  #cancel(id: string): void {
    const index = this.#jobs.findIndex(({ call }) => call.id === id);
    this.#jobs[index]?.stop.abort();
    // The running one ends by its signal. Of the others, the application has seen nothing.
    if (index > 0) this.#jobs.splice(index, 1);
  }

  #show(part: Part, { events }: LiveTurn): void {
    events.emitPart(part);
    this.#deliver(messageWith(part));
  }

  #deliver(message: LiveServerMessage): void {
    notifyListener([message], this.#context.onMessage);
  }

  #send(response: FunctionResponse): void {
    if (this.#session) this.#session.sendToolResponse({ functionResponses: [response] });
    else this.#unsent.push(response);
  }

  #settle(): void {
    this.#turns.settle(this.#jobs.length > 0);
  }
}
