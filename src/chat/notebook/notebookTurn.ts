import type { CodeEntry, Entry, NotebookOrigin, TextEntry, Turn } from '../transcript.ts';

/** A cell of a notebook: code, or text in Markdown. */
export type NotebookCell = CodeEntry | TextEntry;

/** What the user does to the cells of a notebook. Cells are named by their ids. */
export type NotebookChange =
  | { type: 'edit'; cell: number; text: string }
  /** `after` is a cell; without it, the new one is the first. */
  | { type: 'add'; kind: 'code' | 'text'; after?: number }
  | { type: 'move'; cell: number; by: -1 | 1 }
  | { type: 'remove'; cell: number }
  /** Puts a removed cell back, with its output. `after` as above. */
  | { type: 'restore'; removed: NotebookCell; after?: number };

/** Starts a notebook. Its cells are numbered anew. */
export function startNotebook(title: string, notebook: NotebookOrigin, entries: readonly Entry[]): Turn {
  const numbered = entries.map((entry, index) => ({ ...entry, id: index + 1 }) as Entry);
  return { id: 1, question: title, notebook, files: [], entries: numbered, status: { state: 'done' } };
}

/** Returns a cell that has not been run. */
export function newCode(code = '', language: CodeEntry['language'] = 'PYTHON'): CodeEntry {
  return { type: 'code', id: 0, language, code, output: [], run: { state: 'not-run' } };
}

/** Returns the notebook after a change. A cell that is not there changes nothing. */
export function changeNotebook(turn: Turn, change: NotebookChange): Turn {
  return { ...turn, entries: changeCells(turn.entries, change) };
}

/** Returns the notebook with code at its end, in a cell of its own that has not been run. */
export function addCode(turn: Turn, code: string): Turn {
  const last = turn.entries.findLast(isCell);
  const isFree = last?.type === 'code' && last.code.trim() === '';
  if (isFree) return withCell(turn, last.id, () => ({ ...newCode(code), id: last.id }));
  return { ...turn, entries: [...turn.entries, { ...newCode(code), id: nextId(turn.entries) }] };
}

/** Returns the notebook with another state of a cell. */
export function withCell(turn: Turn, id: number, change: (cell: NotebookCell) => NotebookCell): Turn {
  return { ...turn, entries: turn.entries.map((entry) => (isCell(entry) && entry.id === id ? change(entry) : entry)) };
}

/** Whether an entry is a cell: pictures and messages of an answer are not. */
export function isCell(entry: Entry): entry is NotebookCell {
  return entry.type === 'code' || entry.type === 'text';
}

function changeCells(entries: readonly Entry[], change: NotebookChange): readonly Entry[] {
  switch (change.type) {
    case 'edit':
      return entries.map((entry) => (isCell(entry) && entry.id === change.cell ? edited(entry, change.text) : entry));
    case 'add':
      return entries.toSpliced(placeOf(entries, change.after) + 1, 0, newCell(change.kind, nextId(entries)));
    case 'move':
      return moved(entries, placeOf(entries, change.cell), change.by);
    case 'restore':
      return entries.toSpliced(placeOf(entries, change.after) + 1, 0, change.removed);
    case 'remove':
      return entries.filter((entry) => !isCell(entry) || entry.id !== change.cell);
    default:
      return change satisfies never;
  }
}

function edited(cell: NotebookCell, text: string): NotebookCell {
  return cell.type === 'code' ? { ...cell, code: text } : { ...cell, text };
}

function newCell(kind: 'code' | 'text', id: number): NotebookCell {
  return kind === 'code' ? { ...newCode(), id } : { type: 'text', id, text: '' };
}

/** @returns -1 if there is no such cell */
function placeOf(entries: readonly Entry[], id: number | undefined): number {
  return entries.findIndex((entry) => isCell(entry) && entry.id === id);
}

function nextId(entries: readonly Entry[]): number {
  return 1 + Math.max(0, ...entries.map((entry) => (isCell(entry) ? (entry.id ?? 0) : 0)));
}

function moved(entries: readonly Entry[], from: number, by: -1 | 1): readonly Entry[] {
  const cell = entries[from];
  const to = from + by;
  if (!cell || to < 0 || to >= entries.length) return entries;
  return entries.toSpliced(from, 1).toSpliced(to, 0, cell);
}
