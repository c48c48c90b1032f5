import type { Part } from '@google/genai';
import { filePart } from '../../answer/request/filePart.ts';
import { GloveboxError } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { formatSize } from '../../language/formatSize.ts';

/** The maximum size of all attachments, in bytes: a request may have 20 MB, and base64 adds a third. */
const MAX_BYTES = 14_000_000;

/** The attached files are too large for a request, or cannot be read. */
class AttachmentError extends GloveboxError {
  override readonly name = 'AttachmentError';
}

/**
 * Returns a question and its files as the parts of a message.
 *
 * @throws AttachmentError if the files are too large together, or one cannot be read
 */
export async function messageParts(question: string, files: readonly File[]): Promise<Part[]> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_BYTES) {
    throw new AttachmentError(fill(errors.filesTooLarge, { size: formatSize(size), limit: formatSize(MAX_BYTES) }));
  }
  const parts = await Promise.all(files.map(readPart));
  return [...parts, { text: question }];
}

async function readPart(file: File): Promise<Part> {
  try {
    return await filePart(file);
  } catch (error) {
    throw new AttachmentError(fill(errors.fileNotRead, { name: file.name }), { cause: error });
  }
}
