import { transfer } from 'comlink';
import { UntrustedMessageError } from '../../errors.ts';
import { readSnapshotChunks, readSnapshotFile } from './messageSchemas.ts';
import type { SnapshotChanges } from './snapshotHandle.ts';

/** Files of one snapshot, of 8 MiB each if the frame is honest. */
const MAX_FILES = 1_000;

/**
 * Receives a packed snapshot whose files come one by one: many megabytes in one message hold up the thread of the page.
 *
 * @param ask has the frame send the files on a port, which is transferred, and then `null`, and gives its answer: the chunks. Each message is
 *   answered, and the next one comes after that
 * @throws UntrustedMessageError if it sends anything else
 */
export async function receiveChanges(ask: (files: MessagePort) => Promise<unknown>): Promise<SnapshotChanges> {
  const { port1, port2 } = new MessageChannel();
  try {
    const [files, chunks] = await Promise.all([receiveFiles(port1), ask(transfer(port2, [port2]))]);
    return { chunks: readSnapshotChunks(chunks), files };
  } finally {
    port1.close();
  }
}

function receiveFiles(port: MessagePort): Promise<Blob[]> {
  const files: Blob[] = [];
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => {
      try {
        const file = readSnapshotFile(data);
        port.postMessage(null);
        if (!file) return resolve(files);
        if (files.length === MAX_FILES)
          throw new UntrustedMessageError('The sandbox sent too many files of a snapshot.');
        files.push(file);
      } catch (error) {
        reject(error);
      }
    };
  });
}
