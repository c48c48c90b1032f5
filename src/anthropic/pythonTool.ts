import { notifyListener } from '../async/notifyListener.ts';
import { InvalidOptionError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type CodeToolOptions, type CodeToolProgress, codeTool } from '../tool/codeTool.ts';
import { type CodeToolContent, contentOf } from '../tool/declaration.ts';

/** Options of {@link pythonTool}. */
export interface PythonToolOptions extends Omit<CodeToolOptions, 'language'> {
  /** Called with output and displays of programs while they run. Errors that it throws are reported as uncaught errors of the page. */
  onProgress?: (progress: CodeToolProgress) => void;
}

/** A block of the result of a call. */
export type PythonToolContent =
  | { type: 'text'; text: string }
  | {
      type: 'image';
      source: { type: 'base64'; media_type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'; data: string };
    };

/** A tool for the tool runner of the SDK. */
export interface PythonTool {
  type: 'custom';
  name: string;
  description: string;
  input_schema: { type: 'object'; properties: object; required: string[]; additionalProperties: false };
  /**
   * Runs a program, after those before it. Code that fails is a result with its error, and no rejection.
   *
   * @returns the output, then the pictures
   * @throws the errors of `Sandbox.run`, and the signal's reason if the runner is aborted: the model is told of them
   */
  run(input: { code: string }, context?: { signal?: AbortSignal | null | undefined }): Promise<PythonToolContent[]>;
  /** @throws InvalidOptionError if the model left out the program: the runner tells it */
  parse(input: unknown): { code: string };
}

/**
 * Makes a tool for the SDK's own tool runner: `client.beta.messages.toolRunner({ tools: [pythonTool({ sandbox })], … })`. Messages have calls of
 * this tool, and not the blocks of Anthropic's code execution; for these, see {@link withLocalPython}.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/tool-runner
 * @example
 * ```ts
 * import Anthropic from '@anthropic-ai/sdk';
 * import { pythonTool } from 'glovebox/anthropic';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const message = await new Anthropic({ apiKey }).beta.messages.toolRunner({
 *   model: 'claude-opus-5-5',
 *   max_tokens: 4096,
 *   messages: [{ role: 'user', content: 'How many primes are below 10000?' }],
 *   tools: [pythonTool({ sandbox: () => Sandbox.create() })],
 * });
 * ```
 */
export function pythonTool({ onProgress, ...options }: PythonToolOptions): PythonTool {
  const { name, description, parameters, run } = codeTool(options);
  const { properties, required } = parameters;
  return {
    type: 'custom',
    name,
    description,
    input_schema: { type: 'object', properties, required: [...required], additionalProperties: false },
    async run(input, { signal } = {}) {
      const running = run(input, { signal: signal ?? undefined });
      for (;;) {
        const next = await running.next();
        if (next.done) return contentOf(next.value).map(blockOf);
        notifyListener([next.value], onProgress);
      }
    },
    parse(input) {
      if (isJsonObject(input) && typeof input.code === 'string') return { code: input.code };
      throw new InvalidOptionError(`${name} takes one argument: code, a string.`);
    },
  };
}

/** Pictures are in types that the API takes. */
function blockOf(content: CodeToolContent): PythonToolContent {
  if (content.type === 'text') return content;
  const { mimeType, data } = content;
  return { type: 'image', source: { type: 'base64', media_type: mimeType as 'image/png', data } };
}
