import { filePart } from '../answer/request/filePart.ts';

/** A file in a message of the user. */
export interface FileBlock {
  type: 'document';
  /** By which Python finds it. */
  title: string | null;
  source: { type: 'base64'; media_type: 'application/pdf'; data: string };
}

/**
 * Makes the block for a file in a message of the user. Python finds the file under its name. The model gets pictures, PDF files and short
 * texts, and of others the name and the size. Use it with clients of `withLocalPython` only: the API refuses files of most types.
 *
 * @param file its type counts only if its name has no known extension
 * @throws DOMException if the file can't be read
 * @example
 * ```ts
 * import { fileBlock } from 'glovebox/anthropic';
 *
 * const file = await fileBlock(new File(['region,sold\nWest,40\n'], 'sales.csv'));
 * const message = { role: 'user', content: [file, { type: 'text', text: 'Which region sold most?' }] };
 * ```
 */
export async function fileBlock(file: Blob): Promise<FileBlock> {
  const { inlineData: { mimeType = '', data = '', displayName } = {} } = await filePart(file);
  // The SDK's types know no other type.
  const source = { type: 'base64' as const, media_type: mimeType as 'application/pdf', data };
  return { type: 'document', title: displayName ?? null, source };
}
