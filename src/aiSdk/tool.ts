import { lazySandbox } from '../answer/loop/lazySandbox.ts';
import { inIntervals } from '../async/inIntervals.ts';
import { InvalidOptionError } from '../errors.ts';
import { MODEL_OUTPUT_LIMIT } from '../protocol.ts';
import { describeTools } from '../sandbox/tools/describeTools.ts';
import { type CodeToolOptions, type CodeToolProgress, type CodeToolResult, codeTool } from '../tool/codeTool.ts';
import type { AiSdkFunction } from './aiSdkTools.ts';
import { type CodeToolDefinition, codeToolDefinition } from './definition.ts';
import type { CodeToolOutput } from './output.ts';
import { type RoutedToolsOptions, routedTools } from './routedTools.ts';

/** From one preliminary output to the next, in ms. Each has all the text so far. */
const OUTPUT_INTERVAL = 100;

/** Options of {@link aiSdkTool}. */
export interface AiSdkToolOptions<Sdk extends 6 | 7 = 7> extends Omit<CodeToolOptions, 'name'>, RoutedToolsOptions {
  /** The major version of the package `ai`. They differ in how results have pictures. @default 7 */
  sdk?: Sdk;
}

/** The part of the options of a call that the tool reads. */
interface ExecuteOptions {
  abortSignal?: AbortSignal | undefined;
}

/** A tool of the AI SDK that runs code: for `generateText`, `streamText`, agents and `useChat`. */
export interface AiSdkTool<Sdk extends 6 | 7 = 7> extends CodeToolDefinition<Sdk> {
  /**
   * Runs the program of a call, after those before it. Its preliminary outputs have what was printed so far; the last output is the whole.
   * Code that fails is an output, and no error.
   *
   * @throws the errors of `Sandbox.run`, and the signal's reason if `abortSignal` aborts
   */
  execute(input: { code: string }, options: ExecuteOptions): AsyncGenerator<CodeToolOutput, void, void>;
  /**
   * Makes this tool a caller of others, in version 7: `experimental_toolCallers: { weather: ['run_python'] }`. The model then has no tool `weather`,
   * and its Python has a function: `from tools import weather`.
   */
  readonly experimental_toolCaller: {
    type: 'local';
    bind: (tools: Readonly<Record<string, AiSdkFunction>>) => BoundTool<Sdk>;
  };
}

/** A tool whose code can call others. */
type BoundTool<Sdk extends 6 | 7> = Omit<AiSdkTool<Sdk>, 'experimental_toolCaller'>;

/**
 * Makes a tool of the AI SDK: `tools: { run_python: aiSdkTool({ sandbox }) }`.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://ai-sdk.dev/docs/ai-sdk-core/tools-and-tool-calling
 * @example
 * ```ts
 * import { createGoogleGenerativeAI } from '@ai-sdk/google';
 * import { generateText, isStepCount } from 'ai';
 * import { aiSdkTool } from 'glovebox/ai-sdk';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const { text } = await generateText({
 *   model: createGoogleGenerativeAI({ apiKey })('gemini-3.8-flash'),
 *   tools: { run_python: aiSdkTool({ sandbox: () => Sandbox.create() }) },
 *   stopWhen: isStepCount(10),
 *   prompt: 'What is the sum of the first 50 prime numbers? Compute it with Python.',
 * });
 * ```
 */
export function aiSdkTool<Sdk extends 6 | 7 = 7>(options: AiSdkToolOptions<Sdk>): AiSdkTool<Sdk> {
  const { asSchema, ...given } = options;
  // The tools that are bound to others share one sandbox.
  const shared = { ...given, sandbox: lazySandbox(given.sandbox) };
  const bind = (routed: Readonly<Record<string, AiSdkFunction>>) => {
    const tools = { ...shared.tools, ...routedTools(routed, { ...(asSchema && { asSchema }) }) };
    const description = shared.description && `${shared.description}\n\n${describeTools(tools)}`.trim();
    return boundTool({ ...shared, tools, ...(description && { description }) });
  };
  return { ...boundTool(shared), experimental_toolCaller: { type: 'local', bind } };
}

function boundTool<Sdk extends 6 | 7>(options: Omit<AiSdkToolOptions<Sdk>, 'asSchema'>): BoundTool<Sdk> {
  const { sdk = 7 as Sdk, ...toolOptions } = options;
  const tool = codeTool(toolOptions);
  const { description } = tool;
  const { language } = toolOptions;
  return {
    ...codeToolDefinition({ sdk, description, ...(language && { language }) }),
    async *execute(input, given) {
      checkVersion(sdk, given);
      const unread = new AbortController();
      const signal = given.abortSignal ? AbortSignal.any([given.abortSignal, unread.signal]) : unread.signal;
      try {
        const running = tool.run(input, { signal });
        yield outputOf(yield* inIntervals(running, preliminaryOutputs(), OUTPUT_INTERVAL));
      } finally {
        unread.abort();
      }
    },
  };
}

/** Version 6 alone has this option. The model would miss the pictures if the wrong version was named. */
function checkVersion(sdk: 6 | 7, given: ExecuteOptions): void {
  if (sdk === 7 && 'experimental_context' in given)
    throw new InvalidOptionError('This is version 6 of the AI SDK. Give the tool the option `sdk: 6`.');
}

function preliminaryOutputs(): (item: CodeToolProgress) => CodeToolOutput {
  let output = '';
  return (item) => {
    if (item.type === 'output') output = (output + item.text).slice(-MODEL_OUTPUT_LIMIT);
    else if (item.type === 'clear-output') output = '';
    return { status: 'running', output, images: [], files: [] };
  };
}

function outputOf({ status, output, images, files, isRefused }: CodeToolResult): CodeToolOutput {
  return {
    status: isRefused ? 'refused' : status,
    output,
    images: images.map(({ mimeType: mediaType, data }) => ({ mediaType, data })),
    files: [...files],
  };
}
