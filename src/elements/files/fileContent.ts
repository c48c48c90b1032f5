import { toBase64 } from '../../bytes/base64.ts';
import { TableError } from '../../errors.ts';
import { files } from '../../language/en/content/files.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import { imageSize, MAX_PIXELS } from '../../pictures/imageSize.ts';
import { isRaster } from '../../pictures/mediaTypes.ts';
import { whyUnfit } from '../../pictures/oversizedPictures.ts';
import type { SandboxTables } from '../../sandbox/tables/sandboxTables.ts';
import type { TableFile } from '../../sandbox/tables/tableData.ts';
import { parseJson } from '../../text/parseJson.ts';
import { reasonUnfit } from '../media/reasonUnfit.ts';
import { describeTableError } from '../tables/describeTableError.ts';
import { hasTables, kindOf, type ShownFile } from './shownFile.ts';

/** The number of characters of a text that are shown. */
const MAX_TEXT = 100_000;
/** Files that can be shown as text, too. */
const HAS_TEXT = /\.(?:csv|tsv|tab|json|jsonl|ndjson)$/i;

/** What is in a file, as it is shown. `note`: why it is not a table; `mayChange`: whether it may be one when it is read again. */
export type FileContent =
  | { type: 'tables'; opened: TableFile }
  /** Base64. */
  | { type: 'picture'; mimeType: string; data: string }
  | { type: 'audio' | 'video'; bytes: Blob }
  | { type: 'tree'; value: unknown; note?: string }
  | { type: 'text'; text: string; isCut: boolean; note?: string; mayChange?: boolean }
  | { type: 'none'; reason: string; mayChange?: boolean };

/** Why a file has no table. */
interface NoTables {
  note: string;
  mayChange: boolean;
}

/** Whether Python reads a file with a package, which may have to be downloaded. */
export function needsPackage({ path }: ShownFile): boolean {
  return /\.parquet$/i.test(path);
}

/** Whether a file that is shown as a table has a text, too. */
export function hasText({ path }: ShownFile): boolean {
  return HAS_TEXT.test(path);
}

/** Reads a file, whose bytes may come from untrusted code: HTML is shown as text. @throws if it can't be read */
export async function readContent(file: ShownFile, tables: SandboxTables | undefined): Promise<FileContent> {
  const kind = kindOf(file);
  if (!hasTables(kind)) return readWithoutPython(file);
  const opened = await openTables(file, tables);
  if (!('note' in opened)) return { type: 'tables', opened: opened.tables };
  const { note, mayChange } = opened;
  if (!hasText(file)) return { type: 'none', reason: note, mayChange };
  const content = await readWithoutPython(file);
  return content.type === 'text' && kind === 'table' ? { ...content, note, mayChange } : content;
}

/** Reads a file as picture, tree or text. @throws if it can't be read */
export async function readWithoutPython(file: ShownFile): Promise<FileContent> {
  const kind = kindOf(file);
  const blob = await file.read();
  if (kind === 'audio' || kind === 'video') return { type: kind, bytes: new Blob([blob], { type: file.mimeType }) };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (kind === 'picture') return pictureOf(file.mimeType, bytes);
  if (kind === 'pdf') return { type: 'none', reason: describePdf(bytes) };
  const value = kind === 'json' ? parseJson(new TextDecoder().decode(bytes)) : undefined;
  return typeof value === 'object' && value !== null ? { type: 'tree', value } : textOf(bytes);
}

export function textOf(bytes: Uint8Array): FileContent & { type: 'text' } {
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * MAX_TEXT));
  return { type: 'text', text: text.slice(0, MAX_TEXT), isCut: text.length > MAX_TEXT };
}

/** Gives the tables of a file, or the reason why there are none. */
async function openTables(
  file: ShownFile,
  tables: SandboxTables | undefined,
): Promise<{ tables: TableFile } | NoTables> {
  // Python may be loading.
  const needsPython = { note: files.needsPython, mayChange: true };
  if (!tables) return needsPython;
  try {
    const opened = await tables.open(file.own ?? file.path);
    if (opened.table || opened.parts.length > 0) return { tables: opened };
    return { note: opened.note ?? files.noRows, mayChange: needsPackage(file) };
  } catch (error) {
    return error instanceof TableError ? { note: describeTableError(error), mayChange: false } : needsPython;
  }
}

/** Checks a picture before a browser draws it. */
export function pictureOf(mimeType: string, bytes: Uint8Array): FileContent {
  const data = toBase64(bytes);
  if (!isRaster(mimeType)) {
    const unfit = whyUnfit(mimeType, data);
    return unfit
      ? { type: 'none', reason: fill(files.unfit, { reason: reasonUnfit(unfit) }) }
      : { type: 'picture', mimeType, data };
  }
  const size = imageSize(mimeType, data);
  if (!size) return { type: 'none', reason: files.otherKind };
  if (size.width * size.height <= MAX_PIXELS) return { type: 'picture', mimeType, data };
  return { type: 'none', reason: fill(files.tooLarge, { width: String(size.width), height: String(size.height) }) };
}

/** Browsers draw no PDF inside of a page that allows no plug-ins. */
function describePdf(bytes: Uint8Array): string {
  // Page objects may be compressed: then there are none to count.
  const pages = [...new TextDecoder('latin1').decode(bytes).matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)].length;
  return pages === 0 ? files.document : fillPlural(files.pages, pages);
}
