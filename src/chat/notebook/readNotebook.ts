import * as v from 'valibot';
import { OUTCOMES, type Outcome } from '../../answer/codec/outcome.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { isRaster } from '../../pictures/mediaTypes.ts';
import { parseJson } from '../../text/parseJson.ts';
import { withoutColours } from '../../text/terminal.ts';
import { addDisplay, addOutput } from '../cellOutput.ts';
import { dropOversizedPicturesIn } from '../oversizedPictures.ts';
import { ConversationFileError } from '../storage/conversationFile.ts';
import type { ConversationRecord } from '../storage/conversationRecord.ts';
import { type CodeEntry, type Entry, isCode, type Turn } from '../transcript.ts';
import { historyOf } from './notebookHistory.ts';
import { newCode, startNotebook } from './notebookTurn.ts';

const text = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((lines) => (typeof lines === 'string' ? lines : lines.join(''))),
);

/** Text is a string or a list of lines; other values are JSON. */
const data = v.record(
  v.string(),
  v.union([
    text,
    v.pipe(
      v.unknown(),
      v.transform((value) => JSON.stringify(value)),
    ),
  ]),
);

const output = v.variant('output_type', [
  v.object({ output_type: v.literal('stream'), name: v.picklist(['stdout', 'stderr']), text }),
  v.object({ output_type: v.picklist(['display_data', 'execute_result']), data }),
  v.object({ output_type: v.literal('error'), traceback: v.array(v.string()) }),
]);

const cell = v.variant('cell_type', [
  v.object({
    cell_type: v.literal('code'),
    source: text,
    outputs: v.array(output),
    execution_count: v.fallback(v.nullish(v.number()), null),
    metadata: v.fallback(
      v.object({ glovebox: v.optional(v.object({ outcome: v.nullable(v.picklist(OUTCOMES)) })) }),
      {},
    ),
  }),
  v.object({
    cell_type: v.picklist(['markdown', 'raw']),
    source: text,
    metadata: v.optional(v.object({ glovebox: v.optional(v.object({ question: v.string() })) })),
  }),
]);

const notebook = v.object({
  nbformat: v.literal(4),
  metadata: v.fallback(v.object({ language_info: v.optional(v.object({ name: v.string() })) }), {}),
  cells: v.pipe(v.array(cell), v.nonEmpty()),
});

type Cell = v.InferOutput<typeof cell>;
type CodeCell = Extract<Cell, { cell_type: 'code' }>;

/**
 * Reads a Jupyter notebook. One that this page wrote has its questions, but no thoughts and files: it is a conversation again. The cells of any
 * other are a notebook.
 *
 * @param name of the file
 * @throws ConversationFileError
 */
export function readNotebook(json: string, name: string): ConversationRecord {
  const { success, output: read, issues } = v.safeParse(notebook, parseJson(json) ?? json.slice(0, 20));
  if (!success) {
    const place = v.getDotPath(issues[0]) ?? '1';
    throw new ConversationFileError(fill(errors.notNotebook, { place, reason: issues[0].message }));
  }
  const language = read.metadata.language_info?.name ?? 'python';
  if (language.toLowerCase() !== 'python') {
    throw new ConversationFileError(fill(errors.otherLanguageNotebook, { language }));
  }
  const turns = readTurns(read.cells, name);
  return { turns, history: historyOf(turns) };
}

function readTurns(cells: readonly Cell[], name: string): Turn[] {
  const firstQuestion = cells.findIndex((each) => questionOf(each) !== undefined);
  const own = firstQuestion === -1 ? cells : cells.slice(0, firstQuestion);
  const turns: Turn[] = own.length > 0 ? [startNotebook(name, 'file', own.flatMap(readCell))] : [];
  for (const each of cells.slice(own.length)) {
    const question = questionOf(each);
    const turn = turns.at(-1);
    if (question !== undefined) turns.push(begin(turns.length + 1, question));
    else if (turn) turns[turns.length - 1] = { ...turn, entries: numbered([...turn.entries, ...readCell(each)]) };
  }
  return turns;
}

function questionOf(each: Cell): string | undefined {
  return each.cell_type === 'code' ? undefined : each.metadata?.glovebox?.question;
}

/** Numbers the code of an answer. */
function numbered(entries: readonly Entry[]): Entry[] {
  let runs = 0;
  return entries.map((entry) => {
    if (!isCode(entry)) return entry;
    runs += 1;
    return { ...entry, id: runs };
  });
}

function begin(id: number, question: string): Turn {
  return { id, question, files: [], entries: [], status: { state: 'done' } };
}

function readCell(each: Cell): Entry[] {
  if (each.cell_type !== 'code') return each.source.trim() === '' ? [] : [{ type: 'text', text: each.source }];
  const outcome = outcomeOf(each);
  const cell: CodeEntry = {
    ...newCode(each.source),
    run:
      outcome === null
        ? { state: each.metadata.glovebox ? 'cut-off' : 'not-run' }
        : { state: 'ended', outcome, recorded: true },
  };
  return [dropOversizedPicturesIn(each.outputs.reduce(addNotebookOutput, cell))];
}

/** @returns `null` for a cell that has not been run, or whose run was cut off */
function outcomeOf({ outputs, execution_count, metadata }: CodeCell): Outcome | null {
  if (metadata.glovebox) return metadata.glovebox.outcome;
  if (outputs.some(({ output_type }) => output_type === 'error')) return 'OUTCOME_FAILED';
  return outputs.length === 0 && typeof execution_count !== 'number' ? null : 'OUTCOME_OK';
}

function addNotebookOutput(cell: CodeEntry, each: CodeCell['outputs'][number]): CodeEntry {
  switch (each.output_type) {
    case 'stream':
      return addOutput(cell, { stream: each.name, text: each.text });
    case 'error': {
      const lines = each.traceback.map((line) => `${withoutColours(line)}\n`);
      return addOutput(cell, { stream: 'stderr', text: lines.join('') });
    }
    default:
      return addDisplay(cell, {
        source: each.output_type === 'execute_result' ? 'result' : 'display',
        data: Object.fromEntries(Object.entries(each.data).map(([type, form]) => [type, withoutBreaks(type, form)])),
      });
  }
}

/** Jupyter breaks the base64 of pictures into lines. */
function withoutBreaks(mimeType: string, form: string): string {
  return isRaster(mimeType) ? form.replace(/\s/g, '') : form;
}
