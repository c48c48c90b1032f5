import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { errorMessage, SandboxFileError } from '../errors.ts';
import type { FileInfo } from '../protocol.ts';
import type { CodeFiles } from '../sandbox/codeExecutor.ts';
import { bytesOf, type FileData } from '../sandbox/fileData.ts';
import { HelperError, type KernelHelper } from './helper.ts';
import { readBoolean, readFiles, readNothing, readText } from './wire/contents.ts';

/** Bytes of a piece of a file, which one message carries: servers take messages of 10 MiB, and base64 takes a third more. A multiple of 3. */
const PIECE = 3 * 1024 ** 2;
/** Bytes of a file that is read: a kernel that never ends one would fill the page's memory. */
const MAX_FILE_SIZE = 2 * 1024 ** 3;

type InTurn = <Value>(use: (helper: KernelHelper, session: AbortSignal) => Promise<Value>) => Promise<Value>;

/** The files of a kernel, below the folder in which it was when it was connected. They are read and written by the kernel itself. */
export class KernelFiles implements CodeFiles {
  readonly #inTurn: InTurn;

  constructor(inTurn: InTurn) {
    this.#inTurn = inTurn;
  }

  async write(path: string, data: FileData): Promise<void> {
    await this.#inTurn(async (helper, session) => {
      const bytes = new Uint8Array(await bytesOf(data, session));
      for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
        session.throwIfAborted();
        const piece = { path, data: toBase64(bytes.subarray(at, at + PIECE)), is_first: at === 0 };
        await named(path, 'written', helper.call('write', piece, readNothing));
      }
    });
  }

  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn((helper, session) => readFile(helper, path, session));
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.read(path));
  }

  exists(path: string): Promise<boolean> {
    return this.#inTurn((helper) => named(path, 'looked up', helper.call('exists', { path }, readBoolean)));
  }

  list(): Promise<FileInfo[]> {
    return this.#inTurn((helper) => helper.call('list', {}, readFiles));
  }

  async remove(path: string): Promise<void> {
    await this.#inTurn((helper) => named(path, 'removed', helper.call('remove', { path }, readNothing)));
  }
}

/** @throws SandboxFileError */
export async function readFile(
  helper: KernelHelper,
  path: string,
  session: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    session.throwIfAborted();
    const parameters = { path, offset: size, length: PIECE };
    const piece = fromBase64(await named(path, 'read', helper.call('read', parameters, readText)));
    size += piece.length;
    if (size > MAX_FILE_SIZE) throw new SandboxFileError(`${path} could not be read: it has more than 2 GiB.`);
    pieces.push(piece);
    if (piece.length < PIECE) return joined(pieces, size);
  }
}

function joined(pieces: Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

async function named<Value>(path: string, done: string, answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof HelperError)) throw error;
    throw new SandboxFileError(`${path} could not be ${done}: ${errorMessage(error)}`, { cause: error });
  }
}
