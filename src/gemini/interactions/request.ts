import type {
  Content,
  FunctionDeclaration,
  GenerateContentParameters,
  GenerateContentResponse,
  ToolUnion,
} from '@google/genai';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { codeAsText } from '../../answer/codec/fences.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import { InvalidOptionError } from '../../errors.ts';
import { readInput } from './readInput.ts';
import { readToolChoice } from './toolChoice.ts';
import { type CreateParams, type Step, textOf } from './wire.ts';

/** Google's own tools, by their names here and in the other API. */
const BUILT_IN: Record<string, string> = {
  google_search: 'googleSearch',
  url_context: 'urlContext',
  google_maps: 'googleMaps',
  file_search: 'fileSearch',
  computer_use: 'computerUse',
};

/** Gives the options that the tool of a request has; `undefined` if the request has no such tool. */
export function codeExecutionOf({ tools }: CreateParams): LocalCodeExecution | undefined {
  const { type, ...options } = tools?.find((tool) => tool.type === 'code_execution') ?? {};
  return type === undefined ? undefined : options;
}

/** @throws InvalidOptionError for what only Google's servers can do */
export function checkLocal(params: CreateParams): void {
  const reason = Object.entries(ONLY_THERE).find(([field]) => params[field])?.[1];
  if (reason === undefined) return;
  throw new InvalidOptionError(
    `${reason}, but this client runs code in the sandbox. Use ai.interactions.create() of the client that you gave to ` +
      'withLocalPython(), or the mode `server`.',
  );
}

const ONLY_THERE: Record<string, string> = {
  agent: "An agent runs its code on Google's servers",
  background: 'The answer to a request with `background` goes on while no page is open',
  webhook_config: 'A request with `webhook_config` is answered while no page is open',
};

/**
 * Translates a request for the loop, which speaks the other API.
 *
 * @param resume the part of the loop's answer to go on with
 */
export function asGenerateContent(
  params: CreateParams,
  abortSignal: AbortSignal,
  resume?: GenerateContentResponse,
): GenerateContentParameters & { contents: Content[] } {
  const { model = '', input, tools = [], system_instruction: instruction, generation_config: settings } = params;
  const functions = tools.filter(({ type }) => type === 'function');
  const toolConfig = readToolChoice(settings?.tool_choice);
  const own = new CodeFunctions(['PYTHON', 'JAVASCRIPT'], new Set(functions.map(({ name }) => textOf(name))));
  return {
    model,
    contents: readInput(input, own).map(withoutServersCode),
    config: {
      abortSignal,
      tools: tools.map((tool) => asTool(tool, resume)),
      ...(instruction !== undefined && { systemInstruction: instruction }),
      ...(toolConfig && { toolConfig }),
    },
  };
}

/** Turns code that Google's servers ran into text: its calls are none of a function. */
function withoutServersCode({ role, parts = [] }: Content): Content {
  return {
    ...(role !== undefined && { role }),
    parts: parts.map((part: LocalPart) => {
      const { executableCode: program, codeExecutionResult: result, localCall } = part;
      const isServers = program ? !localCall : result?.id === undefined;
      return isServers ? codeAsText(part) : part;
    }),
  };
}

function asTool({ type, ...tool }: Step, resume: GenerateContentResponse | undefined): ToolUnion {
  if (type === 'code_execution') return { codeExecution: { ...tool, resume } };
  const builtIn = BUILT_IN[type];
  if (builtIn !== undefined) return { [builtIn]: {} };
  if (type !== 'function') return {};
  const { name, description, parameters } = tool;
  const declaration = { name, description, parametersJsonSchema: parameters } as FunctionDeclaration;
  return { functionDeclarations: [declaration] };
}
