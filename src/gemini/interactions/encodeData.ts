import type { Blob as InlineData } from '@google/genai';
import type { Block } from './wire.ts';

export function encodeData({ mimeType = '', data = '' }: InlineData, block?: Block): Block {
  return { type: block?.type ?? kindOf(mimeType), mime_type: mimeType, data };
}

/** Encodes a file with its name, by which code finds it. Clients don't send names to the API, which refuses them. */
export function encodeNamed(file: InlineData): Block {
  const { displayName: name } = file;
  return { ...encodeData(file), ...(name && { display_name: name }) };
}

function kindOf(mimeType: string): string {
  return ['image', 'audio', 'video'].find((kind) => mimeType.startsWith(`${kind}/`)) ?? 'document';
}
