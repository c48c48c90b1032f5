import { codeAsText } from '../../answer/codec/fences.ts';
import { withoutOptions } from '../../answer/request/requestOptions.ts';
import { isCodeExecution } from '../codeExecution.ts';
import { type Block, blocksOf, type CountParams, isBlock, type MessageParam, textOf } from '../wire.ts';
import { isLocalCode } from './localCode.ts';
import { readServersCode } from './serversCode.ts';

/**
 * Drops what only this library understands from a request that goes out as it is. Code that ran here becomes text: the request has no tool
 * for it, or one that would not know it.
 */
export function asPlain<Params extends CountParams>(params: Params): Params {
  const { tools } = params;
  // The server says what is wrong with a request without messages.
  if (!Array.isArray(params.messages)) return params;
  const messages = params.messages.map(withoutLocalCode);
  if (!tools?.some(isCodeExecution)) return { ...params, messages };
  const plain = tools.map((tool) => (isCodeExecution(tool) ? (withoutOptions(tool) as Block) : tool));
  return { ...params, messages, tools: plain };
}

function withoutLocalCode(message: MessageParam): MessageParam {
  const { content } = message;
  if (typeof content === 'string' || !blocksOf(content).some(isLocalCode)) return message;
  return { ...message, content: content.filter(isBlock).map((block) => (isLocalCode(block) ? asText(block) : block)) };
}

function asText(block: Block): Block {
  return { type: 'text', text: textOf(codeAsText(readServersCode(block)).text) };
}
