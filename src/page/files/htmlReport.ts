import { inOrder, type OutputPiece, type ShownDisplay } from '../../chat/cellOutput.ts';
import { describeOutcome } from '../../chat/labels.ts';
import { notebookHtml } from '../../chat/notebook/notebookHtml.ts';
import { fileNameFor } from '../../chat/storage/summarise.ts';
import { type CodeEntry, type Entry, isCode, type Turn } from '../../chat/transcript.ts';
import { renderMarkdown } from '../../elements/markdown/markdown.ts';
import { formOf, standaloneSvg } from '../../elements/media/displayForm.ts';
import { SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';

/** The file runs and loads nothing, wherever it is opened. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#dde2e3, #2d373c); --wash: light-dark(#f4f6f6, #1a2125); --soft: light-dark(#566167, #9fabb1); }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; background: light-dark(#fff, #12171a); color: light-dark(#1a2023, #e5eaec); font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { margin: 2.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.125rem; white-space: pre-wrap; }
pre { overflow-x: auto; margin: 0; padding: 0.75rem 1rem; font: 0.8438rem/1.6 ui-monospace, Menlo, Consolas, monospace; }
figure { margin: 1rem 0; border: 1px solid var(--line); border-radius: 0.625rem; overflow: hidden; }
figure > div { overflow-x: auto; padding: 0.5rem 1rem; border-top: 1px solid var(--line); background: var(--wash); }
figure div pre { padding: 0; }
.error { color: light-dark(#b3261e, #ff9f95); }
figcaption, .files { color: var(--soft); font-size: 0.875rem; }
img { max-width: 100%; background: #fff; }
table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.25rem 0.75rem; border: 1px solid var(--line); text-align: start; }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } h2 { break-after: avoid; } img { break-inside: avoid; } }
`;

/** Returns a conversation or a notebook as a web page of one file, to be read or printed. */
export function htmlReport(turns: readonly Turn[]): File {
  const title = escapeHtml(turns[0]?.question.split('\n', 1)[0] ?? 'Conversation');
  const [first] = turns;
  const heading = first?.notebook ? `<h1>${title}</h1>` : '';
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
${heading}
${turns.map(writeTurn).join('\n')}
</html>
`;
  return new File([html], `${fileNameFor(turns)}.html`, { type: 'text/html' });
}

function writeTurn({ question, notebook, files, entries }: Turn): string {
  const asked = notebook ? '' : `<h2>${escapeHtml(question)}</h2>`;
  const names = files.map(({ name }) => name).join(', ');
  const sent = names === '' ? '' : `<p class="files">Files: ${escapeHtml(names)}</p>`;
  return [asked, sent, ...entries.map(writeEntry)].join('\n');
}

function writeEntry(entry: Entry): string {
  if (isCode(entry)) return writeCode(entry);
  if (entry.type === 'text') return writeMarkdown(entry.text);
  return entry.type === 'image' ? writePicture(entry.mimeType, entry.data) : '';
}

function writeCode(entry: CodeEntry): string {
  const results = inOrder(entry).map((part) => ('data' in part ? writeDisplay(part) : part.map(writeOutput).join('')));
  const caption = entry.run.state === 'not-run' ? '' : `<figcaption>${describeOutcome(entry)}</figcaption>`;
  const result = caption === '' ? '' : `<div>${caption}${results.join('\n')}</div>`;
  return `<figure><pre><code>${escapeHtml(entry.code.trimEnd())}</code></pre>${result}</figure>`;
}

function writeOutput({ stream, text }: OutputPiece): string {
  return `<pre${stream === 'stderr' ? ' class="error"' : ''}>${escapeHtml(text)}</pre>`;
}

function writeDisplay({ data }: ShownDisplay): string {
  const form = formOf(data);
  switch (form?.type) {
    case 'html':
      return notebookHtml(form.content);
    case 'markdown':
      return writeMarkdown(form.content);
    case 'picture':
      return writePicture(form.mimeType, form.content);
    case 'svg':
      return `<img alt="" src="data:${SVG_MIME_TYPE},${encodeURIComponent(standaloneSvg(form.content))}">`;
    case 'code':
      return `<pre>${escapeHtml(form.content)}</pre>`;
    default:
      return `<pre>${escapeHtml(data['text/plain'] ?? '')}</pre>`;
  }
}

function writeMarkdown(text: string): string {
  return renderMarkdown(text)?.join('\n') ?? `<pre>${escapeHtml(text)}</pre>`;
}

function writePicture(mimeType: string, base64: string): string {
  return `<img alt="" src="data:${escapeHtml(mimeType)};base64,${escapeHtml(base64)}">`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
