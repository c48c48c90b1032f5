import type { EmscriptenModule, FileNode, FileSystem } from './emscripten.ts';

const PAGE_SIZE = 64 * 1024;
/** Bytes that files may grow by until they are counted again: 4 MiB. */
const BETWEEN_COUNTS = 4 * 1024 ** 2;
/** "No space left on device", as Emscripten numbers it. @see https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#errno */
const ENOSPC = 51;

/**
 * Limits the memory and the files of an interpreter together. If memory can't grow, Python raises a `MemoryError`: Emscripten calls `grow` on
 * this very object, and takes an exception for a refusal. If files can't, which JavaScript holds, it raises an `OSError`.
 */
export class MemoryLimit {
  /** Bytes. */
  limit = Number.POSITIVE_INFINITY;
  #memory: WebAssembly.Memory | undefined;
  #files: FileSystem | undefined;
  /** Bytes that files may grow by until they are counted again. */
  #room = 0;

  watch(instance: WebAssembly.Instance, imports: WebAssembly.Imports): void {
    // The memory is an export since 314, and an import before.
    const candidates = [...Object.values(instance.exports), ...Object.values(imports.env ?? {})];
    const memory = candidates.find((value) => value instanceof WebAssembly.Memory);
    if (!memory) return;
    this.#memory = memory;
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      const size = memory.buffer.byteLength + pages * PAGE_SIZE;
      if (size + this.#sizeOfFiles() > this.limit) throw new RangeError('The memory limit is reached.');
      this.#room = 0;
      return grow(pages);
    };
  }

  watchFiles({ FS }: EmscriptenModule): void {
    this.#files = FS;
    const { MEMFS } = FS.filesystems;
    const { expandFileStorage, resizeFileStorage } = MEMFS;
    MEMFS.expandFileStorage = (node, capacity) => {
      this.#admit(capacity - capacityOf(node));
      expandFileStorage(node, capacity);
    };
    MEMFS.resizeFileStorage = (node, size) => {
      this.#admit(size - node.usedBytes);
      resizeFileStorage(node, size);
    };
    // The first bytes of a file take the place of its storage, which does not grow then.
    const operations = MEMFS.ops_table.file.stream;
    const { write } = operations;
    operations.write = (stream, buffer, offset, length, position, canOwn) => {
      if (canOwn || (stream.node?.usedBytes === 0 && position === 0)) this.#admit(length);
      return write(stream, buffer, offset, length, position, canOwn);
    };
  }

  /** @throws FS.ErrnoError if there is no room */
  #admit(bytes: number): void {
    if (bytes <= 0) return;
    if (bytes > this.#room) {
      const room = this.limit - this.#sizeOfFiles() - (this.#memory?.buffer.byteLength ?? 0);
      if (this.#files && bytes > room) throw new this.#files.ErrnoError(ENOSPC);
      this.#room = Math.min(room, bytes + BETWEEN_COUNTS);
    }
    this.#room -= bytes;
  }

  #sizeOfFiles(): number {
    if (!this.#files) return 0;
    const files = new Set<FileNode>();
    addFiles(this.#files.root, this.#files, files);
    // Also those that were removed and are still open.
    for (const stream of this.#files.streams) if (stream?.node) addFiles(stream.node, this.#files, files);
    return [...files].reduce((sum, file) => sum + capacityOf(file), 0);
  }
}

function addFiles(node: FileNode, files: FileSystem, found: Set<FileNode>): void {
  if (files.isFile(node.mode)) found.add(node);
  if (!files.isDir(node.mode)) return;
  for (const each of Object.values(node.contents ?? {})) addFiles(each as FileNode, files, found);
}

function capacityOf({ contents }: FileNode): number {
  return ArrayBuffer.isView(contents) ? contents.byteLength : 0;
}
