import { EngineBootError, EngineDownloadError, reasonOf, WorkerDiedError } from '../errors.ts';
import { abortable } from '../sandbox/abortable.ts';
import { describeEarlierLosses, type RunResult } from '../sandbox/result.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Tool } from '../sandbox/tools.ts';
import type { Announcer } from './announce.ts';
import type { UserFile } from './files.ts';
import type { Program } from './languages.ts';
import type { ProgramRun } from './loop.ts';
import type { LocalPythonOptions, Mode } from './options.ts';
import { picturesOf } from './pictures.ts';
import { Workplace } from './workplace.ts';

/** Runs that may time out before a browser is held to be too slow for what is asked. */
const MOST_DEADLINES = 1;
/** How often a run is begun that others break Python under before it has begun. */
const MOST_ATTEMPTS = 3;

interface RunnerContext {
  openSandbox: () => Promise<Sandbox>;
  options: LocalPythonOptions;
  /** Of this request. */
  mode: Mode;
  announcer: Announcer;
  /** What the user sent. */
  files: readonly UserFile[];
  /** The caller's functions that Python may call. */
  tools: Record<string, Tool>;
  signal: AbortSignal | undefined;
}

/** Runs the programs of one answer in the sandbox, where the user's files are at hand. */
export class Runner {
  readonly #context: RunnerContext;
  #deadlines = 0;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  async run(program: Program & { code: string }, id: number): Promise<ProgramRun> {
    const { mode, openSandbox, signal } = this.#context;
    try {
      return await this.#runIn(await abortable(openSandbox(), signal), program, id);
    } catch (error) {
      const cannotStart = error instanceof EngineBootError || error instanceof EngineDownloadError;
      if (mode !== 'auto' || !cannotStart) throw error;
      const impossible = `Python could not be started in the browser: ${reasonOf(error)}`;
      return { outcome: 'OUTCOME_FAILED', output: `${impossible}\n`, impossible };
    }
  }

  async #runIn(sandbox: Sandbox, program: Program & { code: string }, id: number): Promise<ProgramRun> {
    const { announcer, signal } = this.#context;
    const workplace = Workplace.of(sandbox);
    const result = await workplace.inTurn(signal, () => this.#runAgainIfUnbegun(sandbox, workplace, program, id));
    announcer.noteRun(id, result, result.files);
    const { outcome, output } = result;
    const impossible = this.#whyImpossible(result);
    return { outcome, output, pictures: await picturesOf(result.results), ...(impossible && { impossible }) };
  }

  /** Where somebody else's run has broken Python while this one waited, nothing of this one has happened yet. */
  async #runAgainIfUnbegun(
    sandbox: Sandbox,
    workplace: Workplace,
    program: Program & { code: string },
    id: number,
  ): Promise<RunResult> {
    const lostRuns: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return afterLosses(await this.#runAlone(sandbox, workplace, program, id), lostRuns);
      } catch (error) {
        const isUnbegun = error instanceof WorkerDiedError && error.lostRuns.length > 0;
        if (!isUnbegun || attempt === MOST_ATTEMPTS) throw error;
        lostRuns.push(...error.lostRuns);
      }
    }
  }

  async #runAlone(
    sandbox: Sandbox,
    workplace: Workplace,
    program: Program & { code: string },
    id: number,
  ): Promise<RunResult> {
    const { options, announcer, files, signal, tools } = this.#context;
    const { onInput } = options;
    // They are this request's: code of others is not to call them.
    const takeBack = Object.keys(tools).length > 0 ? sandbox.expose(tools) : undefined;
    let stateLost = true;
    try {
      await workplace.deliver(files, signal);
      signal?.throwIfAborted();
      const result = await sandbox.run(program.code, {
        language: program.language === 'JAVASCRIPT' ? 'javascript' : 'python',
        ...(options.deadline !== undefined && { deadline: options.deadline }),
        ...(signal && { signal }),
        onOutput: ({ stream, text }) => announcer.tell({ type: 'output-delta', id, stream, text }),
        onDisplay: (display) => announcer.tell({ type: 'display', id, ...display }),
        ...(onInput && { onInput: (prompt) => onInput(prompt, { id }) }),
      });
      stateLost = result.stateLost;
      return result;
    } finally {
      takeBack?.();
      if (stateLost) workplace.forgetFiles();
    }
  }

  #whyImpossible({ outcome, error }: RunResult): string | undefined {
    if (this.#context.mode !== 'auto') return undefined;
    if (outcome === 'OUTCOME_DEADLINE_EXCEEDED') this.#deadlines += 1;
    if (this.#deadlines > MOST_DEADLINES) return 'Code timed out twice.';
    if (error?.type === 'MemoryError') return 'There is not enough memory in the browser.';
    const isMissing = error?.type === 'ModuleNotFoundError' || error?.type === 'ImportError';
    return isMissing && error?.hint !== undefined ? error.hint : undefined;
  }
}

/** A result that says what was gone when its run began. */
function afterLosses(result: RunResult, lostRuns: readonly number[]): RunResult {
  if (lostRuns.length === 0) return result;
  const [note = ''] = describeEarlierLosses({ runs: [...lostRuns], files: true }, 'Python');
  return {
    ...result,
    output: `${note}${result.output}`,
    lostRuns: [...lostRuns, ...result.lostRuns],
    stateLost: true,
  };
}
