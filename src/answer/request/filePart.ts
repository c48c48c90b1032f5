import type { Part } from '@google/genai';
import { toBase64 } from '../../bytes/base64.ts';
import { mimeTypeOf } from './fileTypes.ts';

/**
 * Makes the part for a file in a request. Python finds the file under its name. The SDK's own clients send the name to the API; clients of
 * `withLocalPython` do not.
 *
 * @param file its type counts only if its name has no known extension
 * @throws DOMException if the file can't be read
 * @example
 * ```ts
 * import { filePart } from 'glovebox';
 *
 * const contents = [await filePart(new File(['month,sold\nMay,45\n'], 'sales.csv')), 'How many were sold in May?'];
 * await ai.models.generateContent({ model, contents, config: { tools: [{ codeExecution: {} }] } });
 * ```
 */
export async function filePart(file: Blob): Promise<Part> {
  const name = 'name' in file && typeof file.name === 'string' ? file.name : undefined;
  const data = toBase64(new Uint8Array(await file.arrayBuffer()));
  return {
    inlineData: { mimeType: mimeTypeOf(name ?? '', file.type), data, ...(name && { displayName: name }) },
  };
}
