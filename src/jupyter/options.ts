import { InvalidOptionError } from '../errors.ts';

/** Options of a Jupyter kernel, fixed when it is connected. */
export interface JupyterKernelOptions {
  /**
   * The address of the server, as far as `api/` in it: `http://localhost:8888/`, or `https://hub.example.org/user/ada/` for JupyterHub.
   */
  url: string | URL;
  /**
   * The server's token. Whoever has it can run anything on that machine: never build it into a page that others can open.
   * @default none, for a page of the same origin, which the browser's cookies log in
   */
  token?: string;
  /** The kernel to start, such as `python3`; it must run Python. @default the server's own default */
  kernelName?: string;
  /** The kernel to attach to, which runs already. It is not shut down by `close()`. @default none: a kernel is started */
  kernelId?: string;
  /**
   * The folder in which a kernel is started, relative to that of the server, with slashes. `files` are below it.
   * @default the folder of the server
   */
  folder?: string;
  /** Called when the connection breaks and is tried again, when it is back, and when the kernel died. */
  onStatus?: (status: JupyterKernelStatus) => void;
  /** Gives up on connecting: `connect` rejects with its reason. Afterwards it has no effect. */
  signal?: AbortSignal;
  /** For requests to the server. @default the global one */
  fetch?: typeof fetch;
  /** For the connection to the kernel. @default the global one, which Node has from 22 on */
  WebSocket?: typeof WebSocket;
}

/** The state of a connection: it works, is tried again, or was given up until the next call; or the kernel died, and has lost its variables. */
export type JupyterKernelStatus = 'connected' | 'reconnecting' | 'disconnected' | 'died';

/** @throws InvalidOptionError that names the option, and what it takes */
export function checkKernelOptions(options: JupyterKernelOptions): void {
  const { url, kernelName, kernelId, folder } = options;
  serverAddress(url);
  if (kernelId !== undefined && (kernelName !== undefined || folder !== undefined)) {
    throw new InvalidOptionError(
      'The option `kernelId` attaches to a kernel that runs. Leave `kernelName` and `folder` out, or start another kernel without it.',
    );
  }
  for (const name of ['token', 'kernelName', 'kernelId', 'folder'] as const) {
    const value = options[name];
    if (value === undefined || (typeof value === 'string' && (value !== '' || name === 'folder'))) continue;
    throw new InvalidOptionError(`The option \`${name}\` takes a text, not ${JSON.stringify(value)}.`);
  }
}

/** @throws InvalidOptionError */
export function serverAddress(url: string | URL): URL {
  try {
    const address = new URL(url, globalThis.document?.baseURI);
    if (!/^https?:$/.test(address.protocol)) throw new TypeError();
    if (!address.pathname.endsWith('/')) address.pathname += '/';
    address.search = '';
    address.hash = '';
    return address;
  } catch {
    throw new InvalidOptionError(
      `The option \`url\` takes the address of a Jupyter server, such as http://localhost:8888/, not ${JSON.stringify(String(url))}.`,
    );
  }
}
