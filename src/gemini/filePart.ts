import type { Part } from '@google/genai';
import { toBase64 } from '../bytes/base64.ts';
import { mimeTypeOf } from './request/fileTypes.ts';

/**
 * Gives a file as the part to send to a model. Its name is the one that Python finds it under; the SDK's own clients send it to
 * the API, and those of `withLocalPython` keep it to themselves.
 */
export async function filePart(file: Blob): Promise<Part> {
  const name = 'name' in file && typeof file.name === 'string' ? file.name : undefined;
  const data = toBase64(new Uint8Array(await file.arrayBuffer()));
  return {
    inlineData: { mimeType: mimeTypeOf(name ?? '', file.type), data, ...(name && { displayName: name }) },
  };
}
