import { toBase64 } from '../bytes/base64.ts';
import { formatSize } from '../bytes/formatSize.ts';
import { SandboxFileError } from '../errors.ts';
import type { FileInfo } from '../protocol.ts';
import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import { visibleName } from '../text/safeName.ts';
import { pathOf, uriOf } from './sandboxUris.ts';
import { CODES, RequestError } from './server/jsonRpc.ts';

/** Files in one answer to `resources/list`. */
const PAGE = 1_000;
/** Bytes of a file that is sent, since messages are text in memory: 64 MiB. */
const MAX_SIZE = 64 * 1024 ** 2;

/** A file as MCP describes it. */
interface Resource {
  uri: string;
  name: string;
  mimeType: string;
  size: number;
}

/**
 * Gives the page of the files that begins at a cursor.
 *
 * @param cursor of the page before, or anything else
 * @throws RequestError if it is no cursor
 */
export function pageOf(files: readonly FileInfo[], cursor: unknown): { resources: Resource[]; nextCursor?: string } {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new RequestError(CODES.invalidParams, `Invalid cursor: ${String(cursor)}`);
  }
  const end = start + PAGE;
  const resources = files.slice(start, end).flatMap(describe);
  return { resources, ...(end < files.length && { nextCursor: String(end) }) };
}

function describe({ path, mimeType, size }: FileInfo): Resource[] {
  const uri = uriOf(path);
  return uri === undefined ? [] : [{ uri, name: visibleName(path), mimeType, size }];
}

/**
 * Reads a file: as text if it is UTF-8, as base64 otherwise.
 *
 * @throws RequestError if there is no such file, or it is larger than 64 MiB
 */
export async function readResource(
  { files }: Pick<CodeExecutor, 'files'>,
  uri: string,
): Promise<{ uri: string; mimeType: string } & ({ text: string } | { blob: string })> {
  const path = pathOf(uri);
  const file = path === undefined ? undefined : (await files.list()).find((each) => each.path === path);
  if (!file) throw notFound(uri);
  if (file.size > MAX_SIZE) {
    const size = `${formatSize(file.size)}; at most ${formatSize(MAX_SIZE)} can be read. Read a part of it with code.`;
    throw new RequestError(CODES.internal, `The file has ${size}`);
  }
  const bytes = await read(files, file.path, uri);
  const text = textOf(bytes);
  const { mimeType } = file;
  return { uri, mimeType, ...(text === undefined ? { blob: toBase64(bytes) } : { text }) };
}

/** A run may have removed the file since it was listed. */
async function read(files: CodeExecutor['files'], path: string, uri: string): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof SandboxFileError) throw notFound(uri);
    throw error;
  }
}

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling */
function notFound(uri: string): RequestError {
  return new RequestError(CODES.invalidParams, `Resource not found: ${uri}`, { uri });
}

/** Text files have no zero bytes, and other files are hardly ever UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
