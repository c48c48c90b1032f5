import type { FileInfo } from '../../protocol.ts';

/** How files differ from those seen before. */
export interface FileChanges {
  /** Whether a file came, went or changed its type. */
  isListChanged: boolean;
  /** The paths of files that changed or went. */
  changed: string[];
}

/** Compares the files of a sandbox after each run with those before. */
export class FileWatch {
  #seen: ReadonlyMap<string, FileInfo> | undefined;

  /**
   * @param files all of them, now
   * @param written the paths that a run or a client has written, whatever their sizes are
   */
  compare(files: readonly FileInfo[], written: readonly string[]): FileChanges {
    const before = this.#seen;
    const now = new Map(files.map((file) => [file.path, file]));
    this.#seen = now;
    if (!before) return { isListChanged: true, changed: [...written] };
    const gone = [...before.keys()].filter((path) => !now.has(path));
    const come = files.filter(({ path, mimeType }) => before.get(path)?.mimeType !== mimeType);
    const resized = files.filter(({ path, size }) => before.has(path) && before.get(path)?.size !== size);
    return {
      isListChanged: gone.length > 0 || come.length > 0,
      changed: [...new Set([...gone, ...written, ...resized.map(({ path }) => path)])],
    };
  }
}
