import { whenAborted } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { openedOnce } from '../../async/openedOnce.ts';
import { PausableTimer, timeoutWhileAwake } from '../../async/timeouts.ts';
import { errorMessage, WorkerDiedError } from '../../errors.ts';
import {
  type FileRequest,
  GRACE,
  type HostAnswer,
  type HostRequest,
  type OutputChunk,
  type RunReply,
} from '../../protocol.ts';
import type { FontSource } from '../fonts/fontRequests.ts';
import { InputRequests } from '../inputRequests.ts';
import { PAGE_OUTPUT_LIMIT } from '../limits.ts';
import type { RunOptions } from '../options.ts';
import { hintForImportError } from '../packages/knowledge/hintForImportError.ts';
import type { PackageFailure } from '../packages/planner.ts';
import { pauseWhileIdle } from '../pauseWhileIdle.ts';
import { RunResultBuilder } from '../result.ts';
import type { ToolCall } from '../tools/toolCall.ts';
import type { ToolSettings } from '../tools/toolCalls.ts';
import type { Interpreter, RunListener } from './interpreter.ts';

/** One run in a session's turn. */
export interface SessionRun {
  /** Its number in the session. */
  run: number;
  code: string;
  /** JSON text of the variables that it begins with. */
  inputs: string;
  /** Milliseconds; `Infinity` for none. */
  timeout: number;
  options: RunOptions;
  /** Idle, unless the run is its own: its files are the session's. */
  python: Interpreter;
  /** Aborts when the sandbox is reset or closed. */
  session: AbortSignal;
}

/** A run, with the host's part in it. */
interface RunPlan extends SessionRun {
  tools: ToolSettings;
  /** Of figures. @default 1 */
  pixelRatio?: number;
  /** Of figures. @default none */
  fonts?: FontSource;
  /** The modules that could not be loaded. */
  missing?: PackageFailure[];
  /** Whether another interpreter could take over if this one breaks down. */
  isReplaceable(): boolean;
  /** Answers requests for the session's files, for code that has none of its own. */
  answerFile?(request: FileRequest): Promise<HostAnswer>;
}

/** The reply to a run, with its output. */
interface RunEnd {
  reply: RunReply;
  collected: RunResultBuilder;
  /** Whether the interpreter ended with it. */
  killed: boolean;
}

/** Reason to end a worker whose run went on past its timeout. */
const OVERRUN = Symbol('overrun');

/**
 * Runs code in an idle interpreter. Code that ends its interpreter has failed as other code fails.
 *
 * @throws the signal's reason if `options.signal` aborts, or the reason with which the interpreter was ended from outside
 */
export async function runCode(interpreter: Interpreter, plan: RunPlan): Promise<RunEnd> {
  const { run, code, inputs, timeout, options, pixelRatio = 1, missing = [], isReplaceable } = plan;
  const collected = new RunResultBuilder();
  const started = performance.now();
  const ended = new AbortController();
  // Python checks the clock itself while it computes; code that waits has to be told.
  const timer = new PausableTimer(timeout, () => stopOrReplace(interpreter, 'timeout', OVERRUN));
  const stopListening = whenAborted(options.signal, (reason) => stopOrReplace(interpreter, 'stop', reason));
  const request = {
    run,
    code,
    inputs,
    timeout,
    aside: options.aside ?? false,
    outputLimit: PAGE_OUTPUT_LIMIT,
    answersInput: options.onInput !== undefined,
    pixelRatio,
  };
  const tell = (chunks: OutputChunk[]) => notifyListener(collected.addOutput(chunks), options.onOutput);
  try {
    const reply = await interpreter.run(request, {
      onOutput: tell,
      onDisplay: (display) => notifyListener(collected.addDisplay(display), options.onDisplay),
      onClearOutput: () => notifyListener([collected.clear()], options.onClearOutput),
      onRequest: answerer(plan, interpreter, timer, collected, ended.signal),
    });
    options.signal?.throwIfAborted();
    return { reply: withHint(reply, missing, tell), collected, killed: false };
  } catch (error) {
    if (error === OVERRUN) return { reply: overrun(started), collected, killed: true };
    if (!(error instanceof WorkerDiedError) || !isReplaceable()) throw error;
    return { reply: brokenDown(error, started, tell), collected, killed: true };
  } finally {
    timer.cancel();
    stopListening();
    ended.abort();
  }
}

function answerer(
  { run, options, tools, fonts, answerFile }: RunPlan,
  interpreter: Interpreter,
  timer: PausableTimer,
  collected: RunResultBuilder,
  signal: AbortSignal,
): RunListener['onRequest'] {
  const { onInput, onToolCall, onApproval = tools.onApproval } = options;
  const onCall = (call: ToolCall) => {
    if (!signal.aborted) notifyListener(collected.addCall(call), onToolCall);
  };
  const started = performance.now();
  const openCalls = openedOnce(async () => {
    const { ToolCalls } = await importChunk(() => import('../tools/toolCalls.ts'));
    return new ToolCalls({ ...tools, onApproval }, { run, started, signal, onCall });
  });
  const openFonts = openedOnce(async () => {
    const { FontRequests } = await importChunk(() => import('../fonts/fontRequests.ts'));
    return fonts && new FontRequests(fonts, signal);
  });
  const questions = onInput && new InputRequests(interpreter, timer, onInput);
  const answer = async (request: HostRequest, pause: () => () => void): Promise<HostAnswer | undefined> => {
    switch (request.kind) {
      case 'tool':
        return (await openCalls()).answer(request.name, request.arguments, pause);
      case 'font':
        return (await openFonts())?.answer(request.characters, pause);
      case 'input':
        return questions?.ask(request.prompt);
      default:
        return answerFile?.(request);
    }
  };
  return async (request, pauseInWorker) => {
    const pause = () => {
      pauseInWorker();
      return pauseWhileIdle(interpreter, timer);
    };
    try {
      return (await answer(request, pause)) ?? { value: null };
    } catch (error) {
      // Its code could not be loaded.
      return { error: errorMessage(error) };
    }
  };
}

/** Adds the reason why a package is missing to a run that failed on that. */
function withHint(reply: RunReply, missing: PackageFailure[], tell: (chunks: OutputChunk[]) => void): RunReply {
  const hint = reply.error && hintForImportError(reply.error, missing);
  if (!reply.error || hint === undefined) return reply;
  tell([{ stream: 'stderr', text: `Hint: ${hint}\n`, time: reply.durationMs }]);
  return { ...reply, error: { ...reply.error, hint } };
}

function overrun(started: number): RunReply {
  return { status: 'timeout', durationMs: performance.now() - started, droppedOutput: 0, files: [] };
}

function brokenDown({ name, message }: Error, started: number, tell: (chunks: OutputChunk[]) => void): RunReply {
  const durationMs = performance.now() - started;
  const traceback = `${name}: ${message}\n`;
  tell([{ stream: 'stderr', text: traceback, time: durationMs }]);
  return {
    status: 'error',
    error: { type: name, message, traceback },
    durationMs,
    droppedOutput: 0,
    files: [],
  };
}

/** Asks a run to end, and ends its interpreter if the run goes on. */
function stopOrReplace(interpreter: Interpreter, why: 'stop' | 'timeout', reason: unknown): void {
  interpreter.stop(why);
  const run = interpreter.currentRun;
  timeoutWhileAwake(GRACE, () => {
    if (run !== undefined && interpreter.currentRun === run) interpreter.end(reason);
  });
}
