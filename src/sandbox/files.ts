import type { FileInfo } from '../protocol.ts';
import type { Interpreter } from './interpreter.ts';

/** What a file can be made of. */
export type FileData = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | ReadableStream<Uint8Array>;

type InTurn = <Value>(use: (interpreter: Interpreter) => Promise<Value>) => Promise<Value>;

/**
 * The files of a sandbox, below its working directory. Every call waits for the runs before it. All throw `SandboxFileError` where the
 * file system refuses, and what `Sandbox.run` throws where the sandbox is closed or its worker dies.
 */
export class SandboxFiles {
  readonly #inTurn: InTurn;

  constructor(inTurn: InTurn) {
    this.#inTurn = inTurn;
  }

  /** Writes a file; folders on the way are made. `path` is relative to the working directory. */
  async write(path: string, data: FileData): Promise<void> {
    // The turn is taken before the data is read: a run that is asked for after this call finds the file.
    await this.#inTurn(async (interpreter) => interpreter.writeFile(path, await new Response(data).arrayBuffer()));
  }

  /** Reads a file's bytes. They come from code that is not trusted. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn(async (interpreter) => new Uint8Array(await interpreter.readFile(path)));
  }

  /** Lists the files, with path, size in bytes and MIME type. Paths are names that code chose: not fit to be used as they are. */
  list(): Promise<FileInfo[]> {
    return this.#inTurn((interpreter) => interpreter.listFiles());
  }

  remove(path: string): Promise<void> {
    return this.#inTurn((interpreter) => interpreter.removeFile(path));
  }
}
