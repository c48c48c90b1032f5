import type { Interactions } from '@google/genai';
import { filePart } from './filePart.ts';
import { encodeData } from './interactions/encodeData.ts';

/**
 * Makes the block for a file in the `input` of an interaction. Python finds the file under its name, which clients of `withLocalPython` do
 * not send to the API. Use it with these clients only: the API refuses the name.
 *
 * @param file its type counts only if its name has no known extension
 * @throws DOMException if the file can't be read
 */
export async function fileBlock(file: Blob): Promise<Interactions.Content> {
  const { inlineData = {} } = await filePart(file);
  const { displayName: name } = inlineData;
  return { ...encodeData(inlineData), ...(name && { display_name: name }) } as Interactions.Content;
}
