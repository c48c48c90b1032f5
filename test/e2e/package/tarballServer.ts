import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer } from '../../support/localServer.ts';
import { packPackage } from './packedPackage.ts';

/** Packs the package, which builds it, when it is first asked for: once for all tests of a run, which would be in each other's way. */
export interface TarballServer {
  /** Answers with the path of the tarball. */
  url: string;
  close(): Promise<void>;
}

export async function startTarballServer(): Promise<TarballServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'glovebox-tarball-'));
  let packed: Promise<string> | undefined;
  const server = await startServer(async (_, response) => {
    packed ??= packPackage(folder);
    const [status, text] = await packed.then(
      (tarball) => [200, tarball] as const,
      (error: unknown) => [500, String(error)] as const,
    );
    response.writeHead(status).end(text);
  });
  return {
    url: server.origin,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
