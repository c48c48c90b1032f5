import { abortable } from '../../async/abort.ts';
import { InvalidOptionError } from '../../errors.ts';
import { checkOrigin, DEFAULT_CHANNEL, type Direction, type Signal, unwrap, wrap } from './envelope.ts';
import type { McpTransport } from './transport.ts';

/** Options of {@link windowServerTransport}. */
export interface WindowServerTransportOptions {
  /** The window of the client: that of a frame, or the page around this frame. @default window.parent */
  client?: Window;
  /** The origins whose pages may connect. Each is named; `'*'` is refused. */
  allowedOrigins: readonly string[];
  /** The name of the channel, if one window has several. @default 'mcp-iframe' */
  channel?: string;
}

/** Options of {@link windowClientTransport}. */
export interface WindowClientTransportOptions {
  /** The window of the server: that of a frame, or the page around this frame. @default window.parent */
  server?: Window;
  /** The origin of the server. `'*'` is refused. */
  origin: string;
  /** The name of the channel, as the server has it. @default 'mcp-iframe' */
  channel?: string;
}

/**
 * The server's end of a connection between two windows, by `postMessage`. The client's end is {@link windowClientTransport}, or
 * `IframeParentTransport` of `@mcp-b/transports`.
 *
 * @throws InvalidOptionError unless `allowedOrigins` names origins
 * @example
 * ```ts
 * import { mcpServer, windowServerTransport } from 'glovebox/mcp';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const server = mcpServer({ sandbox: () => Sandbox.create() });
 * const client = document.querySelector('iframe')?.contentWindow;
 * if (client) await server.connect(windowServerTransport({ client, allowedOrigins: ['https://agent.example'] }));
 * ```
 */
export function windowServerTransport(options: WindowServerTransportOptions): McpTransport {
  const { client = window.parent, allowedOrigins, channel = DEFAULT_CHANNEL } = options;
  if (!Array.isArray(allowedOrigins) || allowedOrigins.length === 0) {
    throw new InvalidOptionError('The option `allowedOrigins` takes a list of origins, and at least one.');
  }
  for (const origin of allowedOrigins) checkOrigin('allowedOrigins', origin);
  return new WindowTransport({ peer: client, origins: allowedOrigins, channel, speaks: 'server-to-client' });
}

/**
 * The client's end of a connection between two windows, by `postMessage`. The server's end is {@link windowServerTransport}, or
 * `IframeChildTransport` of `@mcp-b/transports`.
 *
 * @throws InvalidOptionError unless `origin` is one
 * @example
 * ```ts
 * import { Client } from '@modelcontextprotocol/client';
 * import { windowClientTransport } from 'glovebox/mcp';
 *
 * const client = new Client({ name: 'my-agent', version: '1.0.0' });
 * await client.connect(windowClientTransport({ origin: 'https://app.example' }));
 * ```
 */
export function windowClientTransport(options: WindowClientTransportOptions): McpTransport {
  const { server = window.parent, origin, channel = DEFAULT_CHANNEL } = options;
  checkOrigin('origin', origin);
  return new WindowTransport({ peer: server, origins: [origin], channel, speaks: 'client-to-server' });
}

interface End {
  peer: Window;
  origins: readonly string[];
  channel: string;
  speaks: Direction;
}

class WindowTransport implements McpTransport {
  onclose?: McpTransport['onclose'];
  onerror?: McpTransport['onerror'];
  onmessage?: McpTransport['onmessage'];
  readonly #end: End;
  readonly #hears: Direction;
  readonly #closing = new AbortController();
  /** Resolves when the other end is there, and rejects if the connection is closed before. */
  readonly #met: Promise<void>;
  #meet: () => void = () => {};
  /** The origin of the other end. */
  #origin: string | undefined;

  constructor(end: End) {
    this.#end = end;
    this.#hears = end.speaks === 'server-to-client' ? 'client-to-server' : 'server-to-client';
    const met = new Promise<void>((resolve) => {
      this.#meet = resolve;
    });
    this.#met = abortable(met, this.#closing.signal);
    this.#met.catch(() => {});
  }

  get #isServer(): boolean {
    return this.#end.speaks === 'server-to-client';
  }

  async start(): Promise<void> {
    window.addEventListener('message', (event) => this.#receive(event), { signal: this.#closing.signal });
    // The client may not be there yet, so its origin is not known. This tells only that there is a server.
    if (this.#isServer) this.#post('mcp-server-ready', '*');
    else for (const origin of this.#end.origins) this.#post('mcp-check-ready', origin);
  }

  async send(message: object): Promise<void> {
    this.#closing.signal.throwIfAborted();
    await this.#met;
    if (this.#origin !== undefined) this.#post(message, this.#origin);
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    if (this.#isServer && this.#origin !== undefined) this.#post('mcp-server-stopped', this.#origin);
    this.#closing.abort(new DOMException('The connection is closed.', 'AbortError'));
    this.onclose?.();
  }

  #receive({ source, origin, data }: MessageEvent<unknown>): void {
    if (source !== this.#end.peer || !this.#end.origins.includes(origin)) return;
    const payload = unwrap(data, this.#end.channel, this.#hears);
    // A window that shows another site meanwhile is not the peer any more, even if that site may connect, too.
    if (payload === undefined || (this.#origin ?? origin) !== origin) return;
    this.#origin = origin;
    this.#meet();
    if (typeof payload === 'object') this.onmessage?.(payload);
    else if (payload === 'mcp-check-ready') this.#post('mcp-server-ready', origin);
    else if (payload === 'mcp-server-stopped') void this.close();
  }

  #post(payload: object | Signal, origin: string): void {
    this.#end.peer.postMessage(wrap(this.#end.channel, this.#end.speaks, payload), origin);
  }
}
