import { formatSize } from '../../bytes/formatSize.ts';
import { errorMessage, GloveboxError } from '../../errors.ts';
import type { FileInfo } from '../../protocol.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Bytes of one file that the reader gives to Python. All of them are in its memory, beside what it computes. */
export const MAX_FILE_SIZE = 500_000_000;

/** A file of Python's, as the tray shows it. */
export interface TrayFile extends FileInfo {
  /** Whether code wrote it since the reader last looked. */
  readonly isNew: boolean;
}

/** A file that the reader gives to Python is too large, or could not be read. */
export class PythonFileError extends GloveboxError {
  override readonly name = 'PythonFileError';
}

/** The files in Python's working directory. */
export class PythonFiles {
  readonly #onChange: () => void;
  #files: readonly TrayFile[] = [];
  #written = new Set<string>();
  #listing = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): readonly TrayFile[] {
    return this.#files;
  }

  /** Notes that code has written a file. */
  noteWritten(path: string): void {
    this.#written.add(path);
  }

  /** The reader has seen what is new. */
  markSeen(): void {
    this.#written.clear();
    this.#set(this.#files);
  }

  /** Forgets what was here: Python begins afresh. */
  clear(): void {
    this.#listing += 1;
    this.#written.clear();
    this.#set([]);
  }

  /** Looks again. Where several ask, the last one's answer counts. */
  async refresh(sandbox: Sandbox): Promise<void> {
    this.#listing += 1;
    const listing = this.#listing;
    const files = await sandbox.files.list();
    if (listing === this.#listing) this.#set(files);
  }

  /**
   * Puts files into Python's working directory, in the place of those of the same name.
   *
   * @throws PythonFileError that says which file did not go in, and why; those before it did
   */
  async add(sandbox: Sandbox, files: readonly File[]): Promise<void> {
    try {
      for (const file of files) await addFile(sandbox, file);
    } finally {
      await this.refresh(sandbox);
    }
  }

  async remove(sandbox: Sandbox, path: string): Promise<void> {
    try {
      await sandbox.files.remove(path);
    } finally {
      await this.refresh(sandbox);
    }
  }

  #set(files: readonly FileInfo[]): void {
    this.#files = files.map((file) => ({ ...file, isNew: this.#written.has(file.path) }));
    this.#onChange();
  }
}

async function addFile(sandbox: Sandbox, file: File): Promise<void> {
  if (file.size > MAX_FILE_SIZE) {
    const limit = `a file may have ${formatSize(MAX_FILE_SIZE)}, since it takes as much of Python’s memory`;
    throw new PythonFileError(`${file.name} has ${formatSize(file.size)}; ${limit}.`);
  }
  try {
    await sandbox.files.write(file.name, file);
  } catch (error) {
    throw new PythonFileError(`${file.name} could not be given to Python: ${errorMessage(error)}`, { cause: error });
  }
}
