import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on a free port of this machine. */
export interface LocalServer extends AsyncDisposable {
  readonly origin: string;
  readonly server: Server;
  /** Stops listening, and breaks all connections. */
  close(): Promise<void>;
}

export async function startServer(onRequest: RequestListener): Promise<LocalServer> {
  const server = createServer(onRequest).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server, close, [Symbol.asyncDispose]: close };
}
