import { fromBase64 } from '../bytes/base64.ts';
import { readDataAddress, whyUnfitAddress, whyUnfitPixels } from './dataUrl.ts';
import { whyUnfitDrawing } from './svgDrawing.ts';

/**
 * Leaves out the pictures that a browser had better not draw: those with more pixels than are shown, those whose size cannot be told, and
 * drawings that take for ever. Whatever other forms the display has stay, and its text says what was left out.
 *
 * @returns the display, and what its text says more than before, where it does
 */
export function dropOversizedPictures<Shown extends { data: Record<string, string> }>(
  display: Shown,
): { display: Shown; note?: string } {
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

/**
 * Says why a picture had better not be drawn.
 *
 * @param form base64, or the text of an SVG
 */
export function whyUnfit(mimeType: string, form: string): string | undefined {
  const type = mimeType.toLowerCase();
  if (!type.startsWith('image/')) return undefined;
  if (!type.startsWith('image/svg')) return whyUnfitPixels(type, form);
  return whyUnfitDrawing(form.includes('<') ? form : textOf(form));
}

/** The same of a picture by its `data:` address. */
export function whyUnfitAt(address: string): string | undefined {
  const data = readDataAddress(address);
  return data?.mimeType.startsWith('image/svg') ? whyUnfit(data.mimeType, data.content) : whyUnfitAddress(address);
}

/** Nothing, which is fit, where it is no base64: then it is no picture either. */
function textOf(base64: string): string {
  try {
    return new TextDecoder().decode(fromBase64(base64));
  } catch {
    return '';
  }
}
