import type { EmscriptenModule, FileOperations } from './emscripten.ts';

/** What changes files and folders, in the tables of functions that Emscripten calls for those in memory. */
const OF_FOLDERS = ['mknod', 'rename', 'unlink', 'rmdir', 'symlink', 'setattr'] as const;
const OF_FILES = ['setattr'] as const;
/** `msync` is for files that are mapped into memory. */
const OF_STREAMS = ['write', 'msync'] as const;

/** Notices changes in the file system, so that a session with thousands of files need not look at each before and after every run. */
export class FileChanges {
  #any = true;

  constructor({ FS }: EmscriptenModule) {
    const { dir, file } = FS.filesystems.MEMFS.ops_table;
    this.#watch(dir.node, OF_FOLDERS);
    this.#watch(file.node, OF_FILES);
    this.#watch(file.stream, OF_STREAMS);
  }

  /** Tells whether anything has changed since this was called last. */
  take(): boolean {
    const any = this.#any;
    this.#any = false;
    return any;
  }

  #watch<Name extends string>(operations: FileOperations<Name>, names: readonly Name[]): void {
    for (const name of names) {
      const operation = operations[name];
      operations[name] = (...details) => {
        this.#any = true;
        return operation(...details);
      };
    }
  }
}
