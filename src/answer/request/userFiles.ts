import type { Content, FileData, Blob as InlineData, Part } from '@google/genai';
import { fromBase64 } from '../../bytes/base64.ts';
import { extensionOf, isText, mimeTypeOf, readingOf, withoutParameters } from './fileTypes.ts';
import type { KnownFiles } from './knownFiles.ts';

/** A file from the user, with its name in the sandbox. */
export interface UserFile {
  name: string;
  mimeType: string;
  /** Base64, as in the request; or the bytes of a file that the request only refers to. */
  data: string | Blob;
}

interface FileOptions {
  /** Maximum size in bytes of a text file that the model gets in full. */
  textLimit: number;
  /** The files that the contents only refer to. */
  known: KnownFiles | undefined;
  /** Files that the model knows from a cache. */
  before: readonly UserFile[];
  /** Names the functions with which the model reads files. */
  runs: string;
}

/** Characters of a longer text that the model gets. */
const PREVIEW_LENGTH = 500;
const MAX_NAME_LENGTH = 100;

/**
 * Names the user's files: by their own names, or else by their order (`file_1.csv`, `file_2.png`), so that the names stay the same during
 * the conversation. Adds a line to each content that tells the model about its files. Leaves out the files that models can't read, and large
 * texts: only code can read them.
 */
export async function nameFiles(
  contents: readonly Content[],
  options: FileOptions,
): Promise<{ contents: Content[]; files: UserFile[] }> {
  const files: UserFile[] = [...options.before];
  const named: Content[] = [];
  for (const content of contents) {
    // A picture next to a function's response was made by code.
    const isUsers = content.role !== 'model' && !content.parts?.some((part) => part.functionResponse);
    named.push(isUsers ? await nameFilesOf(content, files, options) : content);
  }
  return { contents: named, files };
}

async function nameFilesOf(content: Content, files: UserFile[], options: FileOptions): Promise<Content> {
  const parts: Part[] = [];
  const sent: string[] = [];
  const missing: string[] = [];
  for (const part of content.parts ?? []) {
    const { inlineData, fileData } = part;
    const found = inlineData?.data ? inlineData : fileData && (await readFileData(fileData, options));
    if (!found) {
      if (fileData) missing.push(nameOf(fileData));
      parts.push(withoutFileName(part));
      continue;
    }
    const file = addFile(files, found);
    sent.push(await describe(file, options));
    parts.push(...(inlineData ? shownToModel(part, file, options) : [withoutFileName(part)]));
  }
  const lines = [
    sent.length > 0 ? `Files in the working directory of ${options.runs}: ${sent.join(', ')}.` : '',
    missing.length > 0
      ? `Not in the working directory of ${options.runs}, so no code can read it: ${missing.join(', ')}.`
      : '',
  ].filter((line) => line !== '');
  return lines.length === 0 ? content : { ...content, parts: [...parts, { text: lines.join('\n') }] };
}

function nameOf({ displayName, mimeType = 'a file' }: FileData): string {
  return displayName ? `${displayName} (${mimeType})` : mimeType;
}

/** The API takes names only beside its own tools, and older versions of the SDK not at all. */
function withoutFileName(part: Part): Part {
  if (!part.fileData?.displayName) return part;
  const { displayName: _, ...fileData } = part.fileData;
  return { ...part, fileData };
}

async function readFileData(file: FileData, { known }: FileOptions): Promise<FileSource | undefined> {
  const found = await known?.read(file);
  return found && { ...found, data: found.bytes };
}

/** A file of a request. */
interface FileSource extends Omit<InlineData, 'data'> {
  data?: string | Blob;
}

/** Adds a file under a unique name. The same bytes under the same name are the same file. */
function addFile(files: UserFile[], { displayName, mimeType: said = '', data = '' }: FileSource): UserFile {
  const type = withoutParameters(said);
  const wanted = safeName(displayName) ?? `file_${files.length + 1}.${extensionOf(type)}`;
  let name = wanted;
  for (let number = files.length + 1; ; number += 1) {
    const taken = files.find((file) => file.name === name);
    if (taken?.data === data) return taken;
    if (!taken) break;
    name = `file_${number}_${wanted}`;
  }
  const file = { name, mimeType: displayName ? mimeTypeOf(displayName, type) : type, data };
  files.push(file);
  return file;
}

/** Makes a name for the working directory, without folders. */
function safeName(displayName: string | undefined): string | undefined {
  const name =
    displayName
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/\p{Cc}/gu, '')
      .trim()
      .slice(-MAX_NAME_LENGTH) ?? '';
  return /^\.*$/.test(name) ? undefined : name;
}

/** The part for the model. Keeps its other fields (resolution, frames), except for those that only this library understands. */
function shownToModel(part: Part, { mimeType, data }: UserFile, { textLimit }: FileOptions): Part[] {
  const reading = readingOf(mimeType);
  if (reading === 'by code' || (isText(mimeType) && sizeOf(data) > textLimit)) return [];
  const { displayName: _, mimeType: said = '', ...inlineData } = part.inlineData ?? {};
  const isAsSaid = withoutParameters(said) === mimeType;
  const shown = reading === 'as text' ? 'text/plain' : isAsSaid ? said : mimeType;
  return [{ ...part, inlineData: { ...inlineData, mimeType: shown } }];
}

async function describe(file: UserFile, { textLimit }: FileOptions): Promise<string> {
  const { name, mimeType, data } = file;
  const size = sizeOf(data);
  const facts = `${name} (${mimeType}, ${size} bytes)`;
  if (!isText(mimeType) || size <= textLimit) return facts;
  return `${facts}, which begins with ${JSON.stringify(await beginning(data))}`;
}

async function beginning(data: string | Blob): Promise<string> {
  // Three bytes are four characters of base64. An incomplete character at the end is dropped.
  const bytes =
    typeof data === 'string'
      ? fromBase64(data.slice(0, PREVIEW_LENGTH * 4))
      : await data.slice(0, PREVIEW_LENGTH * 3).arrayBuffer();
  return new TextDecoder().decode(bytes, { stream: true }).slice(0, PREVIEW_LENGTH);
}

/** The size in bytes. */
function sizeOf(data: string | Blob): number {
  if (typeof data !== 'string') return data.size;
  const padding = /={0,2}$/.exec(data)?.[0].length ?? 0;
  return Math.floor((data.length * 3) / 4) - padding;
}

/** Decodes or reads a file. */
export async function bytesOf({ data }: UserFile): Promise<Uint8Array<ArrayBuffer>> {
  return typeof data === 'string' ? fromBase64(data) : new Uint8Array(await data.arrayBuffer());
}

/** Drops the files' names, which only this library understands, from a request that goes out unchanged. */
export function withoutNames(content: Content): Content {
  if (!content.parts?.some(({ inlineData }) => inlineData?.displayName)) return content;
  return { ...content, parts: content.parts.map(withoutName) };
}

function withoutName(part: Part): Part {
  if (!part.inlineData) return part;
  const { displayName: _, ...inlineData } = part.inlineData;
  return { ...part, inlineData };
}
