import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './freePort.ts';

/** Debian's packages belong to this one, whatever else is first on the PATH. */
const PYTHONS = [process.env.JUPYTER_PYTHON, '/usr/bin/python3', 'python3'].filter((name) => name !== undefined);
const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import jupyter_server, ipykernel']).status === 0);
/** Milliseconds between two attempts to reach a server that starts, and the number of them. */
const ASK_AGAIN = 200;
const MAX_ATTEMPTS = 300;
/** Milliseconds in which a server shuts its kernels down. */
const SHUTDOWN_TIME = 10_000;

/** Why the tests with a Jupyter server are skipped on this machine; `undefined` if they are not. */
export const NO_JUPYTER =
  python === undefined ? 'there is no Jupyter server for Python (jupyter-server and python3-ipykernel)' : undefined;
if (NO_JUPYTER !== undefined) console.warn(`Skipped the tests of Jupyter kernels: ${NO_JUPYTER}.`);

/** A Jupyter server of its own, in an empty folder. */
export interface JupyterServer extends AsyncDisposable {
  /** Its address, with a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** Ends it and its kernels, as when its machine goes down. */
  close(): Promise<void>;
}

/** Starts a server on a free port. @param settings such as `--ServerApp.allow_origin=*` */
export async function startJupyterServer(settings: readonly string[] = []): Promise<JupyterServer> {
  if (python === undefined) throw new Error(`No server can be started: ${NO_JUPYTER}.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'jupyter-'));
  const token = randomBytes(16).toString('hex');
  const port = await freePort();
  const server = spawn(
    python,
    [
      '-m',
      'jupyter_server',
      '--allow-root',
      '--no-browser',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.token=${token}`,
      `--ServerApp.root_dir=${folder}`,
      ...settings,
    ],
    // Nothing of the user's own settings, and nothing left of the server's.
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: folder, JUPYTER_PREFER_ENV_PATH: '0', IPYTHONDIR: `${folder}/.ipython` },
    },
  );
  const url = `http://127.0.0.1:${port}/`;
  const close = async () => {
    await end(server);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilReady(`${url}api/status?token=${token}`, server);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, token, folder, close, [Symbol.asyncDispose]: close };
}

async function untilReady(address: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The Jupyter server ended with ${server.exitCode}.`);
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
  throw new Error('The Jupyter server did not start.');
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  // It shuts its kernels down, but sometimes waits for ever for one that does not react.
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), SHUTDOWN_TIME);
  await ended;
  clearTimeout(timer);
}
