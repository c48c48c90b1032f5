import type { Display } from '../protocol.ts';
import { imageSize } from './imageSize.ts';
import { MOST_PIXELS } from './limits.ts';

/**
 * Leaves out the pictures that a browser had better not decode: those with more than {@link MOST_PIXELS}, and those whose size cannot be
 * told. Whatever other forms the display has stay, and its text says what was left out.
 *
 * @returns the display, and what its text says more than before, where it does
 */
export function withoutUnfitPictures(display: Display): { display: Display; note?: string } {
  const reasons = Object.entries(display.data).flatMap(([mimeType, form]) => {
    const reason = whyUnfit(mimeType, form);
    return reason === undefined ? [] : [{ mimeType, line: `[${mimeType} left out: ${reason}]` }];
  });
  if (reasons.length === 0) return { display };
  const note = reasons.map(({ line }) => line).join('\n');
  const { 'text/plain': text, ...forms } = display.data;
  for (const { mimeType } of reasons) delete forms[mimeType];
  return { display: { ...display, data: { 'text/plain': text ? `${text}\n${note}` : note, ...forms } }, note };
}

function whyUnfit(mimeType: string, form: string): string | undefined {
  const type = mimeType.toLowerCase();
  // SVG is text, and is drawn as large as its place.
  if (!type.startsWith('image/') || type === 'image/svg+xml') return undefined;
  const size = imageSize(type, form);
  if (!size) return 'it is no such picture, or not one whose size can be read';
  if (size.width * size.height <= MOST_PIXELS) return undefined;
  const [width, height] = [size.width, size.height].map((pixels) => pixels.toLocaleString('en'));
  return `it has ${width} × ${height} pixels; up to ${MOST_PIXELS / 1e6} million are shown`;
}
