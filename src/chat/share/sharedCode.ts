import { chat } from '../../language/en/chat.ts';
import { newCode, startNotebook } from '../notebook/notebookTurn.ts';
import { isCode, type Turn } from '../transcript.ts';
import type { SharedCell, SharedCode } from './shareLink.ts';

/** Which part of a conversation or notebook is shared. */
export interface SharedPart {
  /** The place of one program among all; without it, all of them. */
  program?: number | undefined;
  /** Whether questions and text are shared, too. The text of a notebook always is. */
  withText: boolean;
}

/** Returns the code of a conversation or a notebook, without what it printed. */
export function sharedCode(turns: readonly Turn[], { program, withText }: SharedPart): SharedCode {
  const title = turns[0]?.question.split('\n', 1)[0] ?? '';
  const [only] = program === undefined ? [] : programsOf(turns).slice(program, program + 1);
  return {
    title: withText || turns[0]?.notebook ? title : chat.sharedCode,
    cells: only ? [only] : cellsOf(turns, withText),
  };
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
  return { ...startNotebook(title || chat.sharedCode, 'link', entries), ...(from !== undefined && { from }) };
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
