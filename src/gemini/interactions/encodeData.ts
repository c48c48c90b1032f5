import type { Blob as InlineData } from '@google/genai';
import type { Block } from './wire.ts';

export function encodeData({ mimeType = '', data = '' }: InlineData, block?: Block): Block {
  return { type: block?.type ?? kindOf(mimeType), mime_type: mimeType, data };
}

function kindOf(mimeType: string): string {
  return ['image', 'audio', 'video'].find((kind) => mimeType.startsWith(`${kind}/`)) ?? 'document';
}
