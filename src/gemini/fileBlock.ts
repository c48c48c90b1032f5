import type { Interactions } from '@google/genai';
import { filePart } from '../answer/request/filePart.ts';
import { encodeNamed } from './interactions/encodeData.ts';

/**
 * Makes the block for a file in the `input` of an interaction. Python finds the file under its name, which clients of `withLocalPython` do
 * not send to the API. Use it with these clients only: the API refuses the name.
 *
 * @param file its type counts only if its name has no known extension
 * @throws DOMException if the file can't be read
 * @example
 * ```ts
 * import { fileBlock } from 'glovebox';
 *
 * await ai.interactions.create({
 *   model,
 *   input: [
 *     await fileBlock(new File(['month,sold\nMay,45\n'], 'sales.csv')),
 *     { type: 'text', text: 'How many were sold in May?' },
 *   ],
 *   tools: [{ type: 'code_execution' }],
 * });
 * ```
 */
export async function fileBlock(file: Blob): Promise<Interactions.Content> {
  const { inlineData = {} } = await filePart(file);
  return encodeNamed(inlineData) as Interactions.Content;
}
