import { fakeRefusal, firstError, invalidRequest, type Verdict } from '../errors.ts';
import type { Block, Body } from '../wire.ts';

const SHARED = ['type', 'name', 'cache_control', 'allowed_callers', 'defer_loading', 'strict'];
const OF_CLIENT_TOOLS = [...SHARED, 'description', 'input_schema', 'input_examples', 'eager_input_streaming'];
const OF_SERVER_TOOLS: Readonly<Record<string, readonly string[]>> = {
  code_execution: SHARED,
  web_search: [...SHARED, 'max_uses', 'allowed_domains', 'blocked_domains', 'user_location'],
  web_fetch: [...SHARED, 'max_uses', 'allowed_domains', 'blocked_domains', 'citations', 'max_content_tokens'],
  bash: SHARED,
};

const NAME = /^[a-zA-Z0-9_-]{1,128}$/;

export function checkTools({ tools = [], tool_choice: choice, thinking }: Body): Verdict {
  return firstError([
    ...tools.map((tool, index) => () => checkTool(tool, `tools.${index}`)),
    () => haveOwnNames(tools),
    () => callersAreThere(tools),
    () => choiceIsPossible(choice, tools),
    () => choiceFitsThinking(choice, thinking),
  ]);
}

/** The family of a tool of Anthropic's own: `code_execution` for `code_execution_20250825`. */
export function familyOf({ type }: Block): string | undefined {
  const family = /^(.+)_\d{8}$/.exec(type ?? '')?.[1];
  return family !== undefined && family in OF_SERVER_TOOLS ? family : undefined;
}

function checkTool(tool: Block, place: string): Verdict {
  const family = familyOf(tool);
  const allowed = family === undefined ? OF_CLIENT_TOOLS : OF_SERVER_TOOLS[family];
  const at = `${place}.${family === undefined ? 'custom' : tool.type}`;
  const extra = Object.keys(tool).find((field) => !allowed?.includes(field));
  if (extra !== undefined) return invalidRequest(`${at}.${extra}: Extra inputs are not permitted`);
  if (family !== undefined)
    return tool.name === family ? undefined : invalidRequest(`${at}.name: Input should be '${family}'`);
  if (!NAME.test(String(tool.name))) return invalidRequest(`${at}.name: String should match pattern '${NAME.source}'`);
  const schema = tool.input_schema as { type?: unknown } | undefined;
  if (!schema) return invalidRequest(`${at}.input_schema: Field required`);
  return schema.type === 'object' ? undefined : invalidRequest(`${at}.input_schema.type: Input should be 'object'`);
}

function haveOwnNames(tools: readonly Block[]): Verdict {
  const names = tools.map(({ name }) => name);
  return new Set(names).size === names.length ? undefined : invalidRequest('tools: Tool names must be unique.');
}

function callersAreThere(tools: readonly Block[]): Verdict {
  const callers = tools.flatMap(({ allowed_callers }) => (Array.isArray(allowed_callers) ? allowed_callers : []));
  const missing = callers.find((caller) => caller !== 'direct' && !tools.some(({ type }) => type === caller));
  return missing && fakeRefusal(`a tool is allowed for ${missing}, which the request does not have`);
}

function choiceIsPossible(choice: Block | undefined, tools: readonly Block[]): Verdict {
  if (!choice) return undefined;
  if (!['auto', 'any', 'tool', 'none'].includes(choice.type))
    return invalidRequest(
      `tool_choice: Input tag '${choice.type}' found using 'type' does not match any of the expected tags`,
    );
  if (tools.length === 0) return invalidRequest('tool_choice may only be specified while providing tools.');
  if (choice.type !== 'tool' || tools.some(({ name }) => name === choice.name)) return undefined;
  return invalidRequest(`Tool '${choice.name}' not found in provided tools`);
}

function choiceFitsThinking(choice: Block | undefined, thinking: Body['thinking']): Verdict {
  const isForced = choice?.type === 'any' || choice?.type === 'tool';
  if (!isForced || !thinking || thinking.type === 'disabled') return undefined;
  return invalidRequest('Thinking may not be enabled when tool_choice forces tool use.');
}
