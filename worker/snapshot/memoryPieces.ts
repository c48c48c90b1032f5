/**
 * The memory of a snapshot on its way from the supervisor to a worker, in pieces whose buffers go back and are filled again. A copy of all of it
 * would take as long as the restoring itself: browsers take most of that time for memory that is touched for the first time. The pieces take the
 * worker's own connection: what is transferred through a `MessagePort` takes 3.5 ms for each megabyte in Firefox, which copies it.
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
 * Fills the buffers that a worker sends.
 *
 * @returns a promise that resolves when all of the memory is on the way; never, if the worker is ended before
 */
export function sendMemory({ memory, memoryStart, memorySize }: Snapshot, worker: Peer): Promise<void> {
  let sent = 0;
  return takePieces(worker, (buffer) => {
    const size = Math.min(PIECE_SIZE, memorySize - sent);
    new Uint8Array(buffer).set(new Uint8Array(memory, memoryStart + sent, size));
    sent += size;
    sendPiece(worker, buffer);
    return sent === memorySize;
  });
}

/**
 * Asks for pieces until all have come.
 *
 * @param put is given each piece, and where it begins in the memory
 */
export function receivePieces(
  memorySize: number,
  supervisor: Peer,
  put: (piece: Uint8Array, start: number) => void,
): Promise<void> {
  let received = 0;
  let asked = 0;
  const ask = (buffer: ArrayBuffer) => {
    if (asked >= memorySize) return;
    asked += PIECE_SIZE;
    sendPiece(supervisor, buffer);
  };
  const all = takePieces(supervisor, (buffer) => {
    const size = Math.min(PIECE_SIZE, memorySize - received);
    put(new Uint8Array(buffer, 0, size), received);
    received += size;
    ask(buffer);
    return received === memorySize;
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
