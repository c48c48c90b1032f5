import { createSocket } from 'node:dgram';
import { startServer } from './localServer.ts';

/**
 * A server that would hear whatever gets out of the sandbox: it notes the path of every request, and every packet of UDP (as WebRTC and
 * WebTransport send them) on a port with the same number, and lets anyone read them. What is below /page/ is answered, as many hosts do
 * where a file is missing, with a web page.
 */
export async function startListener(): Promise<{ origin: string; close: () => Promise<void> }> {
  const heard: string[] = [];
  const note = (method: string | undefined, url: string | undefined) => heard.push(`${method} ${url}`);
  const { origin, server, close } = await startServer(({ method, url }, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    // A page that is cross-origin isolated takes nothing without it.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (url === '/heard') return response.end(JSON.stringify(heard));
    if (url?.startsWith('/page/'))
      return response.setHeader('Content-Type', 'text/html').end('<!doctype html>Not found');
    note(method, url);
    return response.end();
  });
  server.on('upgrade', ({ url }, socket) => {
    note('UPGRADE', url);
    socket.destroy();
  });
  const port = Number(new URL(origin).port);
  const datagrams = createSocket('udp4', (packet) => note('UDP', `${packet.length} bytes`));
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));
  return {
    origin,
    close: async () => {
      await new Promise<void>((resolve) => datagrams.close(() => resolve()));
      await close();
    },
  };
}
