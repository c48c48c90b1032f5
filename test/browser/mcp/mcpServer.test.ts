// @module-tag long
/** A client of the official SDK, in memory, and real Python. */
import { type CallToolResult, Client, type ClientOptions, InMemoryTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type McpServerOptions, mcpServer } from '../../../src/entries/mcp.ts';
import { Sandbox } from '../../../src/entries/sandbox.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());
afterEach(() => void vi.restoreAllMocks());

async function connect(options: Partial<McpServerOptions> = {}, clientOptions: ClientOptions = {}) {
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  await mcpServer({ sandbox, ...options }).connect(serverEnd);
  const client = new Client({ name: 'tester', version: '1.0.0' }, clientOptions);
  onTestFinished(() => client.close());
  await client.connect(clientEnd);
  const run = (code: string, name = 'run_python') => client.callTool({ name, arguments: { code } });
  return { client, run };
}

const textOf = ({ content }: CallToolResult) => content.map((piece) => ('text' in piece ? piece.text : '')).join('');

describe('an MCP client', () => {
  it('runs Python whose variables stay, JavaScript beside it, and gets pictures', async () => {
    const { client, run } = await connect();
    await client.listTools();
    expect(textOf(await run('answer = 6 * 7'))).toBe('(no output)');
    expect(textOf(await run('print(answer)'))).toBe('42\n');
    expect(textOf(await run('console.log(6 * 7)', 'run_javascript'))).toBe('42\n');
    const { content } = await run(DRAW_RED);
    expect(content).toContainEqual({ type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) });
  });

  it('gets the traceback of a program that fails, and the next one runs', async () => {
    const { run } = await connect();
    const failed = await run('x = 1\n1 / 0');
    expect([failed.isError, textOf(failed)]).toEqual([true, expect.stringContaining('ZeroDivisionError')]);
    expect(textOf(await run('print(x)'))).toBe('1\n');
  });

  it('hears output as it comes, and stops a program, whose variables stay', async () => {
    const { client, run } = await connect({}, { versionNegotiation: { mode: 'auto' } });
    const stop = new AbortController();
    const heard: unknown[] = [];
    const onprogress = ({ message }: { message?: string | undefined }) => {
      heard.push(message);
      stop.abort();
    };
    const code = 'x = 1\nprint("begun")\nwhile True: pass';
    const endless = client.callTool({ name: 'run_python', arguments: { code } }, { onprogress, signal: stop.signal });
    await expect(endless).rejects.toThrow();
    expect(heard).toEqual(['begun\n']);
    expect(textOf(await run('print(x)'))).toBe('1\n');
  });

  it('gives Python a file, and reads those that Python writes and changes', async () => {
    const { client, run } = await connect();
    const content = 'town,people\nBern,133883\n';
    await client.callTool({ name: 'write_file', arguments: { path: 'data/towns.csv', content } });
    await run('text = open("data/towns.csv").read()\nopen("copy.bin", "wb").write(bytes([0, 255]))');
    const { resources } = await client.listResources();
    expect(resources).toMatchObject([
      { uri: 'sandbox:///copy.bin', size: 2 },
      { uri: 'sandbox:///data/towns.csv', mimeType: 'text/csv' },
    ]);
    const read = async (uri: string) => (await client.readResource({ uri })).contents;
    expect(await read('sandbox:///data/towns.csv')).toMatchObject([{ text: content }]);
    expect(await read('sandbox:///copy.bin')).toMatchObject([{ blob: 'AP8=' }]);
    await client.callTool({ name: 'reset' });
    expect((await client.listResources()).resources).toEqual([]);
  });

  it('shares variables with another client, and their programs wait for each other', async () => {
    const [one, other] = [await connect(), await connect()];
    await one.run('log = []');
    const append = (name: string) => `for _ in range(3): log.append(${JSON.stringify(name)})`;
    await Promise.all([one.run(append('a')), other.run(append('b')), one.run(append('c'))]);
    expect(textOf(await other.run('print("".join(log))'))).toMatch(/^(?:aaa|bbb|ccc){3}\n$/);
  });

  it('answers input() in the page, and lets programs call functions of the app', async (context) => {
    needsSuspending(context);
    const { run } = await connect({
      onInput: (prompt) => `${prompt.length}`,
      tools: { double: { description: 'Doubles.', parameters: {}, execute: ({ number }) => Number(number) * 2 } },
    });
    expect(textOf(await run('print(input("name?"))'))).toContain('5');
    expect(textOf(await run('from tools import double\nprint(double(number=21))'))).toBe('42\n');
  });
});

it('the example runs as it is', async () => {
  const create = Sandbox.create.bind(Sandbox);
  vi.spyOn(Sandbox, 'create').mockImplementation((options) => create({ assets: ASSETS, ...options }));
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('../../../examples/mcp/mcpServer.ts');
  const logged = log.mock.calls.map((values) => values.map((value) => JSON.stringify(value)).join(' ')).join('\n');
  expect(logged).toContain('my-agent runs:');
  expect(logged).toContain('run_python, run_javascript, write_file, reset');
  expect(logged).toContain('41');
  expect(logged).toContain('"text":"4,16\\n5,25\\n"');
});
