import { JupyterServerError } from './errors.ts';
import { BINARY_PROTOCOL } from './wire/encoding.ts';

/** Opens the channels of a kernel, in binary if the server knows that. @throws JupyterServerError */
export async function openSocket(WebSocketClass: typeof WebSocket, address: URL): Promise<WebSocket> {
  try {
    return await tryToOpen(WebSocketClass, address, [BINARY_PROTOCOL]);
  } catch {
    // A browser refuses a server that chooses none of the protocols that it was offered.
    return tryToOpen(WebSocketClass, address, []);
  }
}

function tryToOpen(WebSocketClass: typeof WebSocket, address: URL, protocols: string[]): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocketClass(address.href, protocols);
    socket.binaryType = 'arraybuffer';
    const refuse = () => reject(refusal(address));
    socket.addEventListener('open', () => resolve(socket), { once: true });
    socket.addEventListener('error', refuse, { once: true });
    socket.addEventListener('close', refuse, { once: true });
  });
}

function refusal({ host, pathname }: URL): JupyterServerError {
  return new JupyterServerError(
    `The connection to ${host}${pathname} was refused. Check the option \`token\`, and that the server allows this page: --ServerApp.allow_origin.`,
  );
}
