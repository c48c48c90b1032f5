import type { Blob as InlineData } from '@google/genai';
import { abortable } from '../../async/abort.ts';
import { EngineBootError, EngineDownloadError, errorMessage } from '../../errors.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import type { RunOptions } from '../../sandbox/options.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { type ProposedProgram, type RunDecision, runAsDecided } from '../beforeRun.ts';
import type { Program } from '../codec/languages.ts';
import { outcomeOf } from '../codec/outcome.ts';
import { DEFAULT_PICTURE_LIMITS } from '../codec/pictureLimits.ts';
import { picturesOf } from '../codec/pictures.ts';
import type { LocalPythonOptions } from '../options.ts';
import type { UserFile } from '../request/userFiles.ts';
import type { AnswerEvents } from './answerEvents.ts';
import type { ProgramRun } from './jobRunner.ts';
import type { OpenedSandbox } from './ownSandboxes.ts';
import { afterLosses, RunQueue } from './runQueue.ts';
import { readWrittenFiles } from './writtenFiles.ts';

/** Runs that may time out before the code counts as too slow for a browser. */
const MAX_TIMEOUTS = 1;

interface RunnerContext {
  openSandbox: () => Promise<OpenedSandbox>;
  /** Of this request. */
  options: LocalPythonOptions;
  events: AnswerEvents;
  /** The user's files. */
  files: readonly UserFile[];
  /** The application's functions that Python can call. */
  tools: Record<string, Tool>;
  signal: AbortSignal | undefined;
  /** Opens the place for programs that a browser can't run, if the application has one. */
  openFallback?: (() => Promise<CodeExecutor>) | undefined;
}

/** Runs the programs of one answer in the sandbox, with the user's files. */
export class ProgramRunner {
  readonly #context: RunnerContext;
  #timeouts = 0;
  /** Whether programs run in the fallback from now on. */
  #hasFallenBack = false;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  async run(program: Program & { code: string }, id: number): Promise<ProgramRun> {
    const { openFallback } = this.#context;
    if (openFallback && this.#hasFallenBack) return this.#runInFallback(openFallback, program, id);
    const run = await this.#decideAndRun(program, id, {}, (decided) => this.#run(decided, id));
    // The fallback runs Python alone.
    if (!openFallback || run.unsupported === undefined || program.language !== 'PYTHON') return run;
    this.#hasFallenBack = true;
    this.#context.events.emit({ type: 'fallback', id, reason: run.unsupported });
    const again = await this.#runInFallback(openFallback, program, id);
    return { ...again, output: `${describeFallback(run.unsupported)}${again.output}` };
  }

  /** Asks the application again: what it allows in a sealed sandbox, it may not allow elsewhere. */
  #runInFallback(open: () => Promise<CodeExecutor>, program: Program & { code: string }, id: number) {
    const { signal } = this.#context;
    return this.#decideAndRun(program, id, { place: 'fallback' }, async (decided) => {
      const sandbox = await abortable(open(), signal);
      const { unsupported: _, ...run } = await this.#runIn({ sandbox, lostRuns: [] }, decided, id, {});
      return run;
    });
  }

  #decideAndRun(
    program: Program & { code: string },
    id: number,
    place: Pick<ProposedProgram, 'place'>,
    run: (program: Program & { code: string }) => Promise<ProgramRun>,
  ): Promise<ProgramRun> {
    const { options, events, signal } = this.#context;
    const deciding = {
      beforeRun: options.beforeRun,
      signal,
      onDecision: (decision: RunDecision) => events.emitDecision(id, decision),
    };
    return runAsDecided({ ...program, id, answer: events.answer, ...place }, deciding, (code) =>
      run({ ...program, code }),
    );
  }

  async #run(program: Program & { code: string }, id: number): Promise<ProgramRun> {
    const { options, openSandbox, signal } = this.#context;
    try {
      return await this.#runIn(await abortable(openSandbox(), signal), program, id);
    } catch (error) {
      const cannotStart = error instanceof EngineBootError || error instanceof EngineDownloadError;
      if (options.mode !== 'auto' || !cannotStart) throw error;
      const unsupported = `Python can't be started in the browser: ${errorMessage(error)}`;
      return { outcome: 'OUTCOME_FAILED', output: `${unsupported}\n`, unsupported };
    }
  }

  async #runIn(
    { sandbox, lostRuns }: OpenedSandbox,
    program: Program & { code: string },
    id: number,
    tools = this.#context.tools,
  ): Promise<ProgramRun> {
    const { options, events, files, signal } = this.#context;
    const { timeout, onInput, onApproval } = options;
    const ids = { id, answer: events.answer };
    const runOptions: RunOptions = {
      language: program.language === 'JAVASCRIPT' ? 'javascript' : 'python',
      ...(timeout !== undefined && { timeout }),
      ...(signal && { signal }),
      onOutput: ({ stream, text }) => events.emit({ type: 'output-delta', id, stream, text }),
      onDisplay: (display) => events.emit({ type: 'display', id, ...display }),
      onClearOutput: () => events.emit({ type: 'clear-output', id }),
      onToolCall: (call) => events.emit({ type: 'tool-call', id, call }),
      ...(onInput && { onInput: (prompt) => onInput(prompt, ids) }),
      ...(onApproval && { onApproval: (request) => onApproval(request, ids) }),
    };
    let written: InlineData[] = [];
    const whenRun = async (result: RunResult) => {
      if (options.files === 'parts') written = await readWrittenFiles(result, sandbox);
    };
    const run = await RunQueue.of(sandbox).run(program.code, runOptions, { files, tools, whenRun });
    const result = afterLosses(run, lostRuns);
    events.addRunFacts(id, result, result.files);
    const unsupported = this.#whyUnsupported(result);
    return {
      outcome: outcomeOf(result.status),
      output: result.output,
      pictures: await picturesOf(result.results, { ...DEFAULT_PICTURE_LIMITS, ...options.pictures }),
      files: written,
      ...(unsupported && { unsupported }),
    };
  }

  #whyUnsupported({ status, error }: RunResult): string | undefined {
    if (this.#context.options.mode !== 'auto') return undefined;
    if (status === 'timeout') this.#timeouts += 1;
    if (this.#timeouts > MAX_TIMEOUTS) return 'Code timed out twice.';
    if (error?.type === 'MemoryError') return 'The browser does not have enough memory.';
    const isMissing = error?.type === 'ModuleNotFoundError' || error?.type === 'ImportError';
    return isMissing && error?.hint !== undefined ? error.hint : undefined;
  }
}

function describeFallback(reason: string): string {
  return (
    `This program can't run in the browser: ${reason.trim()} It ran in another place instead, where later programs of this answer will run too. ` +
    'It has no variables and files of earlier programs. Its output:\n'
  );
}
