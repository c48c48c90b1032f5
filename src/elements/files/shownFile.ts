import { isRaster, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { FileInfo } from '../../protocol.ts';

/** What a file is, as far as its name and type tell. */
export type FileKind = 'picture' | 'table' | 'json' | 'database' | 'text' | 'pdf' | 'audio' | 'video' | 'other';

/** A file that the user looks at: one of Python's, or one of the user's own. */
export interface ShownFile extends FileInfo {
  /** The user's own file. One of Python's is read by Python where it is. */
  own?: File;
  /** @throws if it can't be read */
  read(): Promise<Blob>;
}

/** The largest files that are shown, in bytes: those that this page reads, and those of the user that Python reads. */
const MAX_SIZE = 20_000_000;
const MAX_TABLE_SIZE = 100_000_000;
const TEXT = /^(?:text\/|application\/(?:json|xml|javascript|x-sh|x-ndjson|yaml|toml|sql)$)/;
/** Systems have no types for some of them, and differ in others. */
const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/\.(?:csv|tsv|tab|xlsx|xlsm|parquet)$/i, 'table'],
  [/\.(?:db|db3|sqlite|sqlite3)$/i, 'database'],
  [/\.(?:json|jsonl|ndjson)$/i, 'json'],
  [/\.pdf$/i, 'pdf'],
  [/\.(?:txt|md|py|ipynb|js|ts|css|html|xml|yaml|yml|toml|ini|log|sql|sh)$/i, 'text'],
];

export function kindOf({ path, mimeType }: Pick<FileInfo, 'path' | 'mimeType'>): FileKind {
  if (isRaster(mimeType) || mimeType === SVG_MIME_TYPE) return 'picture';
  const [, kind] = KINDS.find(([ending]) => ending.test(path)) ?? [];
  const [medium] = /^(?:audio|video)(?=\/)/.exec(mimeType) ?? [];
  return kind ?? (medium as 'audio' | 'video' | undefined) ?? (TEXT.test(mimeType) ? 'text' : 'other');
}

/** Whether a file can be looked at. Its bytes may still be something else than its name says. */
export function canShow({ size, own, ...file }: FileInfo & Pick<ShownFile, 'own'>): boolean {
  const kind = kindOf(file);
  if (kind === 'other') return false;
  if (kind !== 'table' && kind !== 'database') return size <= MAX_SIZE;
  return !own || size <= MAX_TABLE_SIZE;
}

/** Whether Python reads tables out of files of a kind. */
export function hasTables(kind: FileKind): boolean {
  return kind === 'table' || kind === 'json' || kind === 'database';
}

export function ownFile(file: File): ShownFile {
  return { path: file.name, mimeType: file.type, size: file.size, own: file, read: async () => file };
}
