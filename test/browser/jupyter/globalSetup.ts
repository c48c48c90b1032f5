import type { TestProject } from 'vitest/node';
import { type JupyterServer, NO_JUPYTER, startJupyterServer } from '../../support/jupyterServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Jupyter server that allows every origin, and one that allows none but its own; `undefined` if this machine has none. */
    jupyter: { open: { url: string; token: string }; strict: { url: string; token: string } } | undefined;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = NO_JUPYTER === undefined ? await startServers() : [];
  const [open, strict] = servers;
  project.provide('jupyter', open && strict && { open: accessTo(open), strict: accessTo(strict) });
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}

function startServers(): Promise<JupyterServer[]> {
  return Promise.all([startJupyterServer(['--ServerApp.allow_origin=*']), startJupyterServer()]);
}

function accessTo({ url, token }: JupyterServer): { url: string; token: string } {
  return { url, token };
}
