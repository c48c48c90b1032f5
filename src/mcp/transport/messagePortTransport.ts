import { isJsonObject } from '../../text/parseJson.ts';
import type { McpTransport } from './transport.ts';

/**
 * One end of a connection over a `MessagePort` or a `Worker`, for a server or a client. Whoever you gave the other port is the other end: no
 * origin is checked.
 *
 * @example
 * ```ts
 * import { mcpServer, messagePortTransport } from 'glovebox/mcp';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const server = mcpServer({ sandbox: () => Sandbox.create() });
 * await server.connect(messagePortTransport(new Worker('/agent.js', { type: 'module' })));
 * ```
 */
export function messagePortTransport(port: MessagePort | Worker): McpTransport {
  return new PortTransport(port);
}

class PortTransport implements McpTransport {
  onclose?: McpTransport['onclose'];
  onerror?: McpTransport['onerror'];
  onmessage?: McpTransport['onmessage'];
  readonly #port: MessagePort | Worker;
  readonly #closing = new AbortController();

  constructor(port: MessagePort | Worker) {
    this.#port = port;
  }

  async start(): Promise<void> {
    const { signal } = this.#closing;
    this.#port.addEventListener('message', (event) => this.#receive(event as MessageEvent<unknown>), { signal });
    // Browsers tell this port when the other one is closed, or its page has gone.
    this.#port.addEventListener('close', () => void this.close(), { signal });
    if ('start' in this.#port) this.#port.start();
  }

  async send(message: object): Promise<void> {
    if (this.#closing.signal.aborted) throw new Error('The connection is closed.');
    this.#port.postMessage(message);
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    if ('close' in this.#port) this.#port.close();
    this.onclose?.();
  }

  #receive({ data }: MessageEvent<unknown>): void {
    if (isJsonObject(data)) this.onmessage?.(data);
  }
}
