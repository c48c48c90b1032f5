import { expect, it } from 'vitest';
import { historyOf } from '../../../../src/chat/notebook/notebookHistory.ts';
import {
  addCode,
  changeNotebook,
  type NotebookChange,
  newCode,
  startNotebook,
} from '../../../../src/chat/notebook/notebookTurn.ts';
import { readRecord, writeRecord } from '../../../../src/chat/storage/conversationRecord.ts';
import type { Entry, Turn } from '../../../../src/chat/transcript.ts';

const notebook = startNotebook('Sums', 'file', [newCode('a = 1'), { type: 'text', text: 'and' }, newCode('a + 1')]);

const after = (...changes: NotebookChange[]) => changes.reduce(changeNotebook, notebook);
const shown = ({ entries }: Turn) =>
  entries.map((entry: Entry) => ('code' in entry ? entry.code : 'text' in entry ? `# ${entry.text}` : ''));

it('cells are added, edited, moved and removed, each by its id', () => {
  expect(shown(after({ type: 'add', kind: 'text', after: 1 }, { type: 'edit', cell: 4, text: 'new' }))).toEqual([
    'a = 1',
    '# new',
    '# and',
    'a + 1',
  ]);
  expect(shown(after({ type: 'move', cell: 3, by: -1 }, { type: 'remove', cell: 1 }))).toEqual(['a + 1', '# and']);
});

it('the first cell does not move up, and changes of cells that are gone change nothing', () => {
  const changes: NotebookChange[] = [
    { type: 'move', cell: 1, by: -1 },
    { type: 'move', cell: 3, by: 1 },
    { type: 'move', cell: 9, by: 1 },
    { type: 'edit', cell: 9, text: 'x' },
    { type: 'remove', cell: 9 },
  ];
  expect(shown(after(...changes))).toEqual(shown(notebook));
});

it('code that is added takes the empty cell at the end, or one of its own', () => {
  expect(shown(addCode(notebook, 'b'))).toEqual(['a = 1', '# and', 'a + 1', 'b']);
  expect(shown(addCode(startNotebook('Empty', 'scratchpad', [newCode()]), 'b'))).toEqual(['b']);
});

it('a model is told its cells in order, those that have not run as text; of an empty notebook, nothing', () => {
  const [user, model] = historyOf([notebook]);
  expect(user).toMatchObject({ role: 'user', parts: [{ text: 'This is my notebook “Sums”.' }] });
  expect(model?.parts?.map(({ text }) => text)).toEqual(['```python\na = 1\n```', 'and', '```python\na + 1\n```']);
  expect(historyOf([startNotebook('Scratchpad', 'scratchpad', [newCode()])])).toEqual([]);
});

it('what is stored is a notebook again, with cells that have not run', async () => {
  const { turns } = readRecord(await writeRecord({ turns: [notebook], history: [] }));
  expect(turns).toEqual([notebook]);
});
