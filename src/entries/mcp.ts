/**
 * The sandbox for the agents of others, by MCP and WebMCP; and the tools of other MCP servers for code in the sandbox.
 *
 * @module mcp
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { PictureLimits } from '../answer/codec/pictureLimits.ts';
export { type ClientProgram, type McpServer, type McpServerOptions, mcpServer } from '../mcp/mcpServer.ts';
export {
  type McpClient,
  type McpRequestOptions,
  type McpTool,
  type McpToolsOptions,
  mcpTools,
} from '../mcp/mcpTools.ts';
export type { SandboxToolOptions } from '../mcp/sandboxTools.ts';
export type { Implementation } from '../mcp/server/revisions.ts';
export { messagePortTransport } from '../mcp/transport/messagePortTransport.ts';
export type { McpTransport } from '../mcp/transport/transport.ts';
export {
  type WindowClientTransportOptions,
  type WindowServerTransportOptions,
  windowClientTransport,
  windowServerTransport,
} from '../mcp/transport/windowTransport.ts';
export type { WebMcpRegistration } from '../mcp/webMcp/registerTools.ts';
export { registerWebMcpTools, type WebMcpOptions } from '../mcp/webMcp/registerWebMcpTools.ts';
export type { Approval, ApprovalRule } from '../sandbox/tools/approval.ts';
export type { Tool } from '../sandbox/tools/tool.ts';
export type { NameOptions } from '../tool/foreignTools.ts';
