/**
 * The bytes of a snapshot on their way from the supervisor to a worker, in pieces whose buffers go back and are filled again. A copy of all of
 * them would take as long as the restoring itself: browsers take most of that time for memory that is touched for the first time. It would also
 * be one long task, in the page's thread in some browsers. The pieces take the worker's own connection: what is transferred through a
 * `MessagePort` takes 3.5 ms for each megabyte in Firefox, which copies it.
 */
import type { Contents, Snapshot } from './snapshot.ts';

/** Bytes of a piece: 2 MiB. The last one is shorter, in a buffer as long. */
export const PIECE_SIZE = 2 * 1024 ** 2;
/** Pieces that are on the way at once, so that both sides copy at the same time. */
const COUNT = 3;

/** Whether an interpreter can take its memory so: it is in one part. Sessions with libraries are sent whole. */
export function fitsPieces({ parts, memorySize, libraries }: Snapshot): boolean {
  const [start, end] = parts[0] ?? [];
  return (
    parts.length === 1 && start === 0 && end === memorySize && memorySize > COUNT * PIECE_SIZE && libraries.length === 0
  );
}

/** From a worker: to be filled. To it: filled. */
export interface Piece {
  type: 'piece';
  buffer: ArrayBuffer;
}

/** The other side: a worker, or what started it. */
export interface Peer {
  postMessage(message: Piece, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/**
 * Fills the buffers that a worker sends, with one part after the other.
 *
 * @returns a promise that resolves when all of it is on the way; never, if the worker is ended before
 */
export function sendPieces(parts: readonly Contents[], worker: Peer): Promise<void> {
  const unsent = parts.filter(({ byteLength }) => byteLength > 0);
  let [index, sent] = [0, 0];
  return takePieces(worker, (buffer) => {
    const piece = new Uint8Array(buffer);
    let filled = 0;
    for (let part = unsent[index]; part && filled < piece.length; part = unsent[index]) {
      const bytes = part.subarray(sent, sent + piece.length - filled);
      piece.set(bytes, filled);
      filled += bytes.length;
      sent += bytes.length;
      if (sent < part.length) continue;
      index += 1;
      sent = 0;
    }
    sendPiece(worker, buffer);
    return index === unsent.length;
  });
}

/**
 * Asks for pieces until all have come.
 *
 * @param total bytes of all of them, more than none
 * @param put is given each piece, and where it begins
 */
export function receivePieces(
  total: number,
  supervisor: Peer,
  put: (piece: Uint8Array, start: number) => void,
): Promise<void> {
  let received = 0;
  let asked = 0;
  const ask = (buffer: ArrayBuffer) => {
    if (asked >= total) return;
    asked += PIECE_SIZE;
    sendPiece(supervisor, buffer);
  };
  const all = takePieces(supervisor, (buffer) => {
    const size = Math.min(PIECE_SIZE, total - received);
    put(new Uint8Array(buffer, 0, size), received);
    received += size;
    ask(buffer);
    return received === total;
  });
  for (let count = 0; count < COUNT; count += 1) ask(new ArrayBuffer(PIECE_SIZE));
  return all;
}

function sendPiece(peer: Peer, buffer: ArrayBuffer): void {
  peer.postMessage({ type: 'piece', buffer }, [buffer]);
}

/**
 * @param take says whether it was the last
 * @returns a promise that resolves after that
 */
function takePieces(peer: Peer, take: (buffer: ArrayBuffer) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const onMessage = ({ data }: MessageEvent<Piece | { type: unknown }>) => {
      if (!isPiece(data) || !take(data.buffer)) return;
      peer.removeEventListener('message', onMessage);
      resolve();
    };
    peer.addEventListener('message', onMessage);
  });
}

function isPiece(data: Piece | { type: unknown }): data is Piece {
  return data.type === 'piece';
}
