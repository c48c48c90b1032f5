/** MCP server: an MCP client of this page finds Python among its tools, runs it, and reads the file that it wrote. */
import { Client } from '@modelcontextprotocol/client';
import { mcpServer, messagePortTransport } from 'glovebox/mcp';
import { Sandbox } from 'glovebox/sandbox';

const server = mcpServer({
  sandbox: () => Sandbox.create(),
  beforeRun: ({ client, code }) => {
    console.log(`${client?.name} runs:\n${code}`);
    return 'run';
  },
});

// The other end of the channel may as well be in a frame, a worker or another window.
const { port1, port2 } = new MessageChannel();
await server.connect(messagePortTransport(port1));

const client = new Client({ name: 'my-agent', version: '1.0.0' });
await client.connect(messagePortTransport(port2));

const { tools } = await client.listTools();
console.log(tools.map(({ name }) => name).join(', '));

const code = "open('squares.csv', 'w').write('4,16\\n5,25\\n')\nprint(4 * 4 + 5 * 5)";
const result = await client.callTool({ name: 'run_python', arguments: { code } });
for (const piece of result.content) {
  if (piece.type === 'text') console.log(piece.text);
  if (piece.type === 'resource_link') {
    const { contents } = await client.readResource({ uri: piece.uri });
    console.log(piece.uri, contents);
  }
}
await client.close();
