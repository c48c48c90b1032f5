import type { ShownDisplay } from '../../chat/cellOutput.ts';
import { notebookHtml } from '../../chat/notebook/notebookHtml.ts';
import { formOf, standaloneSvg } from '../../elements/media/displayForm.ts';
import { nameOfColumn, textOfCell } from '../../elements/tables/tableText.ts';
import { report } from '../../language/en/report.ts';
import { fill } from '../../language/fill.ts';
import { SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import { describeChart } from '../../sandbox/charts/describeChart.ts';
import { readChart } from '../../sandbox/charts/readChart.ts';
import { tablesIn } from '../../sandbox/frame/tableSchemas.ts';
import { TABLE_MIME_TYPE, type TableCell, type TableColumn, type TableData } from '../../sandbox/tables/tableData.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import { visibleName } from '../../text/safeName.ts';
import type { Chart } from '../../viewer/chart.ts';
import { chartLabel } from '../../viewer/chartLabel.ts';
import type { ReportTools } from './reportTools.ts';
import { writeMarkdown, writePicture, writeSpans } from './writeForms.ts';

/** Characters of base64 of a sound or film that is in the report. */
const MAX_MEDIA = 4 * 1024 ** 2;
const BASE64 = /^[\w+/=\s]*$/;

/** Writes what code has shown, in its richest form, as HTML that runs and loads nothing. */
export function writeDisplay(display: ShownDisplay, tools: ReportTools): string {
  // What is wider than the page scrolls, also by the keyboard.
  const name = escapeHtml(report.shown);
  return `<div class="shown" tabindex="0" role="group" aria-label="${name}">${writeForm(display, tools)}</div>`;
}

function writeForm(display: ShownDisplay, tools: ReportTools): string {
  const { data, path } = display;
  const [table] = data[TABLE_MIME_TYPE] === undefined ? [] : tablesIn([display]);
  if (table) return writeTable(table);
  const form = formOf(data);
  switch (form?.type) {
    case 'chart':
      return writeChart(form.chart, form.text, tools);
    case 'html':
      return notebookHtml(form.content);
    case 'markdown':
      return writeMarkdown(form.content, tools);
    case 'latex':
      return tools.renderMath?.(bareLatex(form.content), true) ?? writePlain(form.content);
    case 'picture':
      return writePicture(form.mimeType, form.content.replace(/\s/g, ''), altOf(display));
    case 'svg':
      return writePicture(SVG_MIME_TYPE, standaloneSvg(form.content), altOf(display));
    case 'media':
      return writeMedia(form.mimeType, form.content);
    case 'code':
      return `<pre><code>${writeSpans(tools.highlighters[form.language](form.content))}</code></pre>`;
    case 'text':
      return path === undefined ? writePlain(form.content) : `<p class="note">${escapeHtml(visibleName(path))}</p>`;
    case undefined:
      return '';
    default:
      return form satisfies never;
  }
}

/** A chart is a picture as models get it, or its text if it can't be drawn. */
function writeChart(chart: Chart, text: string, { charts }: ReportTools): string {
  const picture = charts.get(chart.content);
  const label = chartLabel(chart);
  return picture === undefined
    ? `<p class="note">${escapeHtml(label)}</p>${writePlain(text)}`
    : writePicture('image/png', picture, label);
}

function altOf({ data }: ShownDisplay): string {
  const chart = readChart(data);
  return chart ? describeChart(chart) : report.picture;
}

function writeTable({ columns, rows, labels, rowCount, columnCount }: TableData): string {
  const isPart = rows.length < rowCount || columns.length < columnCount;
  const words = fill(report.partOfTable, { rows: rows.length, rowCount, columns: columns.length, columnCount });
  const head = columns.map(
    (column, index) => `<th scope="col"${alignOf(column)}>${escapeHtml(nameOfColumn(column, index, labels))}</th>`,
  );
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => writeCell(cell, columns[index], index < labels)).join('')}</tr>`,
  );
  return `<table>${isPart ? `<caption>${escapeHtml(words)}</caption>` : ''}<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function writeCell(cell: TableCell, column: TableColumn | undefined, isLabel: boolean): string {
  if (cell === null) return '<td class="missing">–</td>';
  const text = escapeHtml(textOfCell(cell));
  return isLabel ? `<th scope="row">${text}</th>` : `<td${alignOf(column)}>${text}</td>`;
}

function alignOf(column: TableColumn | undefined): string {
  return column?.type === 'number' ? ' class="number"' : '';
}

function writeMedia(mimeType: string, base64: string): string {
  const tag = mimeType.startsWith('video/') ? 'video' : 'audio';
  const name = escapeHtml(tag === 'video' ? report.video : report.sound);
  if (base64.length > MAX_MEDIA || !BASE64.test(base64)) return `<p class="note">${name}</p>`;
  return `<p class="note">${name}</p><${tag} controls src="data:${escapeHtml(mimeType)};base64,${base64.replace(/\s/g, '')}"></${tag}>`;
}

function writePlain(text: string): string {
  return `<pre class="output">${escapeHtml(text)}</pre>`;
}

/** LaTeX values may or may not have dollar signs. */
function bareLatex(latex: string): string {
  return latex
    .trim()
    .replace(/^\$\$?|\$\$?$/g, '')
    .replace(/^\\displaystyle\s*/, '');
}
