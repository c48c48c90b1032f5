import type { ScriptedTurn } from '../../geminiFake/script/script.ts';
import type { Body } from '../api.ts';
import { firstError, invalidRequest, type Verdict } from '../errors.ts';
import { meetsExpectations } from '../expectations.ts';

interface Message {
  role: string;
  content?: string | null | { type: string; text?: string; [field: string]: unknown }[];
  tool_calls?: { id: string; type: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

interface Tool {
  type: string;
  function?: { name: string };
}

/** @see https://platform.openai.com/docs/api-reference/chat/create */
const FIELDS = [
  'model messages tools tool_choice stream stream_options stop temperature top_p max_tokens max_completion_tokens seed n user store',
  'metadata response_format reasoning_effort verbosity parallel_tool_calls presence_penalty frequency_penalty logprobs top_logprobs',
]
  .join(' ')
  .split(' ');
const MESSAGE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  system: ['role', 'content', 'name'],
  developer: ['role', 'content', 'name'],
  user: ['role', 'content', 'name'],
  assistant: ['role', 'content', 'name', 'refusal', 'audio', 'annotations', 'tool_calls', 'function_call'],
  tool: ['role', 'content', 'tool_call_id'],
};
const CONTENT_TYPES: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
  tool: ['text'],
};

/** Refuses what the API refuses, in its words; what servers of one's own refuse, for models of their kind; and what the script does not expect. */
export function checkChat(body: Body, turn: ScriptedTurn): Verdict {
  const messages = (body.messages ?? []) as Message[];
  const tools = (body.tools ?? []) as Tool[];
  return firstError([
    () => checkFields(body),
    ...tools.map((tool, index) => () => checkTool(tool, index)),
    () => checkOptions(body),
    ...messages.map((message, index) => () => checkMessage(message, index, String(body.model))),
    () => checkCalls(messages),
    () => checkLocalModel(String(body.model), messages, tools),
    () => callsAreOffered(turn, tools),
    () => meetsExpectations(turn.expect ?? [], body, askedOf(messages, tools)),
  ]);
}

function checkFields(body: Body): Verdict {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return invalidRequest(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
  if (typeof body.model !== 'string' || body.model === '') return invalidRequest('you must provide a model parameter');
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'messages',
      'empty_array',
    );
  return undefined;
}

function checkTool({ type, function: declared }: Tool, index: number): Verdict {
  if (type !== 'function' && type !== 'custom')
    return invalidRequest(
      `Invalid value: '${type}'. Supported values are: 'function' and 'custom'.`,
      `tools[${index}].type`,
      'invalid_value',
    );
  if (type === 'function' && !/^[a-zA-Z0-9_-]{1,64}$/.test(declared?.name ?? ''))
    return invalidRequest(
      `Missing required parameter: 'tools[${index}].function'.`,
      `tools[${index}].function`,
      'missing_required_parameter',
    );
  return undefined;
}

function checkOptions({ stream, stream_options: options, tools, tool_choice: choice, stop }: Body): Verdict {
  if (options !== undefined && !stream)
    return invalidRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options');
  if (choice !== undefined && !tools)
    return invalidRequest(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
    );
  if (Array.isArray(tools) && tools.length === 0)
    return invalidRequest(
      "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'tools',
      'empty_array',
    );
  if (Array.isArray(stop) && stop.length > 4)
    return invalidRequest("Invalid 'stop': array too long.", 'stop', 'array_above_max_length');
  return undefined;
}

function checkMessage(message: Message, index: number, model: string): Verdict {
  const { role, content } = message;
  // What models reason goes back to servers of one's own.
  const known = [...(MESSAGE_FIELDS[role] ?? []), ...(model.startsWith('local-') ? ['reasoning_content'] : [])];
  if (!MESSAGE_FIELDS[role])
    return invalidRequest(
      `Invalid value: '${role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.`,
      `messages[${index}].role`,
      'invalid_value',
    );
  const unknown = Object.keys(message).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return invalidRequest(
      `Unknown parameter: 'messages[${index}].${unknown}'.`,
      `messages[${index}].${unknown}`,
      'unknown_parameter',
    );
  if ((content === null || content === undefined) && !(role === 'assistant' && message.tool_calls))
    return invalidRequest(`Invalid value for 'content': expected a string, got null.`, `messages.[${index}].content`);
  if (!Array.isArray(content)) return undefined;
  const wrong = content.find(({ type }) => !(CONTENT_TYPES[role] ?? ['text']).includes(type));
  if (role !== 'user' && wrong?.type === 'image_url')
    return invalidRequest(
      `Invalid 'messages[${index}]'. Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`,
      `messages[${index}]`,
      'invalid_value',
    );
  if (wrong)
    return invalidRequest(`Invalid value: '${wrong.type}'.`, `messages[${index}].content[0].type`, 'invalid_value');
  const strange = content.find((part) => part.type === 'text' && typeof part.text !== 'string');
  return strange && invalidRequest(`Missing required parameter: 'messages[${index}].content[0].text'.`);
}

function checkCalls(messages: readonly Message[]): Verdict {
  let open: string[] = [];
  for (const [index, { role, tool_calls: calls, tool_call_id: id }] of messages.entries()) {
    if (role === 'tool') {
      if (!open.includes(id ?? ''))
        return invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        );
      open = open.filter((each) => each !== id);
      continue;
    }
    if (open.length > 0) return unanswered(open, index);
    for (const call of calls ?? []) {
      if (typeof call.function?.arguments !== 'string' || call.type !== 'function' || !call.id)
        return invalidRequest(
          `Invalid type for 'messages[${index}].tool_calls[0].function.arguments': expected a string.`,
        );
      open.push(call.id);
    }
  }
  return open.length > 0 ? unanswered(open, messages.length) : undefined;
}

function unanswered(ids: readonly string[], index: number): Verdict {
  return invalidRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids.join(', ')}`,
    `messages.[${index}].role`,
  );
}

/** Servers of one's own, in their words. */
function checkLocalModel(model: string, messages: readonly Message[], tools: readonly Tool[]): Verdict {
  // Ollama.
  if (model.includes('no-tools') && tools.length > 0)
    return { ...invalidRequest(`registry.ollama.ai/library/${model} does not support tools`), type: 'api_error' };
  // llama.cpp.
  const hasImage = messages.some(
    ({ content }) => Array.isArray(content) && content.some(({ type }) => type === 'image_url'),
  );
  if (model.includes('no-images') && hasImage)
    return invalidRequest(
      'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
    );
  if (model.includes('no-system') && messages.some(({ role }) => role === 'system'))
    return invalidRequest('System role not supported');
  return undefined;
}

function callsAreOffered({ parts = [], undeclaredCalls }: ScriptedTurn, tools: readonly Tool[]): Verdict {
  const names = tools.map((tool) => tool.function?.name);
  const wrong = parts.find(({ functionCall }) => functionCall && !names.includes(functionCall.name));
  if (!wrong || undeclaredCalls) return undefined;
  return invalidRequest(
    `fake: the script calls ${wrong.functionCall?.name}, but the request has ${names.join(', ') || 'no function'}`,
  );
}

function askedOf(messages: readonly Message[], tools: readonly Tool[]) {
  const calls = messages.flatMap((message) => message.tool_calls ?? []);
  const lastTurn = messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
  const textIn = ({ content }: Message) =>
    typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('\n');
  return {
    texts: lastTurn.map(textIn),
    results: lastTurn
      .filter(({ role }) => role === 'tool')
      .map((message) => ({
        name: calls.find(({ id }) => id === message.tool_call_id)?.function.name ?? '',
        content: message.content,
      })),
    functions: tools.map((tool) => tool.function?.name ?? ''),
    mimeTypes: lastTurn.flatMap(({ content }) => (Array.isArray(content) ? content : [])).flatMap(mimeTypeOf),
  };
}

function mimeTypeOf({ image_url: image }: Record<string, unknown>): string[] {
  const [, mimeType] = /^data:([^;]+)/.exec((image as { url?: string } | undefined)?.url ?? '') ?? [];
  return mimeType === undefined ? [] : [mimeType];
}
