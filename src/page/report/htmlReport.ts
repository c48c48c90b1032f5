import { fileNameFor } from '../../chat/storage/summarise.ts';
import type { Turn } from '../../chat/transcript.ts';
import { ansiColours } from '../../elements/cell/ansiColours.ts';
import { codeColours } from '../../elements/cell/codeColours.ts';
import theme from '../../elements/styles/theme.css?inline';
import { report } from '../../language/en/report.ts';
import { fillPlural } from '../../language/fill.ts';
import { language } from '../../language/language.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import style from './report.css?inline';
import { type ReportTools, reportTools } from './reportTools.ts';
import { writeEntry } from './writeEntry.ts';
import { writeFiles } from './writeFiles.ts';

/** The file runs and loads nothing, wherever it is opened. */
const POLICY = [
  ...["default-src 'none'", 'img-src data:', 'media-src data:', "style-src 'unsafe-inline'"],
  ...["base-uri 'none'", "form-action 'none'"],
].join('; ');
/** Questions from which on there is a list of them. */
const MIN_LISTED = 4;
/** Characters of a question in titles and in the list. */
const MAX_TITLE = 120;

/** Returns a conversation or a notebook as a web page of one file, to be read or printed. */
export async function htmlReport(turns: readonly Turn[]): Promise<File> {
  const tools = await reportTools(turns);
  const title = titleOf(turns[0]);
  const sections = await Promise.all(turns.map((turn, index) => writeTurn(turn, index, title, tools)));
  const html = `<!doctype html>
<html lang="${language()}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${theme}${codeColours}${ansiColours}${style}</style>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p class="facts">${writeFacts(turns)}</p>
${writeContents(turns)}
</header>
${sections.join('\n')}
</main>
</html>
`;
  return new File([html], `${fileNameFor(turns)}.html`, { type: 'text/html' });
}

async function writeTurn(turn: Turn, index: number, title: string, tools: ReportTools): Promise<string> {
  const { question, notebook, entries, status } = turn;
  // The title of the report says it already.
  const isTitle = notebook !== undefined || (index === 0 && question === title);
  const parts = [
    isTitle ? '' : `<h2>${escapeHtml(question)}</h2>`,
    await writeFiles(turn.files),
    ...entries.map((entry) => writeEntry(entry, tools)),
    status.state === 'done' ? '' : `<p class="note">${escapeHtml(report.unfinished)}</p>`,
  ];
  return `<section id="part-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</section>`;
}

/** When it was written, by which models, and how long it is. */
function writeFacts(turns: readonly Turn[]): string {
  const now = new Date();
  const date = now.toLocaleDateString(language(), { dateStyle: 'long' });
  const models = [...new Set(turns.flatMap(({ model }) => model ?? []))];
  const questions = turns.filter(({ notebook }) => !notebook).length;
  const facts = [...(questions > 1 ? [fillPlural(report.questions, questions)] : []), ...models];
  return [`<time datetime="${now.toISOString()}">${escapeHtml(date)}</time>`, ...facts.map(escapeHtml)].join(' · ');
}

function writeContents(turns: readonly Turn[]): string {
  if (turns.length < MIN_LISTED) return '';
  const items = turns.map((turn, index) => `<li><a href="#part-${index + 1}">${escapeHtml(titleOf(turn))}</a></li>`);
  return `<nav aria-label="${escapeHtml(report.contents)}"><ol>${items.join('')}</ol></nav>`;
}

function titleOf(turn: Turn | undefined): string {
  const line = turn?.question.trim().split('\n', 1)[0] ?? '';
  if (line === '') return report.conversation;
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1).trimEnd()}…` : line;
}
