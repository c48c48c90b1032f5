import { chat } from '../../language/en/chat.ts';
import { newCode, startNotebook } from '../notebook/notebookTurn.ts';
import { type Entry, isCode, type Turn } from '../transcript.ts';
import type { SharedCell, SharedCode } from './shareLink.ts';

const MAX_LINE_LENGTH = 60;

/** Which part of a conversation or notebook is shared. */
export interface SharedPart {
  /** Empty if the user gives it none. */
  title: string;
  /** The place of one program among all; without it, all of them. */
  program?: number | undefined;
  /** Whether questions and text are shared, too. The text of a notebook always is. */
  withText: boolean;
}

/** Returns the code of a conversation or a notebook, without what it printed. */
export function sharedCode(turns: readonly Turn[], { title, program, withText }: SharedPart): SharedCode {
  const [only] = program === undefined ? [] : programsOf(turns).slice(program, program + 1);
  return { title: title.trim(), cells: only ? [only] : cellsOf(turns, withText) };
}

/** Returns what a conversation or a notebook is called: by its first heading, else by its question or file. Empty if it has no name of its own. */
export function titleOf([first]: readonly Turn[]): string {
  if (!first) return '';
  const [line = ''] = first.question.split('\n', 1);
  if (!first.notebook) return line;
  return headingIn(first.entries) ?? (first.notebook === 'scratchpad' ? '' : line);
}

/** Returns the first line that says something, for code without a title. */
export function firstLineOf(code: string): string {
  const [line = ''] = code.trim().split('\n', 1);
  return line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;
}

/** Returns the programs of a conversation or a notebook, in order. */
export function programsOf(turns: readonly Turn[]): Extract<SharedCell, { type: 'code' }>[] {
  return turns
    .flatMap(({ entries }) => entries.filter(isCode))
    .filter(({ code }) => code.trim() !== '')
    .map(({ language, code }) => ({ type: 'code', language, code }));
}

/** Returns shared code as a notebook that has not been run. */
export function sharedNotebook({ title, cells }: SharedCode, from: string | undefined): Turn {
  const entries = cells.map((cell) => (cell.type === 'code' ? newCode(cell.code, cell.language) : cell));
  const named = title.trim() || headingIn(cells) || firstLineOf(entries.find(isCode)?.code ?? '') || chat.sharedCode;
  return { ...startNotebook(named, 'link', entries), ...(from !== undefined && { from }) };
}

/** Returns the first heading in Markdown, without its marks. */
function headingIn(entries: readonly (SharedCell | Entry)[]): string | undefined {
  for (const entry of entries) {
    const [, heading] = (entry.type === 'text' && /^ {0,3}#{1,6}\s+(\S.*?)\s*#*$/m.exec(entry.text)) || [];
    if (heading) return heading.replaceAll(/[*`]/g, '');
  }
  return undefined;
}

function cellsOf(turns: readonly Turn[], withText: boolean): SharedCell[] {
  return turns.flatMap(({ question, notebook, entries }): SharedCell[] => [
    ...(withText && !notebook ? [{ type: 'text', text: question.replaceAll(/^/gm, '> ') } as const] : []),
    ...entries.flatMap((entry): SharedCell[] => {
      if (isCode(entry) && entry.code.trim() !== '')
        return [{ type: 'code', language: entry.language, code: entry.code }];
      return entry.type === 'text' && (withText || notebook) ? [{ type: 'text', text: entry.text }] : [];
    }),
  ]);
}
