import type { ScriptedTurn } from '../../geminiFake/script/script.ts';
import type { Body } from '../api.ts';
import { firstError, invalidRequest, type Verdict } from '../errors.ts';
import { meetsExpectations } from '../expectations.ts';
import { type Item, inputOf, type StoredResponse } from './items.ts';

/** @see https://platform.openai.com/docs/api-reference/responses/create */
const FIELDS = [
  'model input instructions tools tool_choice stream store include previous_response_id reasoning text temperature top_p user metadata',
  'parallel_tool_calls max_output_tokens max_tool_calls truncation service_tier background conversation prompt prompt_cache_key',
]
  .join(' ')
  .split(' ');
/** The fields of items that go in. */
const ITEM_FIELDS: Readonly<Record<string, readonly string[]>> = {
  message: ['type', 'id', 'role', 'content', 'status', 'phase'],
  function_call: ['type', 'id', 'call_id', 'name', 'arguments', 'status'],
  function_call_output: ['type', 'id', 'call_id', 'output', 'status'],
  custom_tool_call: ['type', 'id', 'call_id', 'name', 'input', 'status'],
  custom_tool_call_output: ['type', 'id', 'call_id', 'output'],
  reasoning: ['type', 'id', 'summary', 'content', 'encrypted_content', 'status'],
  item_reference: ['type', 'id'],
  code_interpreter_call: ['type', 'id', 'code', 'container_id', 'outputs', 'status'],
};
const TOOL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  function: ['type', 'name', 'description', 'parameters', 'strict'],
  custom: ['type', 'name', 'description', 'format'],
  code_interpreter: ['type', 'container', 'allowed_callers'],
};
const TOOLS = [...Object.keys(TOOL_FIELDS), 'web_search', 'file_search', 'mcp'];
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  user: ['input_text', 'input_image', 'input_file'],
  system: ['input_text'],
  developer: ['input_text'],
  assistant: ['output_text', 'refusal'],
};

/** Refuses what the API refuses, in its words; what models of one kind refuse, by their names; and what the script does not expect. */
export function checkResponses(body: Body, turn: ScriptedTurn, stored: ReadonlyMap<string, StoredResponse>): Verdict {
  const tools = (body.tools ?? []) as Item[];
  const model = String(body.model);
  return firstError([
    () => checkFields(body),
    ...tools.map((tool, index) => () => checkTool(tool, index, model)),
    () => checkModel(model, body),
    () => checkPrevious(body, stored),
    ...itemsOf(body).map((item, index) => () => checkItem(item, index, body)),
    () => checkCalls([...earlierItems(body, stored), ...itemsOf(body)]),
    () => callsAreOffered(turn, tools),
    () => meetsExpectations(turn.expect ?? [], body, askedOf(body, stored)),
  ]);
}

function itemsOf(body: Body): Item[] {
  return inputOf(body).map((item) => ({ ...item, type: item.type ?? 'message' }));
}

function checkFields(body: Body): Verdict {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return unknownParameter(unknown);
  const { input, model } = body;
  if (typeof model !== 'string') return missing('model');
  return typeof input !== 'string' && !Array.isArray(input) ? missing('input') : undefined;
}

function unknownParameter(name: string): Verdict {
  return invalidRequest(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
}

function missing(name: string): Verdict {
  return invalidRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
}

function invalidValue(value: unknown, place: string): Verdict {
  return invalidRequest(`Invalid value: '${value}'.`, place, 'invalid_value');
}

function checkTool(tool: Item, index: number, model: string): Verdict {
  const { type, name } = tool;
  const place = `tools[${index}]`;
  if (!TOOLS.includes(type) || (type === 'custom' && model.includes('no-custom')))
    return invalidRequest(`Unsupported Responses tool type: '${type}'`, `${place}.type`, 'invalid_value');
  if ((type === 'function' || type === 'custom') && !/^[a-zA-Z0-9_-]{1,128}$/.test(String(name)))
    return missing(`${place}.name`);
  const unknown = Object.keys(tool).find((field) => TOOL_FIELDS[type] && !TOOL_FIELDS[type]?.includes(field));
  if (unknown !== undefined) return unknownParameter(`${place}.${unknown}`);
  return type === 'code_interpreter' && !tool.container ? missing(`${place}.container`) : undefined;
}

function checkModel(model: string, body: Body): Verdict {
  const include = (body.include ?? []) as string[];
  if (model.startsWith('gpt-4') && include.includes('reasoning.encrypted_content'))
    return invalidRequest('Encrypted content is not supported with this model.', 'include');
  if (model.includes('no-storage') && body.previous_response_id)
    return invalidRequest(
      'Previous response cannot be used for this organization due to Zero Data Retention.',
      'previous_response_id',
      'unsupported_parameter',
    );
  if (model.includes('no-images') && JSON.stringify(body.input).includes('input_image'))
    return invalidRequest('Invalid content type. image_url is only supported by certain models.');
  if (model.includes('no-tools') && body.tools)
    return invalidRequest(`registry.ollama.ai/library/${model} does not support tools`);
  return undefined;
}

function checkPrevious({ previous_response_id: id }: Body, stored: ReadonlyMap<string, StoredResponse>): Verdict {
  if (id === undefined || id === null || stored.has(String(id))) return undefined;
  return invalidRequest(
    `Previous response with id '${id}' not found.`,
    'previous_response_id',
    'previous_response_not_found',
  );
}

function checkItem(item: Item, index: number, { store }: Body): Verdict {
  const { type, role, content } = item;
  const place = `input[${index}]`;
  const known = ITEM_FIELDS[type];
  if (!known) return invalidValue(type, place);
  const unknown = Object.keys(item).find((field) => !known.includes(field));
  if (unknown !== undefined) return unknownParameter(`${place}.${unknown}`);
  if (type === 'reasoning' && store === false && !item.encrypted_content)
    return invalidRequest(
      `Item with id '${item.id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      'input',
    );
  if (type !== 'message' || !Array.isArray(content)) return undefined;
  const wrong = content.find((block: Item) => !CONTENT[String(role)]?.includes(block.type));
  return wrong && invalidValue(wrong.type, `${place}.content[0]`);
}

/** Each call needs an output, each output a call; and reasoning needs the item that it led to. */
function checkCalls(items: readonly Item[]): Verdict {
  const open = new Map<string, string>();
  for (const [index, item] of items.entries()) {
    const { type, id } = item;
    const callId = String(item.call_id);
    if (type === 'function_call' || type === 'custom_tool_call') open.set(callId, type);
    const next = items[index + 1];
    if (type === 'reasoning' && (!next || next.type.endsWith('_output') || next.role === 'user'))
      return invalidRequest(
        `Item '${id}' of type 'reasoning' was provided without its required following item.`,
        'input',
      );
    if (!type.endsWith('_call_output')) continue;
    if (open.get(callId) !== type.replace(/_output$/, ''))
      return invalidRequest(`No tool call found for ${type.replaceAll('_', ' ')} with call_id ${callId}.`, 'input');
    open.delete(callId);
  }
  const [[id, type] = []] = open;
  if (id === undefined) return undefined;
  return invalidRequest(`No tool output found for ${type?.replaceAll('_', ' ')} ${id}.`, 'input');
}

function earlierItems(
  { previous_response_id: id }: Body,
  stored: ReadonlyMap<string, StoredResponse>,
): readonly Item[] {
  return stored.get(String(id))?.items ?? [];
}

function callsAreOffered({ parts = [], undeclaredCalls }: ScriptedTurn, tools: readonly Item[]): Verdict {
  const names = tools.map(({ name }) => name);
  const wrong = parts.find(({ functionCall }) => functionCall && !names.includes(functionCall.name));
  if (!wrong || undeclaredCalls) return undefined;
  const offered = names.join(', ') || 'no function';
  return invalidRequest(`fake: the script calls ${wrong.functionCall?.name}, but the request has ${offered}`);
}

function askedOf(body: Body, stored: ReadonlyMap<string, StoredResponse>) {
  const items = itemsOf(body);
  const isModels = ({ type, role }: Item) => role === 'assistant' || /_call$|^reasoning$/.test(type);
  const recent = items.slice(items.findLastIndex(isModels) + 1);
  const calls = [...earlierItems(body, stored), ...items].filter(({ type }) =>
    /^(function|custom_tool)_call$/.test(type),
  );
  const blocks = recent
    .flatMap(({ content, output }) => [content, output])
    .flatMap((value) => (Array.isArray(value) ? (value as Item[]) : []));
  return {
    texts: [
      ...recent.map(({ content }) => (typeof content === 'string' ? content : '')),
      ...blocks.map(({ text }) => String(text ?? '')),
    ],
    results: recent
      .filter(({ call_id: id }) => id !== undefined)
      .map(({ call_id: id, output }) => ({
        name: String(calls.find((call) => call.call_id === id)?.name),
        content: output,
      })),
    functions: ((body.tools ?? []) as Item[]).map(({ name, type }) => String(name ?? type)),
    mimeTypes: blocks.flatMap(({ image_url: url }) => /^data:([^;]+)/.exec(String(url))?.[1] ?? []),
  };
}
