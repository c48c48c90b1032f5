/**
 * Snapshots as one piece of bytes: the length of a description, a checksum of what comes after it, the description as JSON, the contents of
 * files, and the memory without its empty pages; all of it in gzip if it is to be small rather than quick.
 */
import { readBlob } from '../common/readBlob.ts';
import { checksum } from './checksum.ts';
import { readSnapshot } from './shape.ts';
import { type Entry, type OpenFile, type Snapshot, SnapshotError } from './snapshot.ts';

/** Bytes of the length that comes first, and of it with the checksum. */
const CHECKSUM_START = 4;
const DESCRIPTION_START = 8;
/** Bytes of memory that are left out together if all are zero. */
const PAGE_SIZE = 4096;
/** Bytes that are looked at in one go. */
const WORD_SIZE = 8;
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

/** @param compress whether it is to be small rather than quick */
export async function pack(snapshot: Snapshot, compress: boolean): Promise<ArrayBuffer> {
  const { memory: _, memoryStart: __, tree, openFiles, ...rest } = snapshot;
  const contents: ArrayBuffer[] = [];
  const packed = (file: Entry | OpenFile): PackedFile & object => {
    if (!('contents' in file) || !file.contents) return { ...file };
    const { contents: bytes, ...others } = file;
    contents.push(bytes);
    return { ...others, size: bytes.byteLength };
  };
  const { parts, filled } = filledParts(snapshot);
  const libraries = rest.libraries.map(({ module: _, ...library }) => library);
  const description = { ...rest, libraries, parts, tree: tree.map(packed), openFiles: openFiles.map(packed) };
  const encoded = new TextEncoder().encode(JSON.stringify(description));
  const bytes = await readBlob(new Blob([new ArrayBuffer(DESCRIPTION_START), encoded, ...contents, ...filled]));
  const start = new DataView(bytes);
  start.setUint32(0, encoded.length);
  start.setUint32(CHECKSUM_START, checksum(bytes, DESCRIPTION_START));
  if (!compress) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

/**
 * @param size bytes of memory and of files that the snapshot may hold
 * @throws SnapshotError if these are not the bytes that {@link pack} made
 */
export async function unpack(bytes: ArrayBuffer, size: number): Promise<Snapshot> {
  try {
    const isCompressed = new DataView(bytes).getUint16(0) === GZIP;
    return read(isCompressed ? await decompress(bytes, size + MAX_DESCRIPTION) : bytes);
  } catch (error) {
    throw new SnapshotError('the snapshot is damaged', { cause: error });
  }
}

/** @throws SnapshotError if the file can't be read, or does not hold the bytes of {@link pack} */
export async function unpackFile(file: Blob): Promise<Snapshot> {
  const bytes = await readBlob(file).catch((error: unknown) => {
    throw new SnapshotError('the snapshot cannot be read', { cause: error });
  });
  return unpack(bytes, bytes.byteLength);
}

/** The parts of the memory that are not empty, in whole pages, and what is in them. */
function filledParts({ memory, memoryStart, parts }: Snapshot) {
  // Words have to be aligned.
  const aligned = memoryStart % WORD_SIZE === 0 ? memory : memory.slice(memoryStart);
  let from = aligned === memory ? memoryStart : 0;
  const found: { parts: [number, number][]; filled: Uint8Array<ArrayBuffer>[] } = { parts: [], filled: [] };
  for (const [start, end] of parts) {
    const bytes = new Uint8Array(aligned, from, end - start);
    for (const [first, last] of filledRanges(bytes)) {
      found.parts.push([start + first, start + last]);
      found.filled.push(bytes.subarray(first, last));
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

function read(bytes: ArrayBuffer): Snapshot {
  const start = new DataView(bytes);
  const found = checksum(bytes, DESCRIPTION_START);
  const expected = start.getUint32(CHECKSUM_START);
  if (found !== expected) throw new RangeError(`Its checksum is ${found} instead of ${expected}.`);
  const size = start.getUint32(0);
  let end = DESCRIPTION_START + size;
  const text = new TextDecoder().decode(new Uint8Array(bytes, DESCRIPTION_START, size));
  const description = JSON.parse(text) as Description;
  const skip = (size: number) => {
    const start = end;
    end += size;
    if (end > bytes.byteLength) throw new RangeError('Bytes are missing at its end.');
    return start;
  };
  const unpacked = ({ size, ...file }: PackedFile) => {
    if (size === undefined) return file;
    const start = skip(size);
    return { ...file, contents: bytes.slice(start, end) };
  };
  const tree = description.tree.map(unpacked);
  const openFiles = description.openFiles.map(unpacked);
  const memoryStart = skip(description.parts.reduce((sum, [start, stop]) => sum + stop - start, 0));
  // The memory is not copied: restore() lays it out.
  return readSnapshot({ ...description, tree, openFiles, memory: bytes, memoryStart });
}
