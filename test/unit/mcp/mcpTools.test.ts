import { describe, expect, it } from 'vitest';
import { type McpClient, mcpTools } from '../../../src/mcp/mcpTools.ts';
import type { Tool } from '../../../src/sandbox/tools/tool.ts';
import { connectToTools, type ServerTool } from '../../support/mcpToolServer.ts';
import { callsOf } from '../sandbox/tools/callsOf.ts';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const WEATHER: ServerTool = {
  description: 'The weather in a city.',
  inputSchema: CITY,
  outputSchema: { type: 'object', properties: { degrees: { type: 'number' } }, required: ['degrees'] },
  annotations: { readOnlyHint: true },
  call: () => ({ structuredContent: { degrees: 21 }, content: [{ type: 'text', text: '{"degrees":21}' }] }),
};

/** Calls a tool of a server whose result is this. */
async function resultOf(result: Awaited<ReturnType<NonNullable<ServerTool['call']>>>): Promise<unknown> {
  const { client } = await connectToTools({ give: { call: () => result } });
  const answer = await callsOf(await mcpTools(client)).answer('give', {});
  return 'error' in answer ? answer : JSON.parse(String(answer.value));
}

/** A client that lists these tools, and whose calls give this. */
const clientWith = (tools: unknown, result: unknown = { content: [] }): McpClient => ({
  listTools: async () => ({ tools }),
  callTool: async () => result,
});

describe('the tools of an MCP server', () => {
  it('are tools of the sandbox, with their schemas', async () => {
    const { client } = await connectToTools({ get_weather: WEATHER });
    const tools = await mcpTools(client);
    expect(tools).toMatchObject({
      get_weather: {
        description: 'The weather in a city.',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        returns: { properties: { degrees: { type: 'number' } } },
      },
    });
    const { answer } = callsOf(tools);
    expect(await answer('get_weather', { city: 'Turin' })).toEqual({ value: '{"degrees":21}' });
    expect(await answer('get_weather', {})).toMatchObject({ error: expect.stringContaining('do not fit') });
  });

  it('can be called a thousand times', async () => {
    const { client } = await connectToTools({
      double: { call: (given) => ({ structuredContent: { twice: 2 * (given as { n: number }).n } }) },
    });
    const { answer } = callsOf(await mcpTools(client));
    for (let n = 0; n < 1000; n += 1) expect(await answer('double', { n })).toEqual({ value: `{"twice":${2 * n}}` });
  });

  it('have names that Python can import, and are called by their own', async () => {
    const { client } = await connectToTools({
      'get-weather': { call: () => ({ content: [{ type: 'text', text: 'first' }] }) },
      'get.weather': { call: () => ({ content: [{ type: 'text', text: 'second' }] }) },
      import: {},
    });
    const tools = await mcpTools(client);
    expect(Object.keys(tools)).toEqual(['get_weather', 'get_weather_2', 'import_']);
    expect(await callsOf(tools).answer('get_weather_2', {})).toEqual({ value: '"second"' });
    expect(Object.keys(await mcpTools(client, { prefix: 'meteo_' }))[0]).toBe('meteo_get_weather');
  });

  it('can be chosen, and need an approval if the app says so', async () => {
    const { client } = await connectToTools({ get_weather: WEATHER, delete_all: {}, other: {} });
    const tools = await mcpTools(client, {
      filter: ({ name }) => name !== 'other',
      approve: ({ annotations }) => (annotations?.readOnlyHint ? 'always' : 'ask'),
    });
    expect(Object.fromEntries(Object.entries(tools).map(([name, { approve }]) => [name, approve]))).toEqual({
      get_weather: 'always',
      delete_all: 'ask',
    });
    expect(await mcpTools(client, { approve: 'never' })).toMatchObject({ other: { approve: 'never' } });
  });

  it('are listed page by page', async () => {
    const client: McpClient = {
      listTools: async (asked) => {
        const page = Number(asked?.cursor ?? 0);
        return { tools: [{ name: `tool_${page}` }], ...(page < 3 && { nextCursor: String(page + 1) }) };
      },
      callTool: async () => ({}),
    };
    expect(Object.keys(await mcpTools(client))).toEqual(['tool_0', 'tool_1', 'tool_2', 'tool_3']);
    const endless = { ...client, listTools: async () => ({ tools: [], nextCursor: 'again' }) };
    await expect(mcpTools(endless)).rejects.toThrow('more than 100 pages');
  });

  it('are listed again when the client says that they have changed', async () => {
    let tools: Record<string, Tool> = {};
    const { client, register } = await connectToTools(
      { first: {} },
      {
        listChanged: {
          tools: {
            autoRefresh: false,
            onChanged: async () => {
              tools = await mcpTools(client);
            },
          },
        },
      },
    );
    expect(Object.keys(await mcpTools(client))).toEqual(['first']);
    register('second', {});
    await expect.poll(() => Object.keys(tools)).toEqual(['first', 'second']);
  });

  it('hear that a run has ended', async () => {
    const heard: string[] = [];
    const { client } = await connectToTools({
      wait: {
        call: (_, signal) =>
          new Promise((resolve) => {
            const end = () => {
              heard.push('aborted');
              resolve({});
            };
            signal.addEventListener('abort', end);
            heard.push('called');
          }),
      },
    });
    const { answer, end } = callsOf(await mcpTools(client));
    const answered = answer('wait', {});
    await expect.poll(() => heard).toEqual(['called']);
    end();
    expect(await answered).toHaveProperty('error');
    await expect.poll(() => heard).toEqual(['called', 'aborted']);
  });

  it('are called by version 1 of the SDK, too, which has the schema of the result in between', async () => {
    const asked: unknown[] = [];
    class FirstVersion {
      async listTools() {
        return { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] };
      }
      async callTool(given: unknown, schema = 'the schema', options?: { signal?: AbortSignal }) {
        asked.push(given, schema, options?.signal instanceof AbortSignal);
        return { content: [{ type: 'text', text: 'echoed' }] };
      }
    }
    const { answer } = callsOf(await mcpTools(new FirstVersion() as unknown as McpClient));
    expect(await answer('echo', { a: 1 })).toEqual({ value: '"echoed"' });
    expect(asked).toEqual([{ name: 'echo', arguments: { a: 1 } }, 'the schema', true]);
  });
});

describe('the result of a tool of an MCP server', () => {
  const image = { type: 'image' as const, data: 'iVBORw0=', mimeType: 'image/png' };
  const text = (words: string) => ({ type: 'text' as const, text: words });

  it.each([
    ['its text', { content: [text('one'), text('two')] }, 'one\ntwo'],
    ['its structured content', { content: [text('{}')], structuredContent: { a: [1] } }, { a: [1] }],
    ['a list of its blocks, if there are pictures', { content: [text('a plot'), image] }, [text('a plot'), image]],
    ['pictures beside structured content', { content: [image], structuredContent: { a: 1 } }, [{ a: 1 }, image]],
    [
      'resources',
      { content: [{ type: 'resource' as const, resource: { uri: 'file:///a.txt', text: 'hello' } }] },
      [{ type: 'resource', resource: { uri: 'file:///a.txt', text: 'hello' } }],
    ],
    ['an empty text', { content: [] }, ''],
    [
      'an error with its text',
      { isError: true, content: [text('No such city.')] },
      { error: 'No such city.', name: 'Error' },
    ],
  ])('is %s', async (_, result, value) => {
    expect(await resultOf(result)).toEqual(value);
  });

  it('that throws is an error with its message', async () => {
    const { client } = await connectToTools({
      fail: { call: () => Promise.reject(new Error('out of order')) },
    });
    expect(await callsOf(await mcpTools(client)).answer('fail', {})).toMatchObject({ error: 'out of order' });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'text'],
    ['blocks that are none', { content: [null, 5, { type: 'text' }, { text: 'x' }] }],
    ['an error without a reason', { isError: true }],
    ['an error with a long text', { isError: true, content: [{ type: 'text', text: 'x'.repeat(1_000_000) }] }],
    ['names of prototypes', { structuredContent: JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}') }],
  ])('does no harm if it is %s', async (_, result) => {
    const { answer, records } = callsOf(await mcpTools(clientWith([{ name: 'give' }], result)));
    const answered = await answer('give', {});
    expect(JSON.stringify(answered).length).toBeLessThan(11_000);
    expect(JSON.stringify(records).length).toBeLessThan(5_000);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('a list of tools that is malformed', () => {
  it.each([[undefined], [null], ['tools'], [{ length: 3 }]])('is refused if it is %j', async (tools) => {
    await expect(mcpTools(clientWith(tools))).rejects.toThrow('The MCP server gave no list of tools.');
  });

  it('is refused if it is too long', async () => {
    const tools = Array.from({ length: 2001 }, (_, index) => ({ name: `tool_${index}` }));
    await expect(mcpTools(clientWith(tools))).rejects.toThrow('There are 2001 tools; at most 2000 are allowed.');
  });

  it('gives those tools that are some', async () => {
    const tools = [null, 'tool', { name: 5 }, { name: '' }, { name: 'good', description: {}, inputSchema: 'none' }];
    expect(await mcpTools(clientWith(tools))).toMatchObject({ good: { description: '', parameters: {} } });
  });
});
