/** A type of picture made of pixels, which browsers draw without running anything in it. */
interface RasterType {
  /** The usual name first; browsers and systems also use the others. */
  mimeTypes: readonly [string, ...string[]];
  /** Of file names; the first is the one that new files get. */
  extensions: readonly [string, ...string[]];
  /** Whether Gemini takes it as input. @see https://ai.google.dev/gemini-api/docs/image-understanding */
  isReadByGemini: boolean;
}

/**
 * All of them, the preferred one first. A type that is added here also needs a reader of its size in `imageSize.ts`, and entries in both lists of
 * `worker/harness/representations/mime_types.py`, which tell Python which saved files to show, and its first bytes in `ipython_shim.py`: code
 * inside the frame shares nothing with the page but `src/protocol.ts`.
 */
export const RASTER_TYPES = [
  { mimeTypes: ['image/png'], extensions: ['png'], isReadByGemini: true },
  { mimeTypes: ['image/jpeg', 'image/jpg'], extensions: ['jpg', 'jpeg'], isReadByGemini: true },
  { mimeTypes: ['image/webp'], extensions: ['webp'], isReadByGemini: true },
  { mimeTypes: ['image/gif'], extensions: ['gif'], isReadByGemini: false },
] as const satisfies readonly RasterType[];

/** The usual MIME type of each. */
export type RasterMimeType = (typeof RASTER_TYPES)[number]['mimeTypes'][0];

export const RASTER_MIME_TYPES: readonly RasterMimeType[] = RASTER_TYPES.map(({ mimeTypes }) => mimeTypes[0]);

/** Drawings are text that browsers draw, and need checks of their own: see `svgDrawing.ts`. */
export const SVG_MIME_TYPE = 'image/svg+xml';

/** @param mimeType without parameters, in small letters */
export function isRaster(mimeType: string): mimeType is RasterMimeType {
  return RASTER_MIME_TYPES.some((known) => known === mimeType);
}

/** The extension for a new file with a picture, such as `jpg`; `undefined` for a type that this page does not draw. */
export function pictureExtension(mimeType: string): string | undefined {
  if (mimeType === SVG_MIME_TYPE) return 'svg';
  return RASTER_TYPES.find(({ mimeTypes: [usual] }) => usual === mimeType)?.extensions[0];
}
