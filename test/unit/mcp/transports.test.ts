import { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { mcpServer } from '../../../src/mcp/mcpServer.ts';
import { unwrap, wrap } from '../../../src/mcp/transport/envelope.ts';
import { messagePortTransport } from '../../../src/mcp/transport/messagePortTransport.ts';
import { windowClientTransport, windowServerTransport } from '../../../src/mcp/transport/windowTransport.ts';
import { gate, type Program, sandboxWithFiles } from './scriptedFiles.ts';

describe('a connection over a MessagePort', () => {
  async function connect(program: Program) {
    const { port1, port2 } = new MessageChannel();
    const server = mcpServer({ sandbox: sandboxWithFiles(program).sandbox });
    await server.connect(messagePortTransport(port1));
    const client = new Client({ name: 'tester', version: '1.0.0' });
    onTestFinished(() => client.close());
    await client.connect(messagePortTransport(port2));
    return { client, server };
  }

  it('lets a client of the official SDK run a program', async () => {
    const { client } = await connect(({ code }) => `${code}\n`);
    const result = await client.callTool({ name: 'run_python', arguments: { code: '42' } });
    expect(result.content).toEqual([{ type: 'text', text: '42\n' }]);
  });

  it('ends for the server when the client closes its port, and the programs of the client stop', async () => {
    const [begun, stopped] = [gate(), gate()];
    const { client } = await connect(({ options: { signal } }) => {
      begun.open();
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped.open();
          reject(signal.reason);
        });
      });
    });
    const lost = client.callTool({ name: 'run_python', arguments: { code: '' } });
    lost.catch(() => {});
    await begun.opened;
    await client.close();
    await stopped.opened;
  });

  it('ends for the client when the server closes', async () => {
    const { client, server } = await connect(() => '');
    const closed = gate();
    client.onclose = closed.open;
    await server.close();
    await closed.opened;
  });
});

/** A window of this script, which hears, and the other one, which notes what it gets. */
function twoWindows() {
  const target = new EventTarget();
  const page = Object.assign(target, {
    hear: (data: unknown, origin: string, source: Window) =>
      target.dispatchEvent(Object.assign(new Event('message'), { data, origin, source })),
  });
  const got: [payload: unknown, origin: string][] = [];
  const postMessage = ({ payload }: { payload: unknown }, origin: string) => void got.push([payload, origin]);
  return { page, frame: { got, asWindow: { postMessage } as unknown as Window } };
}

describe('a connection between windows', () => {
  const window = {} as Window;
  afterEach(() => void vi.unstubAllGlobals());

  it.each([['*'], ['null'], ['https://example.com/'], ['example.com'], ['']])(
    'is refused if an origin is named as %j',
    (origin) => {
      const message = `takes origins such as 'https://example.com', not ${JSON.stringify(origin)}.`;
      expect(() => windowServerTransport({ client: window, allowedOrigins: [origin] })).toThrow(message);
      expect(() => windowClientTransport({ server: window, origin })).toThrow(InvalidOptionError);
    },
  );

  it('is refused if no origin is named', () => {
    expect(() => windowServerTransport({ client: window, allowedOrigins: [] })).toThrow('at least one');
  });

  it('lasts as long as the server, and belongs to the first origin that speaks', async () => {
    const { page, frame } = twoWindows();
    vi.stubGlobal('window', page);
    const server = windowServerTransport({
      client: frame.asWindow,
      allowedOrigins: ['https://agent.example', 'https://other.example'],
    });
    const heard: object[] = [];
    server.onmessage = (message) => heard.push(message);
    await server.start();
    const sent = server.send({ id: 1 });
    const say = (payload: object | 'mcp-check-ready', origin: string, source = frame.asWindow) =>
      page.hear(wrap('mcp-iframe', 'client-to-server', payload), origin, source);
    say({ from: 'a stranger' }, 'https://stranger.example');
    say({ from: 'another window' }, 'https://agent.example', {} as Window);
    say('mcp-check-ready', 'https://agent.example');
    await sent;
    say({ from: 'the agent' }, 'https://agent.example');
    say({ from: 'another site in the same frame' }, 'https://other.example');
    await server.close();
    say({ from: 'too late' }, 'https://agent.example');
    expect(heard).toEqual([{ from: 'the agent' }]);
    expect(frame.got).toEqual([
      ['mcp-server-ready', '*'],
      ['mcp-server-ready', 'https://agent.example'],
      [{ id: 1 }, 'https://agent.example'],
      ['mcp-server-stopped', 'https://agent.example'],
    ]);
    await expect(server.send({ id: 2 })).rejects.toThrow('The connection is closed.');
  });

  it('begins for the client when the server is there, and ends when it stops', async () => {
    const { page: frame, frame: page } = twoWindows();
    vi.stubGlobal('window', frame);
    const client = windowClientTransport({ server: page.asWindow, origin: 'https://app.example' });
    const closed = gate();
    client.onclose = closed.open;
    await client.start();
    const sent = client.send({ id: 1 });
    expect(page.got).toEqual([['mcp-check-ready', 'https://app.example']]);
    const say = (payload: 'mcp-server-ready' | 'mcp-server-stopped') =>
      frame.hear(wrap('mcp-iframe', 'server-to-client', payload), 'https://app.example', page.asWindow);
    say('mcp-server-ready');
    await sent;
    expect(page.got.at(-1)).toEqual([{ id: 1 }, 'https://app.example']);
    say('mcp-server-stopped');
    await closed.opened;
  });

  it('takes envelopes of its channel and direction only', () => {
    const envelope = wrap('mcp-iframe', 'client-to-server', { jsonrpc: '2.0' });
    expect(envelope).toEqual({
      channel: 'mcp-iframe',
      type: 'mcp',
      direction: 'client-to-server',
      payload: { jsonrpc: '2.0' },
    });
    expect(unwrap(envelope, 'mcp-iframe', 'client-to-server')).toEqual({ jsonrpc: '2.0' });
    expect(unwrap(envelope, 'other', 'client-to-server')).toBeUndefined();
    expect(unwrap(envelope, 'mcp-iframe', 'server-to-client')).toBeUndefined();
    for (const data of [null, 'mcp', [], { ...envelope, type: 'x' }, { ...envelope, payload: 1 }]) {
      expect(unwrap(data, 'mcp-iframe', 'client-to-server')).toBeUndefined();
    }
  });
});
