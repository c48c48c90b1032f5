import type {
  Content,
  FunctionDeclaration,
  GenerateContentConfig,
  GenerateContentParameters,
  ToolConfig,
} from '@google/genai';
import { CALLING } from '../../answer/codec/enums.ts';
import { NO_MORE_RUNS } from '../../answer/loop/modelConversation.ts';
import { partsOfInstruction } from '../../answer/request/addInstruction.ts';
import { declarationsIn } from '../../answer/request/callables.ts';
import type { Media, OptionalField } from '../refusals.ts';
import { encodeMessages } from './encodeMessages.ts';
import type { ChatRequest, ChatTool, Message } from './wire.ts';

/** What a server did not take. */
interface LeftOut {
  media: ReadonlySet<Media>;
  fields: ReadonlySet<OptionalField>;
  stream: boolean;
}

/** The marker of our tool among those of a request. */
export const CODE_INTERPRETER = 'code_interpreter';

/**
 * Makes the body of a request.
 *
 * @param asked fields of the application's request. Its own tools stay as they are, unless the model may not call them any more.
 */
export function encodeRequest(
  { model, contents, config = {} }: GenerateContentParameters & { contents: Content[] },
  { messages: said = [], tools = [], tool_choice: askedChoice, ...asked }: Partial<ChatRequest> = {},
  leftOut: LeftOut,
): ChatRequest {
  const encodedTools = encodeTools(tools, config);
  const choice = encodeToolChoice(config.toolConfig) ?? askedChoice;
  const stream = (asked.stream ?? true) && !leftOut.stream;
  const body: ChatRequest = {
    ...settingsOf(config),
    ...asked,
    model,
    messages: [
      ...instructionOf(config, said[0]?.role === 'developer' ? 'developer' : 'system'),
      ...encodeMessages(contents, leftOut.media),
      // Some servers don't know the choice.
      ...(choice === 'none' && encodedTools.length > 0 ? [{ role: 'user', content: NO_MORE_RUNS }] : []),
    ],
    ...(encodedTools.length > 0 && { tools: encodedTools, ...(choice !== undefined && { tool_choice: choice }) }),
    ...(config.stopSequences && { stop: config.stopSequences }),
    stream,
  };
  if (stream) body.stream_options = { include_usage: true, ...asked.stream_options };
  else delete body.stream_options;
  return withoutFields(body, leftOut.fields);
}

function withoutFields(body: ChatRequest, fields: ReadonlySet<OptionalField>): ChatRequest {
  const isKept = ([name]: [string, unknown]) => !fields.has(name as OptionalField);
  const { messages, ...rest } = body;
  const kept = Object.fromEntries(Object.entries(rest).filter(isKept));
  return {
    ...kept,
    model: body.model,
    messages: messages.map((message) => Object.fromEntries(Object.entries(message).filter(isKept)) as Message),
  };
}

/** The settings of a request that was not made for this API. */
function settingsOf({
  temperature,
  topP,
  maxOutputTokens,
  seed,
  presencePenalty,
  frequencyPenalty,
}: GenerateContentConfig): object {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
    ...(seed !== undefined && { seed }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
  };
}

function instructionOf({ systemInstruction }: GenerateContentConfig, role: string): Message[] {
  if (systemInstruction === undefined) return [];
  const texts = partsOfInstruction(systemInstruction).flatMap(({ text }) => text || []);
  return texts.length > 0 ? [{ role, content: texts.join('\n\n') }] : [];
}

/** The application's tools as they are, with our functions in the place of the marker. */
function encodeTools(tools: readonly ChatTool[], config: GenerateContentConfig): ChatTool[] {
  const declarations = declarationsIn(config.tools ?? []);
  const others = tools.filter((tool) => tool.type !== CODE_INTERPRETER && isOffered(tool, declarations));
  const names = others.map(nameOf);
  const ours = declarations.filter(({ name }) => !names.includes(name));
  return [...others, ...ours.map(encodeFunction)];
}

function isOffered(tool: ChatTool, declarations: readonly FunctionDeclaration[]): boolean {
  return tool.type !== 'function' || declarations.some(({ name }) => name === nameOf(tool));
}

function nameOf(tool: ChatTool): string | undefined {
  return (tool.function as { name?: string } | undefined)?.name;
}

function encodeFunction({ name, description, parametersJsonSchema, parameters }: FunctionDeclaration): ChatTool {
  return {
    type: 'function',
    function: { name, ...(description && { description }), parameters: parametersJsonSchema ?? parameters ?? {} },
  };
}

function encodeToolChoice({ functionCallingConfig }: ToolConfig = {}): unknown {
  const { mode, allowedFunctionNames } = functionCallingConfig ?? {};
  if (mode === CALLING.NONE) return 'none';
  if (mode !== CALLING.ANY) return undefined;
  const [name, ...others] = allowedFunctionNames ?? [];
  // Lists of functions are newer than most servers.
  return name !== undefined && others.length === 0 ? { type: 'function', function: { name } } : 'required';
}
