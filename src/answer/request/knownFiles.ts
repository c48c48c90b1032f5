import type { FileData } from '@google/genai';

/** Reads a file that a request only refers to. Only the application can, since the file is private. */
type ReadFile = (file: FileData) => Promise<Blob | Uint8Array | undefined>;

/** A file that a request refers to. */
export interface KnownFile {
  bytes: Blob;
  mimeType?: string;
  displayName?: string;
}

interface Entry {
  file: Promise<KnownFile | undefined>;
  /** In bytes. */
  size: number;
}

/** Maximum size of all files together, in bytes. They are blobs, of which browsers keep large ones on the disk. */
const MAX_BYTES = 500 * 1024 * 1024;
/** Maximum size of an upload, in bytes: as much as a request itself may bring. */
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;
const MAX_FILES = 256;

/**
 * The files that requests only refer to: those that were uploaded through this client, and those that the application has read. Forgets those
 * whose last use is the longest ago if there are too many.
 */
export class KnownFiles {
  readonly #readFile: ReadFile | undefined;
  readonly #entries = new Map<string, Entry>();

  constructor(readFile: ReadFile | undefined) {
    this.#readFile = readFile;
  }

  /** @param names by which requests may refer to the file: its address and its resource name */
  addUpload(names: readonly (string | undefined)[], file: KnownFile): void {
    const { size } = file.bytes;
    if (size > MAX_UPLOAD_BYTES) return;
    const entry = { file: Promise.resolve(file), size };
    for (const name of names) if (name) this.#keep(keyOf(name), entry);
    this.#shrink();
  }

  forget(name: string): void {
    const forgotten = this.#entries.get(keyOf(name));
    for (const [key, entry] of this.#entries) if (entry === forgotten) this.#entries.delete(key);
  }

  /** Gives a file that was remembered. */
  async find(name: string): Promise<KnownFile | undefined> {
    const key = keyOf(name);
    const entry = this.#entries.get(key);
    if (entry) this.#keep(key, entry);
    return entry?.file;
  }

  /** Gives the bytes of a file; `undefined` if they can't be read. Reports errors of reading them. */
  async read(file: FileData): Promise<KnownFile | undefined> {
    const { fileUri = '', mimeType, displayName } = file;
    if (isYouTube(fileUri)) return undefined;
    const key = keyOf(fileUri);
    const entry = this.#entries.get(key) ?? { file: this.#ask(file), size: 0 };
    this.#keep(key, entry);
    try {
      const found = await entry.file;
      // Fails if the user has changed or deleted a file on the disk.
      await found?.bytes.slice(0, 1).arrayBuffer();
      entry.size = found?.bytes.size ?? 0;
      this.#shrink();
      return found && { ...found, ...(mimeType && { mimeType }), ...(displayName && { displayName }) };
    } catch (error) {
      this.forget(fileUri);
      reportError(error);
      return undefined;
    }
  }

  async #ask(file: FileData): Promise<KnownFile | undefined> {
    const read = await this.#readFile?.(file);
    return read && { bytes: read instanceof Blob ? read : new Blob([new Uint8Array(read)]) };
  }

  /** Moves the file to the end, behind those that were used before. */
  #keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  #shrink(): void {
    for (const key of this.#entries.keys()) {
      const sizes = [...this.#entries.values()].map(({ size }) => size);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (sizes.length === 1 || (sizes.length <= MAX_FILES && bytes <= MAX_BYTES)) return;
      this.#entries.delete(key);
    }
  }
}

/** Files of the Gemini API have an address in each version of the API, and a name: `files/abc`, which methods also take without `files/`. */
function keyOf(name: string): string {
  const [, id] = /^(?:https:\/\/[^/]+\/v\w+\/)?(?:files\/)?([\w-]+)$/.exec(name) ?? [];
  return id === undefined ? name : `files/${id}`;
}

/**
 * Whether the address is a YouTube page and not a file.
 *
 * @see https://ai.google.dev/gemini-api/docs/video-understanding#youtube
 */
function isYouTube(uri: string): boolean {
  return /^https?:\/\/((www|m)\.)?(youtube\.com|youtu\.be)\//i.test(uri);
}
