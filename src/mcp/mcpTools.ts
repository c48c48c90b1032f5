import type { Approval, ApprovalRule } from '../sandbox/tools/approval.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type ForeignTool, fromForeignTools, type NameOptions } from '../tool/foreignTools.ts';
import { readToolResult } from './readResult.ts';

/** Pages of a list of tools. */
const MAX_PAGES = 100;
/** Milliseconds that the client may wait for an answer: as long as timers can. The sandbox's own limit comes before it. */
const NO_TIMEOUT = 2 ** 31 - 1;

/** A client of the Model Context Protocol: the `Client` of the official SDK, version 1 or 2, or anything that has these two methods. */
export interface McpClient {
  listTools(parameters?: { cursor: string }, options?: McpRequestOptions): Promise<unknown>;
  // Version 1 has the schema of the result in the second place.
  callTool(
    parameters: { name: string; arguments: Record<string, unknown> },
    second?: never,
    options?: McpRequestOptions,
  ): Promise<unknown>;
}

/** Options of a client's request. */
export interface McpRequestOptions {
  signal?: AbortSignal;
  /** Milliseconds. */
  timeout?: number;
}

/** A tool as a server describes it. The server wrote everything in it, also the annotations: don't rely on them if you don't trust the server. */
export interface McpTool {
  name: string;
  description?: string;
  inputSchema?: unknown;
  outputSchema?: unknown;
  /** Such as `readOnlyHint`. */
  annotations?: Record<string, unknown>;
}

/** Options of {@link mcpTools}. */
export interface McpToolsOptions extends NameOptions {
  /** Chooses tools. @default all */
  filter?: (tool: McpTool) => boolean;
  /**
   * Whether calls need a person's approval: a rule for all tools, or a function that gives the rule for a tool, such as
   * `(tool) => (tool.annotations?.readOnlyHint ? 'always' : 'ask')`.
   * @default 'always': calls need no approval
   */
  approve?: Approval | ((tool: McpTool) => ApprovalRule);
  /** Gives up on the list of tools. */
  signal?: AbortSignal;
}

/**
 * Makes the tools of an MCP server callable from code: `sandbox.expose(await mcpTools(client))`.
 *
 * A call gives the result's `structuredContent`; else its text; or, if there are pictures or resources in it, a list of its blocks as
 * dictionaries. A result with `isError` raises a `ToolError` with its text. The tools are those of now: if the server's list changes, take them
 * away with the function that `expose` returned, and expose the new ones.
 *
 * @throws Error if the list of tools is malformed or too long, or what the client throws
 * @example
 * ```ts
 * import { mcpTools } from 'glovebox/mcp';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const sandbox = await Sandbox.create();
 * sandbox.expose(await mcpTools(mcpClient, { filter: ({ name }) => name.startsWith('get_') }));
 * ```
 */
export async function mcpTools(client: McpClient, options: McpToolsOptions = {}): Promise<Record<string, Tool>> {
  const { filter = () => true, approve } = options;
  const listed = await listTools(client, options.signal);
  const tools = listed.filter(filter).map(
    (tool): ForeignTool => ({
      name: tool.name,
      description: tool.description,
      inputSchema: tool.inputSchema,
      outputSchema: tool.outputSchema,
      approve: typeof approve === 'function' ? approve(tool) : approve,
      execute: async (parameters, { signal }) => readToolResult(await call(client, tool.name, parameters, signal)),
    }),
  );
  return fromForeignTools(tools, options);
}

async function listTools(client: McpClient, signal: AbortSignal | undefined): Promise<McpTool[]> {
  const tools: McpTool[] = [];
  const options = signal ? { signal } : {};
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const listed = await client.listTools(cursor === undefined ? undefined : { cursor }, options);
    const { tools: some, nextCursor } = isJsonObject(listed) ? listed : {};
    if (!Array.isArray(some)) throw new Error('The MCP server gave no list of tools.');
    tools.push(...some.filter(isTool));
    if (typeof nextCursor !== 'string' || nextCursor === '') return tools;
    cursor = nextCursor;
  }
  throw new Error(`The MCP server's list of tools has more than ${MAX_PAGES} pages.`);
}

/** Calls a tool of the server, whose own name the client takes. */
async function call(
  client: McpClient,
  name: string,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  const asked = { name, arguments: parameters };
  const options = { signal, timeout: NO_TIMEOUT };
  // Version 2 takes two arguments. Version 1 takes three, of which only the first has no default.
  if (client.callTool.length === 2) return (client as unknown as SecondVersion).callTool(asked, options);
  return client.callTool(asked, undefined, options);
}

interface SecondVersion {
  callTool(asked: { name: string; arguments: Record<string, unknown> }, options: McpRequestOptions): Promise<unknown>;
}

function isTool(tool: unknown): tool is McpTool {
  return isJsonObject(tool) && typeof tool.name === 'string' && tool.name !== '';
}
