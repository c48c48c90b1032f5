import { errorMessage } from '../../errors.ts';
import type { Display, FileInfo, FileRequest, HostAnswer } from '../../protocol.ts';
import { savedPictures } from '../savedPictures.ts';
import type { Interpreter } from './interpreter.ts';

/** Python's files, for a run of JavaScript. Python is idle meanwhile, and checks the paths itself. */
export class JavaScriptFiles {
  readonly #python: Interpreter;
  /** The paths that were written, ordered by their last write. */
  readonly #written = new Set<string>();
  #haveChanged = false;

  constructor(python: Interpreter) {
    this.#python = python;
  }

  /** Whether anything was written or removed. */
  get haveChanged(): boolean {
    return this.#haveChanged;
  }

  async answer(request: FileRequest): Promise<HostAnswer> {
    try {
      return { value: await this.#do(request) };
    } catch (error) {
      return { error: errorMessage(error) };
    }
  }

  /** The files that the run created or changed. */
  async changed(): Promise<FileInfo[]> {
    // Python may have ended, and its files with it.
    if (this.#written.size === 0 || this.#python.ended) return [];
    const files = new Map((await this.#python.listFiles()).map((file) => [file.path, file]));
    return [...this.#written].flatMap((path) => files.get(path) ?? []);
  }

  /** The pictures among them. */
  pictures(files: FileInfo[]): Promise<Display[]> {
    return savedPictures(files, async (path) => new Uint8Array(await this.#python.readFile(path)));
  }

  async #do(request: FileRequest): Promise<string | ArrayBuffer | null> {
    switch (request.kind) {
      case 'read-file':
        return this.#python.readFile(request.path);
      case 'list-files':
        return JSON.stringify(await this.#python.listFiles());
      case 'write-file':
        this.#haveChanged = true;
        await this.#python.writeFile(request.path, request.bytes);
        this.#written.delete(normal(request.path));
        this.#written.add(normal(request.path));
        return null;
      case 'remove-file':
        this.#haveChanged = true;
        await this.#python.removeFile(request.path);
        return null;
      default:
        return request satisfies never;
    }
  }
}

/** Normalizes a path, as the list of files has it. */
function normal(path: string): string {
  const folders: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') folders.pop();
    else if (name !== '' && name !== '.') folders.push(name);
  }
  return folders.join('/');
}
