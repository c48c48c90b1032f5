import type { FileInfo } from '../protocol.ts';
import type { CodeFiles } from './codeExecutor.ts';
import { bytesOf, type FileData } from './fileData.ts';
import type { Interpreter } from './session/interpreter.ts';

type InTurn = <Value>(use: (interpreter: Interpreter, session: AbortSignal) => Promise<Value>) => Promise<Value>;

/**
 * The files of a sandbox, below its working directory. Paths are relative to that, with slashes, and can't lead out of it. Each call waits
 * for earlier runs. Besides `SandboxFileError`, all methods throw the errors of `Sandbox.run` if the sandbox is closed or reset, or its
 * worker dies.
 */
export class SandboxFiles implements CodeFiles {
  readonly #inTurn: InTurn;
  readonly #onChange: () => void;

  /** @internal */
  constructor(inTurn: InTurn, onChange: () => void) {
    this.#inTurn = inTurn;
    this.#onChange = onChange;
  }

  /**
   * Writes a file. Replaces an existing one, and makes missing folders. Its bytes count as Python's memory.
   *
   * @throws SandboxFileError if the path is a folder or leads out of the working directory, or there is no room
   */
  async write(path: string, data: FileData): Promise<void> {
    // The turn is taken before the data is read: a run that is asked for after this call finds the file.
    await this.#inTurn(async (interpreter, session) => {
      await interpreter.writeFile(path, await bytesOf(data, session));
      this.#onChange();
    });
  }

  /**
   * Reads the bytes of a file. They come from untrusted code.
   *
   * @throws SandboxFileError if there is no such file
   */
  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn(async (interpreter) => new Uint8Array(await interpreter.readFile(path)));
  }

  /**
   * Reads a file as UTF-8 text. Invalid bytes become U+FFFD.
   *
   * @throws SandboxFileError if there is no such file
   */
  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.read(path));
  }

  /**
   * Tells whether a file or folder exists.
   *
   * @throws SandboxFileError if the path leads out of the working directory
   */
  exists(path: string): Promise<boolean> {
    return this.#inTurn((interpreter) => interpreter.fileExists(path));
  }

  /**
   * Lists the files with path, size in bytes and MIME type, by path: the first 10,000, without those in hidden folders. Code chose the
   * paths: don't use them as paths on another machine.
   */
  list(): Promise<FileInfo[]> {
    return this.#inTurn((interpreter) => interpreter.listFiles());
  }

  /**
   * Removes a file, or a folder with its contents.
   *
   * @throws SandboxFileError if there is none
   */
  async remove(path: string): Promise<void> {
    await this.#inTurn(async (interpreter) => {
      await interpreter.removeFile(path);
      this.#onChange();
    });
  }
}
