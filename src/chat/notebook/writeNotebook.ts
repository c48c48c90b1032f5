/**
 * A conversation as a Jupyter notebook.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import type { Outcome } from '../../answer/codec/outcome.ts';
import { displaySize } from '../../pictures/displaySize.ts';
import { type ImageSize, imageSize } from '../../pictures/imageSize.ts';
import { RASTER_MIME_TYPES } from '../../pictures/mediaTypes.ts';
import { inOrder, type OutputPiece, plainText, type ShownDisplay } from '../cellOutput.ts';
import { type CodeEntry, type Entry, type ImageEntry, isCode, type Turn } from '../transcript.ts';

/** The part of format 4.5 that this page writes. */
interface Notebook {
  nbformat: 4;
  nbformat_minor: 5;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

type Cell = MarkdownCell | CodeCell;

interface MarkdownCell {
  cell_type: 'markdown';
  id: string;
  source: string;
  metadata: { glovebox?: { question: string } };
  attachments?: Record<string, Record<string, string>>;
}

interface CodeCell {
  cell_type: 'code';
  id: string;
  source: string;
  /** `null` if the run was cut off; empty if the cell was not run. */
  metadata: { glovebox?: { outcome: Outcome | null } };
  execution_count: number | null;
  outputs: Output[];
}

/** By media type. */
interface Shown {
  data: Record<string, string>;
  metadata: Record<string, ImageSize>;
}

type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | ({ output_type: 'display_data' } & Shown)
  /** The value of the last line, with the number of its cell's run. */
  | ({ output_type: 'execute_result'; execution_count: number | null } & Shown)
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** Removes everything from HTML that loads something or leads elsewhere. */
type SanitizeHtml = (html: string) => string;

/** SVG, Markdown and unsanitized HTML can load pictures from other sites. */
const SAFE_FORMS = new Set<string>(['text/plain', 'text/latex', ...RASTER_MIME_TYPES]);
const MEDIA = /^(audio|video)\/[\w.+-]+$/;

export function writeNotebook(turns: readonly Turn[], sanitize: SanitizeHtml): Notebook {
  const cells = turns.flatMap((turn) =>
    turn.notebook
      ? writeEntries(turn.entries, sanitize, (text) => text)
      : [writeQuestion(turn, numberOf(turn, turns)), ...writeEntries(turn.entries, sanitize, withoutPictures)],
  );
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    cells: numbered(cells),
  };
}

/** Returns the number of a question: a notebook before it does not count. */
export function numberOf(turn: Turn, turns: readonly Turn[]): number {
  return turns.filter(({ notebook }) => !notebook).indexOf(turn) + 1;
}

export function questionMarkdown({ question, files }: Turn, number: number): string {
  const quoted = question.split('\n').map((line) => `> ${line}`);
  const sent = files.map(({ name }) => `\`${name}\``).join(', ');
  return [`## Question ${number}`, '', ...quoted, ...(sent ? ['', `Attached: ${sent}`] : [])].join('\n');
}

/**
 * Turns pictures of other sites into text. Opening the notebook would load them, and their addresses can carry secrets out.
 */
function withoutPictures(markdown: string): string {
  const pieces = markdown.split(/(^ {0,3}```[\s\S]*?(?:^ {0,3}```|$(?![\s\S])))/m);
  return pieces
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replaceAll('![', '\\![').replace(/<(?=img|svg|iframe|video|audio|link|style)/gi, '&lt;'),
    )
    .join('');
}

function writeQuestion(turn: Turn, number: number): MarkdownCell {
  return { ...markdown(questionMarkdown(turn, number)), metadata: { glovebox: { question: turn.question } } };
}

/** @param safe makes text of a model safe to open elsewhere */
function writeEntries(entries: readonly Entry[], sanitize: SanitizeHtml, safe: (text: string) => string): Cell[] {
  const cells: Cell[] = [];
  for (const entry of entries) {
    const last = cells.at(-1);
    if (entry.type === 'text') cells.push(markdown(safe(entry.text.trim())));
    else if (isCode(entry)) cells.push(writeCode(entry, sanitize));
    else if (entry.type === 'image' && last?.cell_type === 'code') last.outputs.push(writePicture(entry));
    else if (entry.type === 'image') cells.push(writeModelPicture(entry));
  }
  return cells;
}

function writeCode(entry: CodeEntry, sanitize: SanitizeHtml): Cell {
  // A notebook has a single language.
  if (entry.language !== 'PYTHON') {
    return markdown(
      `\`\`\`${entry.language.toLowerCase()}\n${entry.code}\n\`\`\`\n\n\`\`\`text\n${plainText(entry)}\n\`\`\``,
    );
  }
  return {
    cell_type: 'code',
    id: '',
    metadata: entry.run.state === 'not-run' ? {} : { glovebox: { outcome: outcomeOf(entry) } },
    source: entry.code,
    // `numbered` sets the number.
    execution_count: outcomeOf(entry) === null ? null : 0,
    outputs: writeOutput(entry, sanitize),
  };
}

function outcomeOf({ run }: CodeEntry): Outcome | null {
  return run.state === 'ended' ? run.outcome : null;
}

function writeOutput(entry: CodeEntry, sanitize: SanitizeHtml): Output[] {
  const { output } = entry;
  const outcome = outcomeOf(entry) ?? 'OUTCOME_OK';
  // A run writes the reason last.
  const reason = outcome === 'OUTCOME_OK' ? undefined : output.findLast(({ stream }) => stream === 'stderr');
  const outputs = inOrder(entry).flatMap((part) => {
    if ('data' in part) return writeDisplay(part, sanitize);
    return part.flatMap((piece) => (piece === reason ? writeFailure(piece, outcome) : [stream(piece)]));
  });
  return outcome === 'OUTCOME_OK' || reason ? outputs : [...outputs, failure(outcome, '')];
}

/** Writes a display in the formats that load nothing when the notebook is opened. */
function writeDisplay({ source, data }: ShownDisplay, sanitize: SanitizeHtml): Output[] {
  const html = sanitize(data['text/html'] ?? '') || playerOf(data);
  const safe = Object.entries(data).filter(([mimeType]) => SAFE_FORMS.has(mimeType) || MEDIA.test(mimeType));
  const forms = { ...Object.fromEntries(safe), ...(html.trim() && { 'text/html': html }) };
  if (Object.keys(forms).length === 0) return [];
  const shown = { data: forms, metadata: sizesOf(forms) };
  // `numbered` sets the number.
  if (source === 'result') return [{ output_type: 'execute_result', execution_count: null, ...shown }];
  return [{ output_type: 'display_data', ...shown }];
}

/** Tells the size of pictures that take fewer pixels than they have, as IPython does. */
function sizesOf(forms: Record<string, string>): Record<string, ImageSize> {
  const sizes = Object.entries(forms).flatMap(([mimeType, data]) => {
    const shown = displaySize(mimeType, data);
    return shown && shown.width !== imageSize(mimeType, data)?.width ? [[mimeType, shown] as const] : [];
  });
  return Object.fromEntries(sizes);
}

/** Writes sound and films as IPython does, for viewers that know no such forms. */
function playerOf(data: ShownDisplay['data']): string {
  for (const [mimeType, base64] of Object.entries(data)) {
    const tag = MEDIA.exec(mimeType)?.[1];
    if (tag && /^[\w+/=]*$/.test(base64)) return `<${tag} controls src="data:${mimeType};base64,${base64}"></${tag}>`;
  }
  return '';
}

/** The first line of a traceback. That of a syntax error begins with the file. */
const TRACEBACK_STARTS = [/^Traceback \(most recent call last\)/gm, /^ {2}File "/gm];

/** Splits the output of a failed run into text and the traceback at its end. */
function writeFailure(piece: OutputPiece, outcome: Outcome): Output[] {
  const { text } = piece;
  const starts = TRACEBACK_STARTS.map((pattern) => [...text.matchAll(pattern)].at(-1)?.index);
  const start = starts.find((index) => index !== undefined) ?? lastLineOf(text);
  const before = text.slice(0, start);
  return [...(before ? [stream({ ...piece, text: before })] : []), failure(outcome, text.slice(start))];
}

/** Returns an error in Jupyter's format, named after the exception, or after the outcome if there is none. */
function failure(outcome: Outcome, text: string): Output {
  const traceback = text.trimEnd() === '' ? [] : text.trimEnd().split('\n');
  const [, name, value = ''] =
    traceback.map((line) => /^([A-Za-z_][\w.]*)(?:: (.*))?$/.exec(line)).findLast(Boolean) ?? [];
  if (name === undefined || outcome !== 'OUTCOME_FAILED') {
    return { output_type: 'error', ename: outcome, evalue: traceback.at(-1) ?? '', traceback };
  }
  return { output_type: 'error', ename: name, evalue: value, traceback };
}

function lastLineOf(text: string): number {
  return text.trimEnd().lastIndexOf('\n') + 1;
}

function stream({ stream: name, text }: OutputPiece): Output {
  return { output_type: 'stream', name, text };
}

function writePicture({ mimeType, data }: ImageEntry): Output {
  return { output_type: 'display_data', data: { [mimeType]: data }, metadata: {} };
}

function writeModelPicture({ mimeType, data }: ImageEntry): MarkdownCell {
  return { ...markdown('![Picture](attachment:picture)'), attachments: { picture: { [mimeType]: data } } };
}

function markdown(source: string): MarkdownCell {
  return { cell_type: 'markdown', id: '', metadata: {}, source };
}

/** Numbers the cells and the runs. */
function numbered(cells: readonly Cell[]): Cell[] {
  let runs = 0;
  return cells.map((cell, index) => {
    const id = `cell-${index + 1}`;
    if (cell.cell_type !== 'code' || cell.execution_count === null) return { ...cell, id };
    runs += 1;
    const outputs = cell.outputs.map((each) =>
      each.output_type === 'execute_result' ? { ...each, execution_count: runs } : each,
    );
    return { ...cell, id, execution_count: runs, outputs };
  });
}
