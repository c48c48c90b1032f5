import { type BeforeRun, runAsDecided } from '../answer/beforeRun.ts';
import { CODE_FUNCTIONS } from '../answer/codec/languages.ts';
import { DEFAULT_PICTURE_LIMITS, type PictureLimits } from '../answer/codec/pictureLimits.ts';
import { fitAll, picturesOf } from '../answer/codec/pictures.ts';
import { lazySandbox } from '../answer/loop/lazySandbox.ts';
import { RunQueue } from '../answer/loop/runQueue.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { whileRunning } from '../async/whileRunning.ts';
import type { Display, FileInfo, OutputChunk, RunStatus } from '../protocol.ts';
import { checkChoice, checkNumber } from '../sandbox/checkOption.ts';
import { reachOf } from '../sandbox/codeExecutor.ts';
import type { RunOptions } from '../sandbox/options.ts';
import type { RunResult } from '../sandbox/result.ts';
import type { OnApproval } from '../sandbox/tools/approval.ts';
import { describeTools } from '../sandbox/tools/describeTools.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import type { ToolCall } from '../sandbox/tools/toolCall.ts';
import { CODE_PARAMETERS, describeCodeTool } from './declaration.ts';

/** Options of {@link codeTool}. */
export interface CodeToolOptions {
  /** Where code runs. A function is called when the model first runs code, and again if that sandbox was closed since. */
  sandbox: LocalPythonOptions['sandbox'];
  /** @default 'python' */
  language?: NonNullable<RunOptions['language']>;
  /** The name under which the model calls it. @default 'run_python' or 'run_javascript' */
  name?: string;
  /** Tells the model what the tool does. @default a few sentences about output, variables and files, and a list of {@link tools} */
  description?: string;
  /** Time limit per run, in ms. @default 30000 */
  timeout?: number;
  /** Limits for the pictures that the model gets. */
  pictures?: Partial<PictureLimits>;
  /** Functions of your app that Python can call in these runs: `from tools import name`. @default none but those of the sandbox */
  tools?: Record<string, Tool>;
  /**
   * Answers `input()`. The timeout pauses until it answers. Python gets an `EOFError` if the option is missing, or the function gives `null` or
   * throws.
   */
  onInput?: (prompt: string) => string | null | Promise<string | null>;
  /** Asks a person about calls of tools whose `approve` says so. @default that of the sandbox */
  onApproval?: OnApproval;
  /** Decides on each program before it runs. `id` counts the programs of this tool from 1. @default every program runs */
  beforeRun?: BeforeRun;
}

/** What a program does while it runs. */
export type CodeToolProgress =
  | ({ type: 'output' } & Pick<OutputChunk, 'stream' | 'text'>)
  | { type: 'display'; display: Display }
  /** It has called `clear_output()`: what came before is no part of its result. */
  | { type: 'clear-output' }
  | { type: 'tool-call'; call: ToolCall };

/** The result of a call. Code made the texts, names and pictures in it: don't trust them. */
export interface CodeToolResult {
  /** Whether the code ran to its end without an error. */
  ok: boolean;
  /** How the run ended; `'error'` if nothing was run. */
  status: RunStatus;
  /** The output for the model, as in {@link RunResult.output}. */
  output: string;
  /** The pictures for the model, in base64: PNG, JPEG or WebP, within the limits. */
  images: { mimeType: string; data: string }[];
  /** The files that the run created or changed. */
  files: FileInfo[];
  /** Whether `beforeRun` refused the program, or the call had none: nothing was run. */
  isRefused: boolean;
  /** The whole result of the run; absent if nothing was run. */
  run?: RunResult;
}

/** A tool that runs code, in no API's own words: for agents that have a loop of their own. */
export interface CodeTool {
  name: string;
  description: string;
  /** The JSON schema of its input: an object with `code`. */
  parameters: typeof CODE_PARAMETERS;
  /**
   * Runs the program of a call, after those before it. Gives its output and displays as they come, and returns the result. Code that fails is
   * a result, and no error.
   *
   * @param input the arguments of the call, which may be anything: they come from the model
   * @throws the errors of `Sandbox.run`, and the signal's reason if `signal` aborts
   */
  run(
    input: unknown,
    options?: { signal?: AbortSignal | undefined },
  ): AsyncGenerator<CodeToolProgress, CodeToolResult, void>;
}

/**
 * Makes a tool that runs the code of any model in a sandbox.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @example
 * ```ts
 * import { Sandbox } from 'glovebox/sandbox';
 * import { codeTool } from 'glovebox/tool';
 *
 * const { name, description, parameters, run } = codeTool({ sandbox: () => Sandbox.create(), timeout: 5000 });
 * const declaration = { name, description, parameters }; // for the model
 * ```
 */
export function codeTool(options: CodeToolOptions): CodeTool {
  const { language = 'python', timeout } = options;
  checkChoice('language', language, ['python', 'javascript']);
  checkNumber('timeout', timeout, 'milliseconds, more than 0', (value) => value > 0);
  const spoken = language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
  const told = spoken === 'PYTHON' ? describeTools(options.tools ?? {}) : '';
  const {
    name = CODE_FUNCTIONS[spoken].name,
    description = `${describeCodeTool(spoken, reachOf(options.sandbox))}\n\n${told}`.trim(),
  } = options;
  const openSandbox = lazySandbox(options.sandbox);
  let programs = 0;

  return {
    name,
    description,
    parameters: CODE_PARAMETERS,
    async *run(input, { signal: asked } = {}) {
      const code = codeIn(input);
      if (code === undefined) return refusal(`${name} takes one argument: code, a string.\n`);
      programs += 1;
      const id = programs;
      return yield* whileRunning(async (push: (item: CodeToolProgress) => void, unread) => {
        const signal = asked ? AbortSignal.any([asked, unread]) : unread;
        const deciding = { beforeRun: options.beforeRun, signal };
        return runAsDecided({ id, language: spoken, code }, deciding, (decided) =>
          run(decided, { ...limitsOf(options), language, signal, ...listenersFor(push) }),
        ).then(withRefusal);
      });
    },
  };

  async function run(code: string, runOptions: RunOptions): Promise<CodeToolResult> {
    const queue = RunQueue.of(await openSandbox());
    const result = await queue.run(code, runOptions, { files: [], tools: options.tools ?? {} });
    const { ok, status, output, files } = result;
    const limits = { ...DEFAULT_PICTURE_LIMITS, ...options.pictures };
    const pictures = await fitAll(await picturesOf(result.results, limits), limits);
    const images = pictures.map(({ mimeType = '', data = '' }) => ({ mimeType, data }));
    return { ok, status, output, images, files, isRefused: false, run: result };
  }
}

function codeIn(input: unknown): string | undefined {
  const code: unknown = typeof input === 'object' && input !== null && 'code' in input ? input.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function refusal(output: string): CodeToolResult {
  return { ok: false, status: 'error', output, images: [], files: [], isRefused: true };
}

/** A refused program has no result of the sandbox. */
function withRefusal(result: CodeToolResult | { output: string }): CodeToolResult {
  return 'images' in result ? result : refusal(result.output);
}

function limitsOf({ timeout, onInput, onApproval }: CodeToolOptions): RunOptions {
  return { ...(timeout !== undefined && { timeout }), ...(onInput && { onInput }), ...(onApproval && { onApproval }) };
}

function listenersFor(push: (item: CodeToolProgress) => void): RunOptions {
  return {
    onOutput: ({ stream, text }) => push({ type: 'output', stream, text }),
    onDisplay: (display) => push({ type: 'display', display }),
    onClearOutput: () => push({ type: 'clear-output' }),
    onToolCall: (call) => push({ type: 'tool-call', call }),
  };
}
