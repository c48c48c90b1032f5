import { isJsonObject } from '../text/parseJson.ts';

/** Characters of the message of a failed call. */
const MAX_MESSAGE_LENGTH = 10_000;

/**
 * Gives the value of a tool's result for code: `structuredContent`; else the text; or a list of blocks, if some are no text.
 *
 * @throws Error with the result's text if the result says that it is an error
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result
 */
export function readToolResult(result: unknown): unknown {
  if (!isJsonObject(result)) throw new Error('The MCP server gave no result.');
  const { content, structuredContent, isError } = result;
  const blocks = (Array.isArray(content) ? content : []).filter(isJsonObject);
  const text = blocks.flatMap((block) => (isText(block) ? [block.text] : [])).join('\n');
  if (isError === true) throw new Error(text.slice(0, MAX_MESSAGE_LENGTH) || 'The tool failed, and does not say why.');
  const others = blocks.filter((block) => !isText(block));
  // Text beside structured content is the same content again, for clients that read only text.
  if (others.length > 0) return structuredContent === undefined ? blocks : [structuredContent, ...others];
  return structuredContent === undefined ? text : structuredContent;
}

function isText(block: Record<string, unknown>): block is { type: 'text'; text: string } {
  return block.type === 'text' && typeof block.text === 'string';
}
