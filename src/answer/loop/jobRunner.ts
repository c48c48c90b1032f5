import type { FunctionCall, Blob as InlineData, Part } from '@google/genai';
import { abortable } from '../../async/abort.ts';
import { decodeResult, type ProgramResult } from '../codec/decode.ts';
import type { Dialect } from '../codec/dialect.ts';
import { type Answers, encodeResult } from '../codec/encode.ts';
import type { Program } from '../codec/languages.ts';
import { fitAll } from '../codec/pictures.ts';
import { refuseCall } from '../request/callables.ts';
import type { LoopState } from '../request/config.ts';
import type { LocalRequest } from '../request/prepareRequest.ts';
import type { Job } from './modelTurn.ts';

/** The result of a call without a program. */
export const NO_CODE: ProgramRun = {
  outcome: 'OUTCOME_FAILED',
  output: 'The function takes one argument: code, a string.\n',
};

/** The result of a program. */
export interface ProgramRun extends ProgramResult {
  pictures?: InlineData[];
  /** The files that it wrote, by name: for the application alone. */
  files?: InlineData[];
  /** Why a browser can't run this program at all, if that turned out. */
  unsupported?: string;
  /** Whether the application refused it, or the model took it back: then it is no failure of the code. */
  isRefused?: boolean;
}

/** @param id counts up from 1 */
export type RunProgram = (program: Program & { code: string }, id: number) => Promise<ProgramRun>;

/** Counts of the jobs of an answer so far. */
export interface JobCounts {
  programs: number;
  /** Programs and function calls. */
  runs: number;
  /** Turns of the model whose calls of the application's functions were made here. */
  callTurns: number;
  failuresInARow: number;
}

export const NO_JOBS: JobCounts = { programs: 0, runs: 0, callTurns: 0, failuresInARow: 0 };

/** Whether the model has to answer without running more code. */
export function isExhausted(
  counts: Pick<JobCounts, 'failuresInARow' | 'runs'>,
  limits: { failures: number; runs: number },
): boolean {
  return counts.failuresInARow >= limits.failures || counts.runs >= limits.runs;
}

/** Counts the failures in a row after a program. */
export function failuresAfter({ outcome, isRefused }: ProgramRun, before: number): number {
  if (isRefused) return before;
  return outcome === 'OUTCOME_OK' ? 0 : before + 1;
}

interface JobContext {
  /** Takes the results for the model. */
  answers: Answers;
  dialect: Dialect;
  runProgram: RunProgram;
}

/** The parts that the application gets of a job. */
interface JobResult {
  parts: Part[];
  unsupported?: string | undefined;
}

/** Runs the programs and calls the functions that the model asks for, and counts them. */
export class JobRunner {
  readonly #request: LocalRequest;
  #counts: JobCounts;

  constructor(request: LocalRequest, counts: JobCounts) {
    this.#request = request;
    this.#counts = counts;
  }

  get counts(): JobCounts {
    return this.#counts;
  }

  get state(): LoopState {
    const { failures, runs, callTurns } = this.#request.limits;
    const counts = this.#counts;
    return {
      runs: counts.runs,
      callTurns: counts.callTurns,
      exhausted: isExhausted(counts, { failures, runs }),
      callsExhausted: counts.callTurns >= callTurns,
    };
  }

  countCallTurn(): void {
    this.#count({ callTurns: this.#counts.callTurns + 1 });
  }

  async run(job: Job, context: JobContext): Promise<JobResult> {
    this.#count({ runs: this.#counts.runs + 1 });
    switch (job.type) {
      case 'program':
        return this.#runProgram(job, context);
      case 'call':
      case 'caller-call':
        return { parts: await this.#call(job.call, context) };
      case 'unknown-call':
        context.answers.add(refuseCall(job.call, this.#offered(context.dialect)));
        return { parts: [] };
      default:
        return job satisfies never;
    }
  }

  async #runProgram(
    { program, call }: Extract<Job, { type: 'program' }>,
    { answers, runProgram }: JobContext,
  ): Promise<JobResult> {
    const { code } = program;
    if (code !== undefined) this.#count({ programs: this.#counts.programs + 1 });
    const run = code === undefined ? NO_CODE : await runProgram({ ...program, code }, this.#counts.programs);
    this.#count({ failuresInARow: failuresAfter(run, this.#counts.failuresInARow) });
    const result = decodeResult(call ?? {}, run);
    answers.add(encodeResult(call, result.codeExecutionResult));
    const pictures = run.pictures ?? [];
    const fitted = await fitAll(pictures, this.#request.limits.pictures);
    for (const inlineData of fitted) answers.addPicture({ inlineData });
    const parts =
      code === undefined ? [] : [result, ...[...pictures, ...(run.files ?? [])].map((inlineData) => ({ inlineData }))];
    return { parts, unsupported: run.unsupported };
  }

  async #call(call: FunctionCall, { answers }: JobContext): Promise<Part[]> {
    const { callables, config } = this.#request;
    const parts = await abortable(callables.call(call), config.abortSignal);
    for (const part of parts) {
      if (part.inlineData) answers.addPicture(part);
      else answers.add(part);
    }
    // Other parts would count as the model's own words when they come back in the history.
    return parts.filter(({ functionResponse, inlineData }) => functionResponse ?? inlineData);
  }

  #offered({ protocol, functions }: Dialect): string[] {
    return [...this.#request.callables.names, ...(protocol === 'fences' ? [] : functions.names)];
  }

  #count(counts: Partial<JobCounts>): void {
    this.#counts = { ...this.#counts, ...counts };
  }
}
