/** Types of pictures that models read. @see https://platform.openai.com/docs/guides/images-vision */
export const READABLE_IMAGES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export function dataUrl({ mimeType = '', data = '' }: { mimeType?: string; data?: string }): string {
  return `data:${mimeType};base64,${data}`;
}

/** Reads a data URL with base64; `undefined` for other addresses. */
export function readDataUrl(url: unknown): { mimeType: string; data: string } | undefined {
  const [, mimeType, data] = /^data:([^;,]*)(?:;[^;,]*)*;base64,(.*)$/s.exec(typeof url === 'string' ? url : '') ?? [];
  return data === undefined ? undefined : { mimeType: mimeType ?? '', data };
}
