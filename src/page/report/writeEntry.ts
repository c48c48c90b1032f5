import { inOrder, type OutputPiece } from '../../chat/cellOutput.ts';
import { describeOutcome } from '../../chat/labels.ts';
import { type CodeEntry, type Entry, isCode } from '../../chat/transcript.ts';
import { report } from '../../language/en/report.ts';
import { fill } from '../../language/fill.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import { writeOver } from '../../text/terminal.ts';
import type { ReportTools } from './reportTools.ts';
import { writeDisplay } from './writeDisplay.ts';
import { writeMarkdown, writePicture, writeSpans } from './writeForms.ts';

/** Writes a part of an answer, or the cell of a notebook, as HTML. */
export function writeEntry(entry: Entry, tools: ReportTools): string {
  if (isCode(entry)) return writeCode(entry, tools);
  switch (entry.type) {
    case 'text':
      return writeMarkdown(entry.text, tools);
    case 'thought':
      return `<details><summary>${escapeHtml(report.thoughts)}</summary>${writeMarkdown(entry.text, tools)}</details>`;
    case 'image':
      return writePicture(entry.mimeType, entry.data, report.picture);
    case 'status':
      return '';
    default:
      return entry satisfies never;
  }
}

function writeCode(entry: CodeEntry, tools: ReportTools): string {
  const code = writeSpans(tools.highlighters[entry.language](entry.code.trimEnd()));
  const results = inOrder(entry).map((part) =>
    'data' in part
      ? writeDisplay(part, tools)
      : `<pre class="output">${part.map((piece) => writeOutput(piece, tools)).join('')}</pre>`,
  );
  const { run, language } = entry;
  const name = fill(report.code, { language: language === 'PYTHON' ? 'Python' : 'JavaScript' });
  const isBad = run.state === 'ended' && run.outcome !== 'OUTCOME_OK';
  const caption =
    run.state === 'not-run'
      ? ''
      : `<figcaption${isBad ? ' class="bad"' : ''}>${escapeHtml(describeOutcome(entry))}</figcaption>`;
  return `<figure><pre class="code" tabindex="0" role="group" aria-label="${escapeHtml(name)}"><code>${code}</code></pre>${caption}${results.join('\n')}</figure>`;
}

function writeOutput({ stream, text }: OutputPiece, { readAnsi }: ReportTools): string {
  return `<span class="${stream}">${writeSpans(readAnsi(writeOver(text)))}</span>`;
}
