import { checkChoice } from '../sandbox/checkOption.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { CODE_PARAMETERS, describeCodeTool } from '../tool/declaration.ts';
import { type CodeToolOutput, type ModelOutput, modelOutputOf, OUTPUT_SCHEMA, problemWithOutput } from './output.ts';
import { type StandardSchema, standardSchema } from './schema.ts';

/** Options of {@link codeToolDefinition}. */
export interface CodeToolDefinitionOptions<Sdk extends 6 | 7 = 7> {
  /** @default 'python' */
  language?: 'python' | 'javascript';
  /** Tells the model what the tool does. @default a few sentences about output, variables, files and limits */
  description?: string;
  /** The major version of the package `ai`. They differ in how results have pictures. @default 7 */
  sdk?: Sdk;
}

/** A tool of the AI SDK that a browser runs: without `execute`, and without a DOM. */
export interface CodeToolDefinition<Sdk extends 6 | 7 = 7> {
  description: string;
  inputSchema: StandardSchema<{ code: string }>;
  outputSchema: StandardSchema<CodeToolOutput>;
  /** Makes the model's copy of an output: its text, and its pictures. */
  toModelOutput: (options: { output: unknown }) => ModelOutput<Sdk>;
}

/**
 * Declares the tool for a server's route, whose user's browser runs the code: see `answerToolCall`. Needs no DOM. Give it to
 * `streamText` and to `convertToModelMessages`, so that the model gets the pictures.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://ai-sdk.dev/docs/ai-sdk-ui/chatbot-tool-usage
 * @example
 * ```ts
 * import { createGoogleGenerativeAI } from '@ai-sdk/google';
 * import { streamText } from 'ai';
 * import { codeToolDefinition } from 'glovebox/ai-sdk/definition';
 *
 * const result = streamText({
 *   model: createGoogleGenerativeAI()('gemini-3.8-flash'),
 *   tools: { run_python: codeToolDefinition() },
 *   prompt: 'What is the sum of the first 50 prime numbers? Compute it with Python.',
 * });
 * ```
 */
export function codeToolDefinition<Sdk extends 6 | 7 = 7>(
  options: CodeToolDefinitionOptions<Sdk> = {},
): CodeToolDefinition<Sdk> {
  const { language = 'python', sdk = 7 as Sdk } = options;
  checkChoice('language', language, ['python', 'javascript']);
  checkChoice('sdk', sdk, [6, 7]);
  const spoken = language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
  return {
    description: options.description ?? describeCodeTool(spoken),
    inputSchema: standardSchema(CODE_PARAMETERS, problemWithInput),
    outputSchema: standardSchema(OUTPUT_SCHEMA, problemWithOutput),
    toModelOutput: ({ output }) => modelOutputOf(output, sdk),
  };
}

function problemWithInput(value: unknown): string | undefined {
  return isJsonObject(value) && typeof value.code === 'string'
    ? undefined
    : 'The tool takes one argument: code, a string.';
}
