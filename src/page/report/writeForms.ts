import { renderMarkdown } from '../../elements/markdown/markdown.ts';
import { reasonUnfit } from '../../elements/media/reasonUnfit.ts';
import { report } from '../../language/en/report.ts';
import { fill } from '../../language/fill.ts';
import { displaySize } from '../../pictures/displaySize.ts';
import { whyUnfit } from '../../pictures/oversizedPictures.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import type { ReportTools } from './reportTools.ts';

/** Writes text in colours. */
export function writeSpans(spans: readonly { text: string; classes: string }[]): string {
  return spans
    .map(({ text, classes }) => {
      const escaped = escapeHtml(escapeBidi(text));
      return classes === '' ? escaped : `<span class="${escapeHtml(classes)}">${escaped}</span>`;
    })
    .join('');
}

/** Writes Markdown as HTML that loads nothing. */
export function writeMarkdown(text: string, { renderMath }: Pick<ReportTools, 'renderMath'>): string {
  const blocks = renderMarkdown(text, renderMath);
  return `<div class="text">${blocks?.join('\n') ?? `<pre>${escapeHtml(text)}</pre>`}</div>`;
}

/** @param form base64, or the text of an SVG */
export function writePicture(mimeType: string, form: string, alt: string): string {
  const unfit = whyUnfit(mimeType, form);
  if (unfit) return `<p class="note">${escapeHtml(fill(report.leftOut, { reason: reasonUnfit(unfit) }))}</p>`;
  // An image element runs no scripts of an SVG, and loads nothing that it refers to.
  const content = form.includes('<') ? `,${encodeURIComponent(form)}` : `;base64,${form}`;
  const size = displaySize(mimeType, form);
  const measures = size ? ` width="${size.width}" height="${size.height}"` : '';
  return `<img alt="${escapeHtml(alt)}"${measures} src="data:${escapeHtml(mimeType)}${escapeHtml(content)}">`;
}
