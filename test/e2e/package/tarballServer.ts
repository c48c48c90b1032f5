import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packPackage } from './packedPackage.ts';

/** Packs the package, which builds it, when it is first asked for: once for all tests of a run, which would be in each other's way. */
export interface Packer {
  /** Answers with the path of the tarball. */
  url: string;
  close(): Promise<void>;
}

export async function startPacker(): Promise<Packer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'glovebox-tarball-'));
  let packed: Promise<string> | undefined;
  const server = createServer(async (_, response) => {
    packed ??= packPackage(folder);
    const [status, text] = await packed.then(
      (tarball) => [200, tarball] as const,
      (error: unknown) => [500, String(error)] as const,
    );
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
