import type { CallableTool, FunctionCall, Part } from '@google/genai';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type BeforeRun, runAsDecided } from './beforeRun.ts';
import { decodeResult } from './codec/decode.ts';
import { Answers, encodeResult } from './codec/encode.ts';
import { CodeFunctions, type Program } from './codec/languages.ts';
import { outcomeOf } from './codec/outcome.ts';
import { DEFAULT_PICTURE_LIMITS, fitAll, type PictureLimits, picturesOf } from './codec/pictures.ts';
import type { ProgramRun } from './loop/jobRunner.ts';
import { RunQueue } from './loop/runQueue.ts';
import { takesPicturesInResponses } from './request/modelAbilities.ts';

/** The result of a call without a program. */
const NO_CODE = { outcome: 'OUTCOME_FAILED', output: 'run_python takes one argument: code, a string.' } as const;

/** Options of {@link pythonTool}. */
export interface PythonToolOptions {
  /** The model. From Gemini 3 on it gets the pictures that code makes. Without this option it gets none. */
  model?: string;
  /** Time limit per run, in ms. @default 30000 */
  timeout?: number;
  /** Limits for these pictures. */
  pictures?: Partial<PictureLimits>;
  /** Stops the running code. */
  signal?: AbortSignal;
  /** Decides on each program before it runs. `id` counts the programs of this tool from 1. @see {@link LocalPythonOptions.beforeRun} */
  beforeRun?: BeforeRun;
}

/**
 * Makes a tool for the SDK's own automatic function calling: `tools: [pythonTool(sandbox)]`. The model calls `run_python` and gets the
 * result. Answers have no `executableCode`; for that, see {@link withLocalPython}. Its `callTool` rejects with the errors of `Sandbox.run`:
 * code that fails is a result, and no error.
 *
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.CallableTool.html
 */
export function pythonTool(sandbox: Sandbox | Promise<Sandbox>, options: PythonToolOptions = {}): CallableTool {
  const functions = new CodeFunctions(['PYTHON']);
  const limits = { ...DEFAULT_PICTURE_LIMITS, ...options.pictures };
  const pictures = options.model !== undefined && takesPicturesInResponses(options.model) ? 'inside' : 'nowhere';
  let programs = 0;

  async function run(code: string): Promise<ProgramRun> {
    const { timeout, signal } = options;
    const limited = { ...(timeout !== undefined && { timeout }), ...(signal && { signal }) };
    const { status, output, results } = await RunQueue.of(await sandbox).run(code, limited, { files: [], tools: {} });
    const shown = pictures === 'inside' ? await picturesOf(results) : [];
    return { outcome: outcomeOf(status), output, pictures: shown };
  }

  async function runProgram({ code }: Program): Promise<ProgramRun> {
    if (code === undefined) return NO_CODE;
    programs += 1;
    const { beforeRun, signal } = options;
    return runAsDecided({ id: programs, language: 'PYTHON', code }, { beforeRun, signal }, run);
  }

  async function answer(call: FunctionCall): Promise<Part[]> {
    const program = functions.programOf(call);
    // The SDK asks every tool about every call.
    if (!program) return [];
    const result = await runProgram(program);
    const dialect = { protocol: 'functions', functions, signsCalls: false, pictures, circulates: false } as const;
    const answers = new Answers(dialect);
    answers.add(encodeResult(call, decodeResult(call, result).codeExecutionResult));
    for (const inlineData of await fitAll(result.pictures ?? [], limits)) answers.addPicture({ inlineData });
    return answers.content.parts ?? [];
  }

  return {
    tool: async () => ({ functionDeclarations: functions.declarations }),
    callTool: async (calls) => {
      const parts: Part[] = [];
      // One after the other, since they share their variables.
      for (const call of calls) parts.push(...(await answer(call)));
      return parts;
    },
  };
}
