import type {
  Content,
  FunctionDeclaration,
  GenerateContentParameters,
  GenerateContentResponse,
  Tool,
} from '@google/genai';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { AnswerOptions } from '../../answer/options.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { CodeExecutionOptions } from '../codeExecution.ts';
import { type Block, type CreateParams, type RequestOptions, textOf } from '../wire.ts';
import type { LocalTools } from './tools.ts';

/** Whether a tool of Anthropic's servers runs code of its own there: searches that filter what they find. */
export function hasServersCode(tools: readonly Block[]): boolean {
  return tools.some(({ type }) => /^web_(search|fetch)_2026/.test(type));
}

/** @throws InvalidOptionError for what only Anthropic's servers can do */
export function checkLocal({ thread }: CreateParams): void {
  if (!thread) return;
  throw new InvalidOptionError(
    "A message thread is kept on Anthropic's servers, which don't know the code that ran in the sandbox. Leave `thread` out and send all `messages`, or use the mode `server`.",
  );
}

/** The functions that run code, under names that no tool has. */
export function codeFunctions({ forModel }: LocalTools, { languages = ['PYTHON'] }: AnswerOptions): CodeFunctions {
  return new CodeFunctions(languages, new Set(forModel.map((tool) => textOf(tool?.name))));
}

interface LocalSettings {
  tools: LocalTools;
  contents: Content[];
  tool: CodeExecutionOptions;
  /** The part of the loop's answer to go on with. */
  resume: GenerateContentResponse | undefined;
  signal: AbortSignal;
}

/** Translates a request for the loop, which speaks another API. */
export function asGenerateContent(
  { model }: CreateParams,
  { maxRetries }: RequestOptions,
  { tools, contents, tool, resume, signal: abortSignal }: LocalSettings,
): GenerateContentParameters & { contents: Content[] } {
  const functionDeclarations = tools.forModel.flatMap((each): FunctionDeclaration[] =>
    each?.name === undefined ? [] : [{ name: textOf(each.name) }],
  );
  const declared: Tool[] = functionDeclarations.length > 0 ? [{ functionDeclarations }] : [];
  // Toolsets have calls under names that are not known here, as the tools for computer use in the loop's API.
  if (tools.forModel.some((each) => each && each.name === undefined)) declared.push({ computerUse: {} });
  return {
    model,
    contents,
    config: {
      abortSignal,
      tools: [...declared, { codeExecution: { ...tool, resume } }],
      ...(maxRetries !== undefined && { httpOptions: { retryOptions: { attempts: maxRetries + 1 } } }),
    },
  };
}
