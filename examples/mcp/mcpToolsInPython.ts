/** Tools in Python: a program calls the tools of an MCP server in a loop, and a person is asked before one that changes something. */
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { Sandbox } from 'glovebox';
import { mcpTools } from 'glovebox/mcp';

// Any server will do: `new StreamableHTTPClientTransport(new URL('https://example.com/mcp'))` reaches one on the web.
const server = new McpServer({ name: 'stations', version: '1.0.0' });
server.registerTool(
  'read-station',
  {
    description: 'Reads the temperature at a station, in degrees Celsius.',
    inputSchema: fromJsonSchema({
      type: 'object',
      properties: { station: { type: 'integer', description: '1 to 100' } },
      required: ['station'],
    }),
    annotations: { readOnlyHint: true },
  },
  (input) => {
    const { station } = input as { station: number };
    return { content: [{ type: 'text', text: String(((station * 7) % 40) - 10) }] };
  },
);
server.registerTool(
  'send-warning',
  {
    description: 'Sends a warning to all subscribers.',
    inputSchema: fromJsonSchema({ type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }),
  },
  (input) => ({ content: [{ type: 'text', text: `Sent: ${(input as { text: string }).text}` }] }),
);
const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
await server.connect(serverEnd);
const client = new Client({ name: 'my-app', version: '1.0.0' });
await client.connect(clientEnd);

const sandbox = await Sandbox.create({
  onApproval: ({ tool, parameters }) => confirm(`${tool} ${JSON.stringify(parameters)}?`),
});
sandbox.expose(
  await mcpTools(client, { approve: ({ annotations }) => (annotations?.readOnlyHint ? 'always' : 'ask') }),
);

// If the browser can't suspend Python, the calls have to be awaited.
const { output, calls } = await sandbox.run(`
from inspect import isawaitable
import tools

async def call(tool, **arguments):
    answer = tool(**arguments)
    return await answer if isawaitable(answer) else answer

degrees = {station: int(await call(tools.read_station, station=station)) for station in range(1, 101)}
coldest = min(degrees, key=degrees.get)
print(f"{len(degrees)} stations, the coldest is {coldest} with {degrees[coldest]} °C.")
print(await call(tools.send_warning, text=f"Frost at station {coldest}."))
`);
console.log(output);
console.log(`${calls.length} calls, the last one: ${calls.at(-1)?.tool}, ${calls.at(-1)?.status}`);
await sandbox.close();
