import { toBase64 } from '../bytes/base64.ts';
import { isRaster } from '../pictures/mediaTypes.ts';
import { type Display, type FileInfo, MAX_PICTURE_SIZE, MAX_SAVED_PICTURES } from '../protocol.ts';

/** Gives the pictures among the files that a run has written, to be shown, for languages that don't show them by themselves. */
export async function savedPictures(
  files: readonly FileInfo[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<Display[]> {
  const pictures = files.filter(({ mimeType, size }) => isRaster(mimeType) && size > 0 && size <= MAX_PICTURE_SIZE);
  return Promise.all(
    pictures.slice(0, MAX_SAVED_PICTURES).map(async ({ path, mimeType }) => ({
      source: 'file',
      path,
      data: { 'text/plain': path, [mimeType]: toBase64(await read(path)) },
    })),
  );
}
