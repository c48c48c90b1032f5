import { toBase64 } from '../../bytes/base64.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { BlockPart } from '../blockPart.ts';
import { type Block, textOf } from '../wire.ts';

/**
 * Reads a block that has a file, or refers to one: the model gets the block as it is, and code the file. A document in a format that the API
 * does not take is for code alone, or becomes text.
 *
 * @returns `undefined` for other blocks
 */
export function readUserFile(block: Block): BlockPart[] | undefined {
  const { type, source, title, file_id: uploaded } = block;
  if (type === 'container_upload') return [mounted({ fileData: { fileUri: textOf(uploaded) } })];
  if ((type !== 'image' && type !== 'document') || !isJsonObject(source)) return undefined;
  const named = typeof title === 'string' && title !== '' ? { displayName: title } : {};
  const { type: kind, media_type: said, data, url, file_id: id } = source;
  const mimeType = textOf(said);
  const whole = { received: { of: { block }, deltas: [] } };
  if (kind === 'base64') {
    const file = { inlineData: { mimeType, data: textOf(data), ...named } };
    return type === 'image' || mimeType === 'application/pdf' ? [whole, mounted(file)] : [file];
  }
  if (kind === 'text') {
    const encoded = toBase64(new TextEncoder().encode(textOf(data)));
    return [whole, mounted({ inlineData: { mimeType: mimeType || 'text/plain', data: encoded, ...named } })];
  }
  const fileUri = textOf(id) || textOf(url);
  return fileUri === '' ? [whole] : [whole, mounted({ fileData: { fileUri, ...named } })];
}

function mounted(part: BlockPart): BlockPart {
  return { ...part, isMounted: true };
}
