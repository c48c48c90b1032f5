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
import { isJsonObject } from '../../text/parseJson.ts';
import { APPLICATION_CALLS, itemsIn, LOCAL_CONTAINER } from './items.ts';
import { readInput } from './readInput.ts';
import { type CreateBody, type Item, textOf } from './wire.ts';

export const CODE_INTERPRETER = 'code_interpreter';

export function isCodeInterpreter({ type }: Item): boolean {
  return type === CODE_INTERPRETER;
}

/** Gives the options that the tool of a request has; `undefined` if the request has no such tool. */
export function codeInterpreterOf({ tools }: CreateBody): LocalCodeExecution | undefined {
  const tool = itemsIn(tools).find(isCodeInterpreter);
  if (!tool) return undefined;
  const { type: _, container: __, allowed_callers: ___, ...options } = tool;
  return options;
}

/** @throws InvalidOptionError for what only OpenAI's servers can do */
export function checkLocal(body: CreateBody): void {
  const container = itemsIn(body.tools).find(isCodeInterpreter)?.container;
  const reason =
    Object.entries(ONLY_THERE).find(([field]) => body[field])?.[1] ??
    (typeof container === 'string' && container !== LOCAL_CONTAINER
      ? `The container ${container} is on OpenAI's servers`
      : undefined);
  if (reason === undefined) return;
  throw new InvalidOptionError(
    `${reason}, but this client runs code in the sandbox. Leave that out, use the client that you gave to withLocalPython(), or the ` +
      "tool's option `mode: 'server'`.",
  );
}

const ONLY_THERE: Record<string, string> = {
  background: 'The answer to a request with `background` goes on while no page is open',
  conversation:
    "A `conversation` keeps the items of code on OpenAI's servers (`previous_response_id` goes on from a response instead)",
};

/**
 * Translates a request for the loop, which speaks Google's API.
 *
 * @param input of the request, as items
 * @param resume the part of the loop's answer to go on with
 */
export function asGenerateContent(
  body: CreateBody,
  input: readonly Item[],
  abortSignal: AbortSignal,
  resume?: GenerateContentResponse,
): GenerateContentParameters & { contents: Content[] } {
  const { model = '', instructions } = body;
  const tools = itemsIn(body.tools);
  const declarations = [...tools, ...tools.flatMap(({ tools: nested }) => itemsIn(nested))].flatMap(asDeclaration);
  const own = new CodeFunctions(['PYTHON', 'JAVASCRIPT'], new Set(declarations.map(({ name }) => textOf(name))));
  const codeExecution = { ...codeInterpreterOf(body), resume };
  const others: ToolUnion[] = [
    { functionDeclarations: [...declarations, ...APPLICATION_CALLS.map((name) => ({ name }))] },
  ];
  return {
    model,
    contents: [...readInput(input, own).map(withoutServersCode), ...containerFiles(tools)],
    config: {
      abortSignal,
      tools: [{ codeExecution }, ...others],
      ...(instructions && { systemInstruction: instructions }),
    },
  };
}

function asDeclaration({ type, name, description, parameters }: Item): FunctionDeclaration[] {
  if (type !== 'function' && type !== 'custom') return [];
  return [{ name, description, parametersJsonSchema: parameters } as FunctionDeclaration];
}

/** The files that the container is to have, which the model does not get. */
function containerFiles(tools: readonly Item[]): Content[] {
  const container = tools.find(isCodeInterpreter)?.container;
  const ids = isJsonObject(container) && Array.isArray(container.file_ids) ? container.file_ids : [];
  const parts = ids.map((fileUri) => ({ fileData: { fileUri: String(fileUri) } }));
  return parts.length > 0 ? [{ role: 'user', parts }] : [];
}

/** Turns code that OpenAI's servers ran into text: its calls are none of a function. */
function withoutServersCode({ role, parts = [] }: Content): Content {
  return {
    role: role ?? 'user',
    parts: parts.map((part: LocalPart) => {
      const { executableCode: program, codeExecutionResult: result, localCall } = part;
      const isServers = program ? !localCall : result !== undefined && result.id === undefined;
      return isServers ? codeAsText(part) : part;
    }),
  };
}
