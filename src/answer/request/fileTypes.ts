import { RASTER_TYPES } from '../../pictures/mediaTypes.ts';

/** How a model gets files of a type: unchanged, as plain text, or not at all, so that only code can read them. */
type Reading = 'unchanged' | 'as text' | 'by code';

interface FileType {
  /** Of file names; the first is the one that new names get. */
  extensions: readonly string[];
  /** The usual one first; browsers and systems also use the others. */
  mimeTypes: readonly string[];
  reading: Reading;
}

/**
 * The types of files that users send: those of Gemini's code execution, and other formats of data.
 *
 * @see https://ai.google.dev/gemini-api/docs/code-execution#io-details
 * @see https://ai.google.dev/gemini-api/docs/file-input-methods
 */
const TYPES: readonly FileType[] = [
  ...RASTER_TYPES.map(({ extensions, mimeTypes, isReadByGemini }): FileType => {
    return { extensions, mimeTypes, reading: isReadByGemini ? 'unchanged' : 'by code' };
  }),
  { extensions: ['heic'], mimeTypes: ['image/heic'], reading: 'unchanged' },
  { extensions: ['heif'], mimeTypes: ['image/heif'], reading: 'unchanged' },
  { extensions: ['pdf'], mimeTypes: ['application/pdf'], reading: 'unchanged' },
  { extensions: ['csv'], mimeTypes: ['text/csv', 'application/csv'], reading: 'unchanged' },
  { extensions: ['txt', 'log'], mimeTypes: ['text/plain'], reading: 'unchanged' },
  { extensions: ['md'], mimeTypes: ['text/markdown', 'text/md'], reading: 'unchanged' },
  { extensions: ['html', 'htm'], mimeTypes: ['text/html'], reading: 'unchanged' },
  { extensions: ['tsv'], mimeTypes: ['text/tab-separated-values'], reading: 'as text' },
  { extensions: ['xml'], mimeTypes: ['application/xml', 'text/xml'], reading: 'as text' },
  { extensions: ['json'], mimeTypes: ['application/json', 'text/json'], reading: 'as text' },
  { extensions: ['jsonl'], mimeTypes: ['application/jsonl', 'application/x-ndjson'], reading: 'as text' },
  {
    extensions: ['py'],
    mimeTypes: ['text/x-python', 'text/x-python-script', 'application/x-python-code'],
    reading: 'as text',
  },
  {
    extensions: ['js', 'mjs'],
    mimeTypes: ['text/javascript', 'application/javascript', 'application/x-javascript'],
    reading: 'as text',
  },
  // Systems mistake TypeScript for MPEG transport streams.
  {
    extensions: ['ts'],
    mimeTypes: ['text/typescript', 'application/typescript', 'text/x-typescript', 'video/mp2t'],
    reading: 'as text',
  },
  {
    extensions: ['cpp', 'cc', 'cxx'],
    mimeTypes: ['text/x-c++src', 'text/x-c', 'text/x-c++', 'text/x-cpp'],
    reading: 'as text',
  },
  { extensions: ['java'], mimeTypes: ['text/x-java', 'text/x-java-source'], reading: 'as text' },
  {
    extensions: ['xlsx'],
    mimeTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    reading: 'by code',
  },
  { extensions: ['xls'], mimeTypes: ['application/vnd.ms-excel'], reading: 'by code' },
  {
    extensions: ['parquet'],
    mimeTypes: ['application/vnd.apache.parquet', 'application/parquet', 'application/x-parquet'],
    reading: 'by code',
  },
  {
    extensions: ['sqlite', 'sqlite3', 'db', 'db3'],
    mimeTypes: ['application/vnd.sqlite3', 'application/x-sqlite3'],
    reading: 'by code',
  },
  { extensions: ['zip'], mimeTypes: ['application/zip', 'application/x-zip-compressed'], reading: 'by code' },
];

/** The MIME type of a file: by the extension of its name, or else the given type, or else `application/octet-stream`. */
export function mimeTypeOf(name: string, said = ''): string {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = TYPES.find(({ extensions }) => extensions.includes(extension));
  return known?.mimeTypes[0] ?? (withoutParameters(said) || 'application/octet-stream');
}

/** The extension for files of a type; `bin` if the type is unknown. */
export function extensionOf(mimeType: string): string {
  return typeOf(mimeType)?.extensions[0] ?? 'bin';
}

export function readingOf(mimeType: string): Reading {
  const known = typeOf(mimeType);
  if (known) return known.reading;
  if (/^(audio|video)\//.test(mimeType)) return 'unchanged';
  return mimeType.startsWith('text/') ? 'as text' : 'by code';
}

/** Whether files of this type are text, which the model gets only up to a limit. */
export function isText(mimeType: string): boolean {
  return (
    readingOf(mimeType) === 'as text' ||
    withoutParameters(mimeType).startsWith('text/') ||
    extensionOf(mimeType) === 'csv'
  );
}

export function withoutParameters(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

function typeOf(mimeType: string): FileType | undefined {
  const type = withoutParameters(mimeType);
  return TYPES.find(({ mimeTypes }) => mimeTypes.includes(type));
}
