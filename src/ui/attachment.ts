import type { Part } from '@google/genai';
import { GloveboxError } from '../errors.ts';

/** Bytes that may be sent along with a question. A request may have 20 MB in all, and base64 makes four bytes of three. */
const MOST_BYTES = 14_000_000;

/** Types that browsers do not know, by file name ending. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  md: 'text/plain',
  py: 'text/x-python',
  xml: 'text/xml',
};

/** A file that the reader wants to send is larger than a request may be. */
export class AttachmentError extends GloveboxError {
  override readonly name = 'AttachmentError';
}

/**
 * Gives a question and the files that go with it as the parts of a message.
 * @throws AttachmentError where the files are too large together, or one cannot be read
 */
export async function messageParts(question: string, files: readonly File[]): Promise<Part[]> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MOST_BYTES) {
    const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
    throw new AttachmentError(`The files have ${megabytes(size)} together; ${megabytes(MOST_BYTES)} can be sent.`);
  }
  const parts = files.map(async (file) => [{ text: `${file.name}:` }, { inlineData: await readInline(file) }]);
  return [...(await Promise.all(parts)).flat(), { text: question }];
}

async function readInline(file: File): Promise<{ mimeType: string; data: string }> {
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  const mimeType = file.type || (TYPES[ending] ?? 'application/octet-stream');
  return { mimeType, data: await readBase64(file) };
}

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new AttachmentError(`${file.name} could not be read.`, { cause: reader.error }));
    reader.readAsDataURL(file);
  });
}
