/**
 * Snapshots as bytes in three pieces: a description as JSON, the contents of files, and the memory without its empty pages. Before them come
 * the length of each, then the checksum of each. All of it is in gzip if it is to be small rather than quick.
 */
import { readBlob } from '../common/readBlob.ts';
import { checksum } from './checksum.ts';
import { readSnapshot } from './shape.ts';
import { type Contents, type Entry, type OpenFile, type Snapshot, SnapshotError } from './snapshot.ts';

/** Bytes of a length, and of a checksum. */
const NUMBER_SIZE = 4;
const PIECES = 3;
/** Bytes before the first piece. */
const START_SIZE = 2 * PIECES * NUMBER_SIZE;
/** What JSON may end in. */
const SPACE = 0x20;
/** Bytes of memory that are left out together if all are zero. */
const PAGE_SIZE = 4096;
/** Bytes that are looked at in one go. */
const WORD_SIZE = 8;
/** Bytes that are stored anew together if some of them have changed. Half of it would save little, and have twice as many hashes. */
const CHUNK_SIZE = 16 * 1024;
/** Bytes of a description, at most: 64 MiB. */
const MAX_DESCRIPTION = 64 * 1024 ** 2;
/** How gzip begins. A length would have to be of half a gigabyte to do so. @see https://www.rfc-editor.org/rfc/rfc1952 */
const GZIP = 0x1f8b;

interface Description extends Omit<Snapshot, 'memory' | 'memoryStart' | 'tree' | 'openFiles'> {
  tree: PackedFile[];
  openFiles: PackedFile[];
}

/** A file whose contents, so many bytes, come after the description, in order. */
interface PackedFile {
  size?: number;
}

/** Bytes of a piece. Those of memory have an address: they are cut into chunks there, so that what comes before does not move the cuts. */
interface Run {
  bytes: Contents;
  address: number;
}

/** @param compress whether it is to be small rather than quick */
export async function pack(snapshot: Snapshot, compress: boolean): Promise<ArrayBuffer> {
  const { bytes } = layOut(snapshot);
  return compress ? new Response(gzip([new Uint8Array(bytes)])).arrayBuffer() : bytes;
}

/** Compresses parts, one after the other. They are no blob before: WebKit copies those of a worker in the thread of the page. */
export function gzip(parts: readonly Contents[]): ReadableStream<Contents> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  // What can't be compressed is reported where it is read.
  for (const part of parts) writer.write(part).catch(() => {});
  writer.close().catch(() => {});
  return readable;
}

/** Packs a snapshot without compression. Its chunks stay as they are while what they hold does: a piece of a file, or of memory. */
export function layOut(snapshot: Snapshot): { bytes: ArrayBuffer; chunkSizes: number[] } {
  const { memory: _, memoryStart: __, tree, openFiles, ...rest } = snapshot;
  const contents: Contents[] = [];
  const packed = (file: Entry | OpenFile): PackedFile & object => {
    if (!('contents' in file) || !file.contents) return { ...file };
    const { contents: bytes, ...others } = file;
    contents.push(bytes);
    return { ...others, size: bytes.byteLength };
  };
  const { parts, filled } = filledParts(snapshot);
  const libraries = rest.libraries.map(({ module: _, ...library }) => library);
  const description = { ...rest, libraries, parts, tree: tree.map(packed), openFiles: openFiles.map(packed) };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const pieces = [[json].map(withoutAddress), contents.map(withoutAddress), filled].map(aligned);
  const runs = pieces.flat();
  const bytes = inOne(START_SIZE, runs);
  const start = new DataView(bytes);
  let end = START_SIZE;
  for (const [index, piece] of pieces.entries()) {
    const size = lengthOf(piece);
    start.setUint32(index * NUMBER_SIZE, size);
    start.setUint32((PIECES + index) * NUMBER_SIZE, checksum(new Uint8Array(bytes, end, size)));
    end += size;
  }
  return { bytes, chunkSizes: [START_SIZE, ...runs.flatMap(chunkSizesOf)] };
}

/** Puts runs one after the other. @param start bytes before the first */
function inOne(start: number, runs: Run[]): ArrayBuffer {
  const whole = new Uint8Array(start + lengthOf(runs));
  let end = start;
  for (const { bytes } of runs) {
    whole.set(bytes, end);
    end += bytes.byteLength;
  }
  return whole.buffer;
}

function withoutAddress(bytes: Contents): Run {
  return { bytes, address: 0 };
}

function chunkSizesOf({ bytes: { byteLength }, address }: Run): number[] {
  const sizes: number[] = [];
  for (let from = 0; from < byteLength; from += sizes.at(-1) ?? 0) {
    sizes.push(Math.min(byteLength - from, CHUNK_SIZE - ((address + from) % CHUNK_SIZE)));
  }
  return sizes;
}

/** Bytes, and spaces up to the next word. */
function aligned(piece: Run[]): Run[] {
  return [...piece, withoutAddress(new Uint8Array(-lengthOf(piece) & (WORD_SIZE - 1)).fill(SPACE))];
}

function lengthOf(piece: Run[]): number {
  return piece.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

/**
 * @param size bytes of memory and of files that the snapshot may hold
 * @throws SnapshotError if these are not the bytes that {@link pack} made
 */
export async function unpack(bytes: ArrayBuffer, size: number): Promise<Snapshot> {
  return orDamaged(async () => {
    const isCompressed = new DataView(bytes).getUint16(0) === GZIP;
    const whole = isCompressed ? await decompress(bytes, size + MAX_DESCRIPTION) : bytes;
    const [description, contents, memory] = piecesOf(new DataView(whole), whole.byteLength).map(
      ({ start, size, sum }) => {
        const piece = new Uint8Array(whole, start, size);
        check(piece, sum);
        return piece;
      },
    ) as [Piece, Piece, Piece];
    // In a buffer of their own: the memory's is not needed for as long as the files are.
    const files = readFiles(description, contents.slice());
    return withMemory(files, memory);
  });
}

/**
 * @param onFiles is given the files and libraries while the memory is still being read
 * @throws SnapshotError if the file can't be read, or does not hold the bytes of {@link pack}
 */
export async function unpackFile(file: Blob, onFiles: (files: Files) => unknown = () => {}): Promise<Snapshot> {
  const read = async (start: number, size: number) => new Uint8Array(await readBlob(file.slice(start, start + size)));
  return orDamaged(async () => {
    const pieces = piecesOf(new DataView((await orUnreadable(read(0, START_SIZE))).buffer), file.size);
    const [description, contents, memory] = pieces.map(async ({ start, size, sum }) => {
      const piece = await orUnreadable(read(start, size));
      check(piece, sum);
      return piece;
    }) as [Promise<Piece>, Promise<Piece>, Promise<Piece>];
    // All of them are read at once, and each may fail before it is waited for.
    memory.catch(() => {});
    const files = readFiles(...(await Promise.all([description, contents])));
    onFiles(files);
    return withMemory(files, await memory);
  });
}

/** The parts of the memory that are not empty, in whole pages, and what is in them. */
function filledParts({ memory, memoryStart, parts }: Snapshot) {
  // Words have to be aligned.
  const aligned = memoryStart % WORD_SIZE === 0 ? memory : memory.slice(memoryStart);
  let from = aligned === memory ? memoryStart : 0;
  const found: { parts: [number, number][]; filled: Run[] } = { parts: [], filled: [] };
  for (const [start, end] of parts) {
    const bytes = new Uint8Array(aligned, from, end - start);
    for (const [first, last] of filledRanges(bytes)) {
      found.parts.push([start + first, start + last]);
      found.filled.push({ bytes: bytes.subarray(first, last), address: start + first });
    }
    from += end - start;
  }
  return found;
}

function filledRanges(bytes: Uint8Array<ArrayBuffer>): [number, number][] {
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / WORD_SIZE));
  const perPage = PAGE_SIZE / WORD_SIZE;
  const ranges: [number, number][] = [];
  for (let start = 0; start < bytes.length; start += PAGE_SIZE) {
    const end = Math.min(start + PAGE_SIZE, bytes.length);
    // The last page may end within a word.
    if (end - start === PAGE_SIZE && isEmpty(words, start / WORD_SIZE, perPage)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === start) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}

function isEmpty(words: BigUint64Array, from: number, count: number): boolean {
  for (let index = from; index < from + count; index += 1) if (words[index] !== 0n) return false;
  return true;
}

/** A few bytes can stand for any number: the size is looked at while they are unpacked. */
async function decompress(bytes: ArrayBuffer, most: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = unpacked.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    size += read.value.byteLength;
    if (size <= most) continue;
    await reader.cancel();
    throw new RangeError(`It unpacks to more than ${most} bytes.`);
  }
  return readBlob(new Blob(chunks));
}

type Piece = Uint8Array<ArrayBuffer>;

/** What the first two pieces hold. */
type Files = Omit<Snapshot, 'memory' | 'memoryStart'>;

function piecesOf(start: DataView, whole: number): { start: number; size: number; sum: number }[] {
  let end = START_SIZE;
  const pieces = Array.from({ length: PIECES }, (_, index) => {
    const size = start.getUint32(index * NUMBER_SIZE);
    end += size;
    return { start: end - size, size, sum: start.getUint32((PIECES + index) * NUMBER_SIZE) };
  });
  if (end !== whole) throw new RangeError(`It has ${whole} bytes instead of ${end}.`);
  return pieces;
}

function check(piece: Piece, expected: number): void {
  const found = checksum(piece);
  if (found !== expected) throw new RangeError(`Its checksum is ${found} instead of ${expected}.`);
}

function readFiles(piece: Piece, contents: Piece): Files {
  const description = JSON.parse(new TextDecoder().decode(piece)) as Description;
  let end = 0;
  const unpacked = ({ size, ...file }: PackedFile) => {
    if (size === undefined) return file;
    end += size;
    return { ...file, contents: new Uint8Array(contents.buffer, end - size, size) };
  };
  const tree = description.tree.map(unpacked) as Entry[];
  return { ...description, tree, openFiles: description.openFiles.map(unpacked) as OpenFile[] };
}

/** The memory is not copied: restore() lays it out. */
function withMemory(files: Files, { buffer, byteOffset }: Piece): Snapshot {
  return readSnapshot({ ...files, memory: buffer, memoryStart: byteOffset });
}

async function orDamaged(read: () => Promise<Snapshot>): Promise<Snapshot> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SnapshotError(`the snapshot is damaged: ${reason}`, { cause: error });
  }
}

async function orUnreadable(reading: Promise<Piece>): Promise<Piece> {
  try {
    return await reading;
  } catch (error) {
    throw new SnapshotError('the snapshot cannot be read', { cause: error });
  }
}
