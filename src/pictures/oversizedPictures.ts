import { fromBase64 } from '../bytes/base64.ts';
import { readDataAddress, whyUnfitAddress, whyUnfitPixels } from './dataUrl.ts';
import { whyUnfitDrawing } from './svgDrawing.ts';
import { describeUnfit, type Unfit } from './unfit.ts';

/**
 * Removes the pictures that a browser should not draw: those with too many pixels or an unreadable size, and drawings that take too long.
 * Other forms of the display stay, and its text says what was left out.
 *
 * @returns the display, and the note that was added to its text, if any
 */
export function dropOversizedPictures<Shown extends { data: Record<string, string> }>(
  display: Shown,
): { display: Shown; note?: string } {
  const reasons = Object.entries(display.data).flatMap(([mimeType, form]) => {
    const unfit = whyUnfit(mimeType, form);
    return unfit ? [{ mimeType, line: `[${mimeType} left out: ${describeUnfit(unfit)}]` }] : [];
  });
  if (reasons.length === 0) return { display };
  const note = reasons.map(({ line }) => line).join('\n');
  const { 'text/plain': text, ...forms } = display.data;
  for (const { mimeType } of reasons) delete forms[mimeType];
  return { display: { ...display, data: { 'text/plain': text ? `${text}\n${note}` : note, ...forms } }, note };
}

/**
 * Says why a browser should not draw a picture; `undefined` if it may.
 *
 * @param form base64, or the text of an SVG
 */
export function whyUnfit(mimeType: string, form: string): Unfit | undefined {
  const type = mimeType.toLowerCase();
  if (!type.startsWith('image/')) return undefined;
  if (!type.startsWith('image/svg')) return whyUnfitPixels(type, form);
  return whyUnfitDrawing(form.includes('<') ? form : textOf(form));
}

/** As {@link whyUnfit}, for the `data:` URL of a picture. */
export function whyUnfitAt(address: string): Unfit | undefined {
  const data = readDataAddress(address);
  return data?.mimeType.startsWith('image/svg') ? whyUnfit(data.mimeType, data.content) : whyUnfitAddress(address);
}

/** Decodes base64; an empty text, which is fit, if it is none, since browsers do not draw that. */
function textOf(base64: string): string {
  try {
    return new TextDecoder().decode(fromBase64(base64));
  } catch {
    return '';
  }
}
