import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server that would hear whatever gets out of the sandbox: it notes the path of every request and lets anyone read them. What is
 * below /page/ is answered, as many hosts do where a file is missing, with a web page.
 */
export async function startListener(): Promise<{ origin: string; close: () => Promise<void> }> {
  const heard: string[] = [];
  const note = (method: string | undefined, url: string | undefined) => heard.push(`${method} ${url}`);
  const server = createServer(({ method, url }, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
