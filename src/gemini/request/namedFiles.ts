import type { FileData, Blob as InlineData } from '@google/genai';
import { toBase64 } from '../../bytes/base64.ts';

/** Gives the bytes of a file that is only named by its address: nothing but its owner can read it. */
export type ReadFile = (file: FileData) => Promise<Blob | Uint8Array | undefined>;

/** Files that are remembered for each function that reads them: every request of a chat names those of all before it. */
const MAX_REMEMBERED = 32;
const remembered = new WeakMap<ReadFile, Map<string, Promise<InlineData | undefined>>>();

/** The bytes of a file that a request only names; `undefined` where they are not to be had. What the reader throws is reported. */
export async function readNamedFile(file: FileData, readFile: ReadFile | undefined): Promise<InlineData | undefined> {
  const { fileUri = '' } = file;
  if (!readFile || isWatched(fileUri)) return undefined;
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
 * Whether it is a page to watch a video on, and no file.
 *
 * @see https://ai.google.dev/gemini-api/docs/video-understanding#youtube
 */
function isWatched(uri: string): boolean {
  return /^https?:\/\/((www|m)\.)?(youtube\.com|youtu\.be)\//i.test(uri);
}
