import type { FileInfo } from '../../src/protocol.ts';
import type { HostRequests } from '../common/hostRequests.ts';

/** Contents for a file. A string is written as UTF-8. */
type Data = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/**
 * The files of the session's working directory, which Python's `open()` reads and writes as well. Paths are relative to that, and lead
 * nowhere else. If the host refuses something, an error says why.
 */
export function makeFiles(ask: HostRequests['ask']) {
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array((await ask({ kind: 'read-file', path: String(path) })) ?? new ArrayBuffer(0));
  return {
    read,
    readText: async (path: string): Promise<string> => new TextDecoder().decode(await read(path)),
    write: async (path: string, data: Data): Promise<void> => {
      const bytes = await new Response(data).arrayBuffer();
      await ask({ kind: 'write-file', path: String(path), bytes });
    },
    list: async (): Promise<FileInfo[]> => JSON.parse((await ask({ kind: 'list-files' })) ?? '[]'),
    remove: async (path: string): Promise<void> => {
      await ask({ kind: 'remove-file', path: String(path) });
    },
  };
}
