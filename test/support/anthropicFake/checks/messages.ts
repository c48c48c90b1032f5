import { fakeRefusal, firstError, invalidRequest, type Verdict } from '../errors.ts';
import { type Block, type Body, blocksIn, type MessageParam, sourceOf } from '../wire.ts';
import { familyOf } from './tools.ts';

const PICTURES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const IN_RESULTS = ['text', 'image', 'document', 'search_result', 'tool_reference'];

export function checkMessages(body: Body): Verdict {
  const { messages = [] } = body;
  return firstError([
    ...messages.map((message, index) => () => checkMessage(message, `messages.${index}`, body)),
    ...messages.map((message, index) => () => callsAreAnswered(message, messages[index + 1], index)),
    ...messages.map((message, index) => () => answersHaveCalls(message, messages[index - 1], index)),
    () => breakpointsAreFew(body),
  ]);
}

function checkMessage(message: MessageParam, place: string, body: Body): Verdict {
  const extra = Object.keys(message).find((field) => field !== 'role' && field !== 'content');
  if (extra !== undefined) return invalidRequest(`${place}.${extra}: Extra inputs are not permitted`);
  if (!['user', 'assistant', 'system'].includes(message.role))
    return invalidRequest(`messages: Unexpected role "${message.role}".`);
  const blocks = blocksIn(message);
  if (blocks.length === 0) return invalidRequest(`${place}: ${message.role} messages must have non-empty content`);
  return firstError(
    blocks.map((block, index) => () => checkBlock(block, `${place}.content.${index}`, message.role, body)),
  );
}

function checkBlock(block: Block, place: string, role: string, body: Body): Verdict {
  const { type } = block;
  const source = sourceOf(block);
  const isModels = role === 'assistant';
  switch (type) {
    case 'text':
      return String(block.text).trim() === ''
        ? invalidRequest('messages: text content blocks must contain non-whitespace text')
        : hasOnly(block, ['text', 'citations'], place);
    case 'image':
      if (isModels) return invalidRequest(`${place}: image blocks are not permitted in assistant messages`);
      if (source.type === 'base64' && !PICTURES.includes(String(source.media_type)))
        return invalidRequest(`${place}.image.source.base64.media_type: Input should be ${PICTURES.join(', ')}`);
      return hasOnly(block, ['source', 'transformations'], place);
    case 'document':
      if (source.type === 'base64' && source.media_type !== 'application/pdf')
        return invalidRequest(`${place}.document.source.base64.media_type: Input should be 'application/pdf'`);
      return hasOnly(block, ['source', 'title', 'context', 'citations'], place);
    case 'tool_use':
      if (!/^[a-zA-Z0-9_-]+$/.test(String(block.id)))
        return invalidRequest(`${place}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
      return hasOnly(block, ['id', 'name', 'input', 'caller'], place);
    case 'server_tool_use':
      return checkServerCall(block, place, body);
    case 'tool_result':
      return checkResult(block, place);
    case 'container_upload':
      return body.tools?.some((tool) => familyOf(tool) === 'code_execution')
        ? undefined
        : invalidRequest('container_upload blocks need a container: the request has no code execution tool');
    default:
      return undefined;
  }
}

function checkServerCall({ id, name }: Block, place: string, { tools = [] }: Body): Verdict {
  if (!/^srvtoolu_[a-zA-Z0-9_]+$/.test(String(id)))
    return invalidRequest(`${place}.server_tool_use.id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'`);
  if (String(id).startsWith('srvtoolu_local_'))
    return fakeRefusal(`${place}: the server has no server_tool_use with the id ${id}`);
  const isOffered = tools.some((tool) => String(name).includes(familyOf(tool) ?? 'none'));
  return isOffered ? undefined : fakeRefusal(`${place}: server_tool_use of ${name}, which is not among the tools`);
}

function checkResult(block: Block, place: string): Verdict {
  const { content } = block;
  const inside = Array.isArray(content) ? (content as Block[]) : [];
  const strange = inside.find(({ type }) => !IN_RESULTS.includes(type));
  if (strange) return invalidRequest(`${place}.tool_result.content.0: Input tag '${strange.type}' does not match`);
  const isEmpty = inside.some(({ type, text }) => type === 'text' && text === '');
  if (isEmpty) return invalidRequest('messages: text content blocks must be non-empty');
  return hasOnly(block, ['tool_use_id', 'content', 'is_error'], place);
}

function hasOnly(block: Block, fields: readonly string[], place: string): Verdict {
  const extra = Object.keys(block).find((field) => !['type', 'cache_control', ...fields].includes(field));
  return extra === undefined
    ? undefined
    : invalidRequest(`${place}.${block.type}.${extra}: Extra inputs are not permitted`);
}

function callsAreAnswered(message: MessageParam, next: MessageParam | undefined, index: number): Verdict {
  const calls = blocksIn(message).filter(({ type }) => type === 'tool_use');
  if (message.role !== 'assistant' || calls.length === 0) return undefined;
  const following = next ? blocksIn(next) : [];
  const end = following.findIndex(({ type }) => type !== 'tool_result');
  const answered = following.slice(0, end < 0 ? undefined : end).map(({ tool_use_id: id }) => id);
  const open = calls.filter(({ id }) => !answered.includes(id));
  if (open.length === 0) return undefined;
  return invalidRequest(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.map(({ id }) => id).join(', ')}. ` +
      'Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
  );
}

function answersHaveCalls(message: MessageParam, before: MessageParam | undefined, index: number): Verdict {
  const calls = before?.role === 'assistant' ? blocksIn(before).map(({ id }) => id) : [];
  const strange = blocksIn(message).find(({ type, tool_use_id: id }) => type === 'tool_result' && !calls.includes(id));
  return (
    strange &&
    invalidRequest(
      `messages.${index}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${strange.tool_use_id}. ` +
        'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    )
  );
}

function breakpointsAreFew({ messages = [], tools = [], system }: Body): Verdict {
  const blocks = [...tools, ...(Array.isArray(system) ? system : []), ...messages.flatMap(blocksIn)];
  const count = blocks.filter((block) => block.cache_control).length;
  return count <= 4
    ? undefined
    : invalidRequest(`A maximum of 4 blocks with cache_control may be provided. Found ${count}.`);
}
