import type { Part } from '@google/genai';
import { formatSize } from '../../bytes/formatSize.ts';
import { GloveboxError } from '../../errors.ts';
import { filePart } from '../../gemini/filePart.ts';

/** Bytes that may be sent along with a question. A request may have 20 MB in all, and base64 makes four bytes of three. */
const MAX_BYTES = 14_000_000;

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
  if (size > MAX_BYTES) {
    throw new AttachmentError(`The files have ${formatSize(size)} together; ${formatSize(MAX_BYTES)} can be sent.`);
  }
  const parts = await Promise.all(files.map(readPart));
  return [...parts, { text: question }];
}

async function readPart(file: File): Promise<Part> {
  try {
    return await filePart(file);
  } catch (error) {
    throw new AttachmentError(`${file.name} could not be read.`, { cause: error });
  }
}
