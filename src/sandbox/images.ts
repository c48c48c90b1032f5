import { toBase64 } from '../bytes/base64.ts';
import { displaySize } from '../pictures/displaySize.ts';
import { RASTER_MIME_TYPES, SVG_MIME_TYPE } from '../pictures/mediaTypes.ts';
import type { Display, MimeBundle } from '../protocol.ts';

/** A picture that a run showed. Untrusted code made it: show it in an `<img>` element, which runs no scripts. */
export interface ResultImage {
  /** Such as `image/png`, `image/jpeg` or `image/svg+xml`. */
  mimeType: string;
  /** The picture in base64. */
  data: string;
  /** The picture as a `data:` address: the `src` of an `<img>`. */
  dataUrl: string;
  /** CSS pixels that it takes on a page: its own, or fewer of a figure that was drawn for a dense screen. Absent for an SVG. */
  width?: number;
  /** As {@link width}. */
  height?: number;
}

/** Gives the pictures among displays, each in its preferred form. */
export function imagesIn(displays: readonly Display[]): ResultImage[] {
  return displays.flatMap(({ data }) => imageIn(data) ?? []);
}

function imageIn(forms: MimeBundle): ResultImage | undefined {
  const raster = RASTER_MIME_TYPES.find((type) => forms[type] !== undefined);
  if (raster) return image(raster, forms[raster] ?? '');
  const drawing = forms[SVG_MIME_TYPE];
  return drawing === undefined ? undefined : image(SVG_MIME_TYPE, toBase64(new TextEncoder().encode(drawing)));
}

function image(mimeType: string, data: string): ResultImage {
  return { mimeType, data, dataUrl: `data:${mimeType};base64,${data}`, ...displaySize(mimeType, data) };
}
