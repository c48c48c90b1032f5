import { errorMessage, GloveboxError } from '../../errors.ts';
import { chat } from '../../language/en/chat.ts';
import { fill } from '../../language/fill.ts';
import { formatSize } from '../../language/formatSize.ts';
import type { FileInfo } from '../../protocol.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** The largest file that the user can add, in bytes. Files share Python's memory with its variables. */
const MAX_FILE_SIZE = 500_000_000;

/** A file in Python's working directory. */
export interface TrayFile extends FileInfo {
  /** Whether code wrote it since the user last looked. */
  readonly isNew: boolean;
}

/** A file that the user adds is too large, or could not be read. */
class PythonFileError extends GloveboxError {
  override readonly name = 'PythonFileError';
}

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

  /** Marks a file that code has written as new. */
  markWritten(path: string): void {
    this.#written.add(path);
  }

  /** The user has seen the new files. */
  markSeen(): void {
    this.#written.clear();
    this.#set(this.#files);
  }

  /** Empties the list after a reset. */
  clear(): void {
    this.#listing += 1;
    this.#written.clear();
    this.#set([]);
  }

  /** Reads the list again. Of several calls, the last one's answer counts. */
  async refresh(sandbox: Sandbox): Promise<void> {
    this.#listing += 1;
    const listing = this.#listing;
    const files = await sandbox.files.list();
    if (listing === this.#listing) this.#set(files);
  }

  /**
   * Copies files into Python's working directory. They replace files of the same name.
   *
   * @throws PythonFileError that names the file that failed; the files before it were added
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
    const [size, limit] = [formatSize(file.size), formatSize(MAX_FILE_SIZE)];
    throw new PythonFileError(fill(chat.fileTooLarge, { name: file.name, size, limit }));
  }
  try {
    await sandbox.files.write(file.name, file);
  } catch (error) {
    throw new PythonFileError(fill(chat.fileNotAdded, { name: file.name, reason: errorMessage(error) }), {
      cause: error,
    });
  }
}
