import type { FileData, Blob as InlineData } from '@google/genai';
import { toBase64 } from '../../bytes/base64.ts';

/** Reads a file that a request only refers to. Only the application can, since the file is private. */
export type ReadFile = (file: FileData) => Promise<Blob | Uint8Array | undefined>;

/** Files to remember per function, since each request of a chat refers to the files of all earlier ones. */
const MAX_REMEMBERED = 32;
const remembered = new WeakMap<ReadFile, Map<string, Promise<InlineData | undefined>>>();

/** Reads a file that a request only refers to; `undefined` if it can't be read. Reports errors of `readFile`. */
export async function readNamedFile(file: FileData, readFile: ReadFile | undefined): Promise<InlineData | undefined> {
  const { fileUri = '' } = file;
  if (!readFile || isYouTube(fileUri)) return undefined;
  const files = remembered.get(readFile) ?? new Map<string, Promise<InlineData | undefined>>();
  remembered.set(readFile, files);
  const read = files.get(fileUri) ?? readBytes(file, readFile);
  files.set(fileUri, read);
  const [oldest] = files.keys();
  if (files.size > MAX_REMEMBERED && oldest !== undefined) files.delete(oldest);
  try {
    return await read;
  } catch (error) {
    files.delete(fileUri);
    reportError(error);
    return undefined;
  }
}

async function readBytes(file: FileData, readFile: ReadFile): Promise<InlineData | undefined> {
  const read = await readFile(file);
  if (!read) return undefined;
  const bytes = read instanceof Uint8Array ? read : new Uint8Array(await read.arrayBuffer());
  const { displayName, mimeType } = file;
  return { data: toBase64(bytes), ...(mimeType && { mimeType }), ...(displayName && { displayName }) };
}

/**
 * Whether the address is a YouTube page and not a file.
 *
 * @see https://ai.google.dev/gemini-api/docs/video-understanding#youtube
 */
function isYouTube(uri: string): boolean {
  return /^https?:\/\/((www|m)\.)?(youtube\.com|youtu\.be)\//i.test(uri);
}
