import { RASTER_TYPES } from '../../pictures/mediaTypes.ts';

/** How a model can be given files of a type: as they are, as plain text, or not at all, so that only Python can read them. */
type Reading = 'as it is' | 'as text' | 'by Python';

interface FileType {
  /** Of file names; the first is the one that is given. */
  extensions: readonly string[];
  /** The first is the usual one; browsers and systems know the same files by others too. */
  mimeTypes: readonly string[];
  reading: Reading;
}

/**
 * The types that people send: those of Gemini's code execution, and what else data comes in.
 *
 * @see https://ai.google.dev/gemini-api/docs/code-execution#io-details
 * @see https://ai.google.dev/gemini-api/docs/file-input-methods
 */
const TYPES: readonly FileType[] = [
  ...RASTER_TYPES.map(({ extensions, mimeTypes, isReadByGemini }): FileType => {
    return { extensions, mimeTypes, reading: isReadByGemini ? 'as it is' : 'by Python' };
  }),
  { extensions: ['heic'], mimeTypes: ['image/heic'], reading: 'as it is' },
  { extensions: ['heif'], mimeTypes: ['image/heif'], reading: 'as it is' },
  { extensions: ['pdf'], mimeTypes: ['application/pdf'], reading: 'as it is' },
  { extensions: ['csv'], mimeTypes: ['text/csv', 'application/csv'], reading: 'as it is' },
  { extensions: ['txt', 'log'], mimeTypes: ['text/plain'], reading: 'as it is' },
  { extensions: ['md'], mimeTypes: ['text/markdown', 'text/md'], reading: 'as it is' },
  { extensions: ['html', 'htm'], mimeTypes: ['text/html'], reading: 'as it is' },
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
  // Systems take TypeScript for a video's transport stream.
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
    reading: 'by Python',
  },
  { extensions: ['xls'], mimeTypes: ['application/vnd.ms-excel'], reading: 'by Python' },
  {
    extensions: ['parquet'],
    mimeTypes: ['application/vnd.apache.parquet', 'application/parquet', 'application/x-parquet'],
    reading: 'by Python',
  },
  { extensions: ['zip'], mimeTypes: ['application/zip', 'application/x-zip-compressed'], reading: 'by Python' },
];

/** The MIME type of a file: by its name where that has a known ending, else as it was said to be, else `application/octet-stream`. */
export function mimeTypeOf(name: string, said = ''): string {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = TYPES.find(({ extensions }) => extensions.includes(extension));
  return known?.mimeTypes[0] ?? (withoutParameters(said) || 'application/octet-stream');
}

/** What names of such files end in; `bin` where nothing is known of the type. */
export function extensionOf(mimeType: string): string {
  return typeOf(mimeType)?.extensions[0] ?? 'bin';
}

export function readingOf(mimeType: string): Reading {
  const known = typeOf(mimeType);
  if (known) return known.reading;
  if (/^(audio|video)\//.test(mimeType)) return 'as it is';
  return mimeType.startsWith('text/') ? 'as text' : 'by Python';
}

/** Whether it is text, which a large file is not worth to be read out of. */
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
