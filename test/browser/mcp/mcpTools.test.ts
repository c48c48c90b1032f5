// @module-tag long
import { expect, it, vi } from 'vitest';
import { aiSdkTools } from '../../../src/entries/ai-sdk.ts';
import { Sandbox } from '../../../src/entries/index.ts';
import { mcpTools } from '../../../src/entries/mcp.ts';
import { connectToTools } from '../../support/mcpToolServer.ts';
import { ASSETS, freshSandbox } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';

const STATIONS = {
  type: 'object',
  properties: { station: { type: 'integer' }, class: { enum: ['a', 'b'], default: 'a' } },
  required: ['station'],
};

it('a program calls a tool of an MCP server a thousand times in one run', async (context) => {
  needsSuspending(context);
  const { client } = await connectToTools({
    'get-degrees': {
      description: 'The temperature at a station.',
      inputSchema: STATIONS,
      outputSchema: { type: 'object', properties: { degrees: { type: 'number' } } },
      call: (given) => ({ structuredContent: { degrees: (given as { station: number }).station / 10 } }),
    },
  });
  const sandbox = await freshSandbox();
  sandbox.expose(await mcpTools(client));
  const code =
    'from tools import get_degrees\nprint(sum(get_degrees(station)["degrees"] for station in range(1000)))\nhelp(get_degrees)';
  const { output, calls } = await sandbox.run(code);
  expect(output).toMatch(/^49950\.0\d*\n|^49949\.9/);
  expect(output).toContain("get_degrees(station: int, class_: Literal['a', 'b'] = 'a') -> dict");
  expect(output).toContain('class_ (sent as "class")');
  expect(calls).toHaveLength(1000);
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(['ok']));
});

it('errors, text and pictures of an MCP server reach Python, and tools of the AI SDK beside them', async (context) => {
  needsSuspending(context);
  const image = { type: 'image' as const, data: 'iVBORw0KGgo=', mimeType: 'image/png' };
  const { client } = await connectToTools({
    fail: { call: () => ({ isError: true, content: [{ type: 'text', text: 'No such station.' }] }) },
    draw: { call: () => ({ content: [{ type: 'text', text: 'a map' }, image] }) },
  });
  const sandbox = await freshSandbox();
  sandbox.expose(await mcpTools(client));
  sandbox.expose(await aiSdkTools({ greet: { execute: ({ name }: { name: string }) => `Hello ${name}` } }));
  const code = `
import base64, tools
try:
    tools.fail()
except tools.ToolError as error:
    print(error)
text, picture = tools.draw()
print(text["text"], base64.b64decode(picture["data"])[1:4], tools.greet(name="Ada"))
print(tools.search("fail"))`;
  expect((await sandbox.run(code)).output).toBe("No such station.\na map b'PNG' Hello Ada\nfail(**more)\n");
});

it('the example runs as it is, and asks about the one call that changes something', async () => {
  const create = Sandbox.create.bind(Sandbox);
  vi.spyOn(Sandbox, 'create').mockImplementation((options) => create({ assets: ASSETS, ...options }));
  const asked = vi.spyOn(window, 'confirm').mockReturnValue(true);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('../../../examples/mcp/mcpToolsInPython.ts');
  expect(log.mock.calls.flat().join('\n')).toMatch(
    /100 stations, the coldest is 40 with -10 °C\.\nSent: Frost at station 40\.\n+101 calls, the last one: send_warning, ok/,
  );
  expect(asked.mock.calls).toEqual([['send_warning {"text":"Frost at station 40."}?']]);
  vi.restoreAllMocks();
});
