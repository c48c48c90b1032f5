import { abortable } from '../async/abort.ts';
import type { FileInfo } from '../protocol.ts';
import type { Interpreter } from './session/interpreter.ts';

/** What a file can be made of. A string is written as UTF-8; a stream is read to its end. */
export type FileData = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | ReadableStream<Uint8Array>;

type InTurn = <Value>(use: (interpreter: Interpreter, session: AbortSignal) => Promise<Value>) => Promise<Value>;

/**
 * The files of a sandbox, below its working directory. Paths are relative to that, and lead nowhere else. Every call waits for the runs
 * before it. All throw `SandboxFileError` where the file system refuses, and what `Sandbox.run` throws where the sandbox is closed or
 * reset, or its worker dies.
 */
export class SandboxFiles {
  readonly #inTurn: InTurn;
  readonly #onChange: () => void;

  /** @internal */
  constructor(inTurn: InTurn, onChange: () => void) {
    this.#inTurn = inTurn;
    this.#onChange = onChange;
  }

  /**
   * Writes a file, in the place of one that is there; folders on the way are made. Its bytes count as Python's memory.
   *
   * @throws SandboxFileError where the path leads elsewhere or to a folder, or there is no room
   */
  async write(path: string, data: FileData): Promise<void> {
    // The turn is taken before the data is read: a run that is asked for after this call finds the file.
    await this.#inTurn(async (interpreter, session) => {
      await interpreter.writeFile(path, await bytesOf(data, session));
      this.#onChange();
    });
  }

  /**
   * Reads a file's bytes. They come from code that is not trusted.
   *
   * @throws SandboxFileError where there is no such file
   */
  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn(async (interpreter) => new Uint8Array(await interpreter.readFile(path)));
  }

  /**
   * Reads a file as UTF-8 text; bytes that are none become U+FFFD.
   *
   * @throws SandboxFileError if there is no such file
   */
  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.read(path));
  }

  /**
   * Tells whether there is a file or folder of this path.
   *
   * @throws SandboxFileError if the path leads out of the working directory
   */
  exists(path: string): Promise<boolean> {
    return this.#inTurn((interpreter) => interpreter.fileExists(path));
  }

  /**
   * Lists the files by path, with size in bytes and MIME type; the first 10,000, without hidden folders. Paths are names that code chose:
   * not fit to be used as they are.
   */
  list(): Promise<FileInfo[]> {
    return this.#inTurn((interpreter) => interpreter.listFiles());
  }

  /**
   * Removes a file, or a folder with all that is in it.
   *
   * @throws SandboxFileError where there is none
   */
  async remove(path: string): Promise<void> {
    await this.#inTurn(async (interpreter) => {
      await interpreter.removeFile(path);
      this.#onChange();
    });
  }
}

/** A copy of the bytes, which can be given away: the caller's own stay theirs. */
async function bytesOf(data: FileData, signal: AbortSignal): Promise<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return data.slice();
  if (ArrayBuffer.isView(data)) return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  if (data instanceof Blob) return data.arrayBuffer();
  // For bytes that are there already, this way takes many times longer than a copy.
  if (typeof data === 'string') return new Response(data).arrayBuffer();
  // A stream may never end: it is cancelled with the session.
  return abortable(new Response(data.pipeThrough(new TransformStream(), { signal })).arrayBuffer(), signal);
}
