/**
 * The memory of a snapshot on its way from the supervisor to a worker, in pieces whose buffers go back and are filled again. A copy of all of it
 * would take as long as the restoring itself: browsers take most of that time for memory that is touched for the first time.
 */
import type { Snapshot } from './snapshot.ts';

/** Bytes of a piece: 2 MiB. The last one is shorter, in a buffer as long. */
export const PIECE_SIZE = 2 * 1024 ** 2;
/** Pieces that are on the way at once, so that both sides copy at the same time. */
const COUNT = 3;

/** Whether it can be sent so: its memory is in one part. Sessions with libraries are sent whole. */
export function fitsPieces({ parts, memorySize, libraries }: Snapshot): boolean {
  const [start, end] = parts[0] ?? [];
  return (
    parts.length === 1 && start === 0 && end === memorySize && memorySize > COUNT * PIECE_SIZE && libraries.length === 0
  );
}

/** @returns a promise that resolves when all is on the way; never, if the worker is ended before */
export function sendMemory({ memory, memoryStart, memorySize }: Snapshot, port: MessagePort): Promise<void> {
  let sent = 0;
  return new Promise((resolve) => {
    const send = (buffer: ArrayBuffer) => {
      const size = Math.min(PIECE_SIZE, memorySize - sent);
      new Uint8Array(buffer).set(new Uint8Array(memory, memoryStart + sent, size));
      sent += size;
      port.postMessage(buffer, [buffer]);
      if (sent < memorySize) return;
      port.onmessage = null;
      resolve();
    };
    port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => send(data);
    for (let count = 0; count < COUNT; count += 1) send(new ArrayBuffer(PIECE_SIZE));
  });
}
