import { type McpServer, mcpServer, windowServerTransport } from '../../../src/entries/mcp.ts';
import { Sandbox } from '../../../src/entries/sandbox.ts';

/** What the frames of {@link openFrame} say to the page, and who asked for a program. */
export const heard: { messages: string[]; clients: (string | undefined)[] } = { messages: [], clients: [] };

addEventListener('message', ({ data }) => heard.messages.push(String(data.payload)));

/** Opens the agent's frame, and answers it if its origin is the one that is allowed. */
export async function openFrame(address: string, allowedOrigin: string): Promise<McpServer> {
  const frame = document.createElement('iframe');
  frame.src = address;
  document.body.append(frame);
  if (!frame.contentWindow) throw new Error('The frame has no window.');
  const server = mcpServer({
    sandbox: () => Sandbox.create({ assets: '/pyodide/' }),
    beforeRun: ({ client }) => {
      heard.clients.push(client?.name);
      return 'run';
    },
  });
  await server.connect(windowServerTransport({ client: frame.contentWindow, allowedOrigins: [allowedOrigin] }));
  return server;
}
