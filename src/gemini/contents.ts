import { type Content, type ContentListUnion, createUserContent, type PartListUnion } from '@google/genai';
import { filePart } from './filePart.ts';

/**
 * Gives contents in the one form that the wire has, out of the many that the SDK takes: a string, a part, a content, or a list of
 * either. Strings and parts are what the user says, as the SDK reads them. A `File` or `Blob` of the browser is taken for a part.
 */
export async function listContents(contents: ContentListUnion): Promise<Content[]> {
  if (isContent(contents)) return [contents];
  if (Array.isArray(contents) && contents.length > 0 && contents.every(isContent)) return contents;
  const parts = await Promise.all([contents].flat().map((part: unknown) => (isBlob(part) ? filePart(part) : part)));
  return [createUserContent(parts as PartListUnion)];
}

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && ('parts' in value || 'role' in value);
}

function isBlob(value: unknown): value is Blob {
  return typeof Blob !== 'undefined' && value instanceof Blob;
}
