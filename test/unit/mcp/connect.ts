import { type CallToolResult, Client, type ClientOptions, InMemoryTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { type McpServer, type McpServerOptions, mcpServer } from '../../../src/mcp/mcpServer.ts';
import { type Program, sandboxWithFiles } from './scriptedFiles.ts';

/** Clients of the official SDK, in memory. */

export const SESSION: ClientOptions = { versionNegotiation: { mode: 'legacy' } };
export const STATELESS: ClientOptions = { versionNegotiation: { mode: { pin: '2026-07-28' } } };

export async function connect(server: McpServer, options: ClientOptions = SESSION, name = 'tester') {
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  const disconnect = await server.connect(serverEnd);
  const client = new Client({ name, version: '1.0.0' }, options);
  onTestFinished(() => client.close());
  await client.connect(clientEnd);
  return { client, disconnect };
}

export async function serve(program?: Program, options: Partial<McpServerOptions> = {}, clientOptions = SESSION) {
  const scripted = sandboxWithFiles(program);
  const server = mcpServer({ sandbox: scripted.sandbox, ...options });
  return { ...scripted, server, ...(await connect(server, clientOptions)) };
}

/** The texts of a result, joined. */
export const textOf = ({ content }: CallToolResult) =>
  content.map((piece) => ('text' in piece ? piece.text : '')).join('');
