import { Client, type ClientOptions, InMemoryTransport } from '@modelcontextprotocol/client';
import { fromJsonSchema, McpServer, type ServerOptions } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';

type Result = Awaited<ReturnType<Client['callTool']>>;

/** A tool of a server. */
export interface ServerTool {
  description?: string;
  inputSchema?: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: Record<string, boolean>;
  call?: (parameters: unknown, signal: AbortSignal) => Partial<Result> | Promise<Partial<Result>>;
}

const TEXT = { content: [{ type: 'text' as const, text: 'done' }] };

/** Connects a client of the official SDK with a server that has these tools, in memory. */
export async function connectToTools(
  tools: Record<string, ServerTool>,
  clientOptions: ClientOptions = {},
  serverOptions: ServerOptions = {},
) {
  const server = new McpServer({ name: 'tools', version: '1.0.0' }, serverOptions);
  const register = (name: string, { inputSchema, outputSchema, call = () => TEXT, ...tool }: ServerTool) =>
    server.registerTool(
      name,
      {
        ...tool,
        inputSchema: fromJsonSchema(inputSchema ?? { type: 'object' }),
        ...(outputSchema && { outputSchema: fromJsonSchema(outputSchema) }),
      },
      async (parameters, { mcpReq }) => ({ content: [], ...(await call(parameters, mcpReq.signal)) }),
    );
  for (const [name, tool] of Object.entries(tools)) register(name, tool);
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  await server.connect(serverEnd);
  const client = new Client({ name: 'sandbox', version: '1.0.0' }, clientOptions);
  await client.connect(clientEnd);
  onTestFinished(() => client.close());
  return { client, server, register };
}
