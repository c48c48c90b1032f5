import { describe, expect, it } from 'vitest';
import { mcpServer } from '../../../src/mcp/mcpServer.ts';
import { connect, SESSION, STATELESS, serve, textOf } from './connect.ts';
import { gate, type Program, sandboxWithFiles } from './scriptedFiles.ts';

/** The bytes of a picture of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
describe.each([
  ['2025-11-25, which begins with `initialize`', SESSION],
  ['2026-07-28, whose requests are each on their own', STATELESS],
])('a client of the official SDK that speaks %s', (_, clientOptions) => {
  it('finds the tools, with schemas and hints', async () => {
    const { client } = await serve(undefined, {}, clientOptions);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['run_python', 'run_javascript', 'write_file', 'reset']);
    expect(tools[0]).toMatchObject({
      title: 'Run Python',
      inputSchema: { type: 'object', required: ['code'] },
      outputSchema: { type: 'object', required: ['ok', 'status', 'output', 'files'] },
      annotations: { readOnlyHint: false, openWorldHint: false },
    });
  });

  it('runs a program, and gets its text, pictures and files, checked against the schema of the output', async () => {
    const { client, ran } = await serve(
      ({ files }) => {
        files.set('sum 1.csv', new TextEncoder().encode('a,b\n'));
        return { output: '42\n', results: [{ source: 'figure', data: { 'image/png': PIXEL } }] };
      },
      {},
      clientOptions,
    );
    await client.listTools();
    const result = await client.callTool({ name: 'run_python', arguments: { code: 'print(42)' } });
    expect(ran).toEqual(['print(42)']);
    const uri = 'sandbox:///sum%201.csv';
    expect(result).toMatchObject({
      isError: false,
      content: [
        { type: 'text', text: '42\n' },
        { type: 'image', mimeType: 'image/png', data: PIXEL },
        { type: 'resource_link', uri, name: 'sum 1.csv', mimeType: 'text/csv', size: 4 },
      ],
      structuredContent: {
        ok: true,
        status: 'ok',
        output: '42\n',
        files: [{ path: 'sum 1.csv', uri, mimeType: 'text/csv', size: 4 }],
      },
    });
  });

  it('gets a failed program as a result that is an error', async () => {
    const { client } = await serve(() => ({ status: 'error', output: 'NameError: x\n' }), {}, clientOptions);
    const result = await client.callTool({ name: 'run_python', arguments: { code: 'x' } });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'NameError: x\n' }],
      structuredContent: { ok: false, status: 'error' },
    });
  });

  it('gets the output of a program as it comes', async () => {
    let sayMore = () => {};
    const { client } = await serve(
      async ({ options }) => {
        options.onOutput?.({ stream: 'stdout', text: 'one\n', time: 1 });
        await new Promise<void>((resolve) => (sayMore = resolve));
        options.onOutput?.({ stream: 'stderr', text: 'two\n', time: 2 });
        return 'one\n';
      },
      {},
      clientOptions,
    );
    const heard: unknown[] = [];
    const onprogress = (progress: object) => {
      heard.push(progress);
      sayMore();
    };
    await client.callTool({ name: 'run_python', arguments: { code: 'x' } }, { onprogress });
    expect(heard).toMatchObject([
      { progress: 1, message: 'one\n' },
      { progress: 2, message: 'two\n' },
    ]);
  });

  it('stops the program of a call that it cancels', async () => {
    const stop = new AbortController();
    const stopped = gate();
    const { client } = await serve(
      ({ options }) =>
        new Promise((_, reject) => {
          options.signal?.addEventListener('abort', () => {
            stopped.open();
            reject(options.signal?.reason);
          });
          stop.abort();
        }),
      {},
      clientOptions,
    );
    const call = client.callTool(
      { name: 'run_python', arguments: { code: 'while True: pass' } },
      { signal: stop.signal },
    );
    await expect(call).rejects.toThrow();
    await stopped.opened;
  });

  it('lists the files, and reads text and bytes', async () => {
    const { client, files } = await serve(undefined, {}, clientOptions);
    files.set('data/été.txt', new TextEncoder().encode('ça\n'));
    files.set('dot.png', new Uint8Array(Buffer.from(PIXEL, 'base64')));
    const { resources } = await client.listResources();
    expect(resources).toMatchObject([
      { uri: 'sandbox:///data/%C3%A9t%C3%A9.txt', name: 'data/été.txt', mimeType: 'text/plain', size: 4 },
      { uri: 'sandbox:///dot.png', mimeType: 'image/png' },
    ]);
    const read = async (uri: string) => (await client.readResource({ uri })).contents;
    expect(await read('sandbox:///data/%C3%A9t%C3%A9.txt')).toMatchObject([{ mimeType: 'text/plain', text: 'ça\n' }]);
    expect(await read('sandbox:///dot.png')).toMatchObject([{ mimeType: 'image/png', blob: PIXEL }]);
    await expect(read('sandbox:///none.txt')).rejects.toThrow('Resource not found: sandbox:///none.txt');
    await expect(read('file:///etc/passwd')).rejects.toThrow('Resource not found');
    expect(await client.listResourceTemplates()).toMatchObject({
      resourceTemplates: [{ uriTemplate: 'sandbox:///{+path}' }],
    });
  });

  it('writes files as text and as base64, and starts afresh', async () => {
    const { client, files, resets } = await serve(undefined, {}, clientOptions);
    const write = (input: Record<string, unknown>) => client.callTool({ name: 'write_file', arguments: input });
    expect(await write({ path: 'a.txt', content: 'hé' })).toMatchObject({
      isError: false,
      structuredContent: { path: 'a.txt', uri: 'sandbox:///a.txt' },
    });
    await write({ path: 'b.bin', content: 'AP8=', encoding: 'base64' });
    expect([...files.values()].map((bytes) => [...bytes])).toEqual([
      [104, 195, 169],
      [0, 255],
    ]);
    await client.callTool({ name: 'reset' });
    expect([resets(), files.size]).toEqual([1, 0]);
  });

  it('hears that the list of files has changed, and that a file has', async () => {
    const heard: string[] = [];
    const listed = gate();
    const scripted = sandboxWithFiles(({ files, code }) => {
      files.set(code, new Uint8Array([files.size]));
      return '';
    });
    const server = mcpServer({ sandbox: scripted.sandbox });
    const onChanged = () => listed.open();
    const { client } = await connect(server, {
      ...clientOptions,
      listChanged: { resources: { onChanged, autoRefresh: false, debounceMs: 0 } },
    });
    const run = (code: string) => client.callTool({ name: 'run_python', arguments: { code } });
    await run('one.txt');
    await listed.opened;
    const updated = gate();
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      heard.push(params.uri);
      if (params.uri === 'sandbox:///two.txt') updated.open();
    });
    const wanted = ['sandbox:///one.txt', 'sandbox:///two.txt'];
    if (clientOptions === STATELESS) await client.listen({ resourceSubscriptions: wanted });
    else for (const uri of wanted) await client.subscribeResource({ uri });
    await run('one.txt');
    await run('other.txt');
    scripted.files.set('two.txt', new Uint8Array(1));
    await server.filesChanged();
    scripted.files.delete('two.txt');
    await server.filesChanged();
    await updated.opened;
    expect(heard).toEqual(['sandbox:///one.txt', 'sandbox:///two.txt']);
  });

  it('gets an answer to each call that makes no sense', async () => {
    const { client, ran, files } = await serve(undefined, {}, clientOptions);
    const call = async (name: string, input: Record<string, unknown>) => {
      const result = await client.callTool({ name, arguments: input });
      return [result.isError, textOf(result)];
    };
    expect(await call('run_python', { code: 1 })).toEqual([true, 'run_python takes one argument: code, a string.\n']);
    expect(await call('write_file', { path: 'a' })).toEqual([true, expect.stringContaining('takes path and content')]);
    const binary = { path: 'a', content: '%', encoding: 'base64' };
    expect(await call('write_file', binary)).toEqual([true, 'The content is no base64.']);
    const outside = await call('write_file', { path: '../a', content: '' });
    expect(outside).toEqual([true, '../a leads out of the working directory.']);
    await expect(call('rm', {})).rejects.toThrow('Unknown tool: rm');
    await expect(client.listResources({ cursor: 'x' })).rejects.toThrow('Invalid cursor: x');
    expect([ran, files.size]).toEqual([[], 0]);
  });
});

describe('a client that can speak both', () => {
  it('agrees on the newest revision with the server', async () => {
    const { client } = await serve(undefined, {}, { versionNegotiation: { mode: 'auto' } });
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect(client.getServerVersion()).toMatchObject({ name: 'glovebox' });
  });
});

describe('a client of an older revision', () => {
  it('gets no links to files, which it would refuse', async () => {
    const program: Program = ({ files }) => {
      files.set('a.txt', new Uint8Array());
      return 'done\n';
    };
    const { client } = await serve(program, {}, { supportedProtocolVersions: ['2024-11-05'] });
    const { content } = await client.callTool({ name: 'run_python', arguments: { code: '' } });
    expect(content).toEqual([{ type: 'text', text: 'done\n' }]);
    expect(client.getNegotiatedProtocolVersion()).toBe('2024-11-05');
  });
});
