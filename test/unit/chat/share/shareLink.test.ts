import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCode, startNotebook } from '../../../../src/chat/notebook/notebookTurn.ts';
import { programsOf, sharedCode, sharedNotebook, titleOf } from '../../../../src/chat/share/sharedCode.ts';
import { readShareLink, type SharedCode, writeShareLink } from '../../../../src/chat/share/shareLink.ts';
import { answeredTurn, QUESTION } from '../conversationTurns.ts';

const PAGE = 'https://example.org/box/';
const fragmentOf = (link: string) => link.slice(link.indexOf('#'));
const holding = (json: unknown) =>
  `#code=1.${deflateRawSync(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url')}`;

describe('a link with code in it', () => {
  it('gives back what was shared, whatever it is', async () => {
    const cell = fc.oneof(
      fc.record({
        type: fc.constant('code' as const),
        language: fc.constantFrom('PYTHON' as const, 'JAVASCRIPT' as const),
        code: fc.string({ unit: 'grapheme' }),
      }),
      fc.record({ type: fc.constant('text' as const), text: fc.string({ unit: 'grapheme' }) }),
    );
    const shared = fc.record({ title: fc.string({ maxLength: 100 }), cells: fc.array(cell, { minLength: 1 }) });
    const comesBack = fc.asyncProperty(shared, async (code: SharedCode) => {
      const link = await writeShareLink(code, `${PAGE}#before`);
      expect(link).toMatch(/^https:\/\/example\.org\/box\/#code=1\.[\w-]+$/);
      expect(await readShareLink(fragmentOf(link))).toEqual(code);
    });
    await fc.assert(comesBack, { numRuns: 50 });
  });

  it.each([
    [
      'was cut',
      async () =>
        fragmentOf(await writeShareLink(sharedCode([answeredTurn()], { title: '', withText: true }), PAGE)).slice(
          0,
          -9,
        ),
    ],
    ['is no base64', async () => '#code=1.***'],
    ['is empty', async () => '#code='],
    ['has no JSON', async () => holding('no JSON')],
    ['has no cells', async () => holding({ title: '', cells: [] })],
    ['has a cell of an unknown kind', async () => holding({ title: '', cells: [['html', '<b>']] })],
    ['has more than cells', async () => holding({ title: '', cells: [['python', '1']], run: true })],
    ['has a title of a whole page', async () => holding({ title: 'x'.repeat(300), cells: [['python', '1']] })],
    ['grows to gigabytes', async () => holding(' '.repeat(9_000_000))],
  ])('is refused where it %s', async (_, fragment) => {
    await expect(readShareLink(await fragment())).rejects.toThrow('damaged or was cut');
  });

  it('without a title is read, and a title is one line that turns nothing around', async () => {
    const cells = [['python', '1']];
    expect((await readShareLink(holding({ cells }))).title).toBe('');
    expect((await readShareLink(holding({ title: 'a\nb\u202ec', cells }))).title).toBe('a b⟨U+202E⟩c');
  });

  it('of a newer version says what to do', async () => {
    await expect(readShareLink('#code=2.abc')).rejects.toThrow('Reload the page');
  });

  it('is not made of more than browsers take', async () => {
    let seed = 1;
    const noise = Array.from({ length: 3_000_000 }, () => {
      seed = (seed * 48_271) % 0x7fffffff;
      return String.fromCharCode(32 + (seed % 95));
    }).join('');
    const code = { title: '', cells: [{ type: 'text', text: noise } as const] };
    await expect(writeShareLink(code, PAGE)).rejects.toThrow('Export it as a notebook');
  });
});

describe('what is shared', () => {
  const turns = [answeredTurn()];

  it('of a conversation is its code: no question, answer or result, unless text is asked for', () => {
    const bare = sharedCode(turns, { title: ' Circles ', withText: false });
    expect(bare.title).toBe('Circles');
    expect(bare.cells).toEqual(programsOf(turns));
    expect(JSON.stringify(bare)).not.toMatch(/colour|Let me|so far\\n|data\.csv/);
    const whole = sharedCode(turns, { title: '', withText: true });
    expect(whole.cells[0]).toEqual({ type: 'text', text: '> Can you draw?\n> In colour?' });
  });

  it('may be one program', () => {
    const { cells } = sharedCode(turns, { title: '', program: 1, withText: true });
    expect(cells).toEqual([programsOf(turns)[1]]);
  });

  it('opens as a notebook of which nothing has run', () => {
    const notebook = startNotebook('Sums', 'file', [{ type: 'text', text: '# Sums' }, newCode('1 + 1')]);
    const opened = sharedNotebook(sharedCode([notebook], { title: 'Two sums', withText: false }), 'chat.example');
    expect(opened).toMatchObject({ question: 'Two sums', notebook: 'link', from: 'chat.example' });
    expect(opened.entries).toEqual([
      { type: 'text', id: 1, text: '# Sums' },
      { ...newCode('1 + 1'), id: 2 },
    ]);
  });

  it('is called like the first heading of a notebook, else like the file or the question', () => {
    const code = newCode('1 + 1');
    const text = { type: 'text', text: 'Some words.\n\n## Names, *backwards* ##\n' } as const;
    expect(titleOf([startNotebook('Scratchpad', 'scratchpad', [code, text])])).toBe('Names, backwards');
    expect(titleOf([startNotebook('sums.ipynb', 'file', [code])])).toBe('sums.ipynb');
    expect(titleOf([startNotebook('Scratchpad', 'scratchpad', [code])])).toBe('');
    expect(titleOf(turns)).toBe(QUESTION.split('\n')[0]);
  });

  it('without a title is called like its first heading or its first line of code', () => {
    const opened = (...cells: SharedCode['cells']) => sharedNotebook({ title: '', cells }, undefined).question;
    const code = { type: 'code', language: 'PYTHON', code: '\nimport math\nmath.pi' } as const;
    expect(opened(code)).toBe('import math');
    expect(opened(code, { type: 'text', text: '# Pi' })).toBe('Pi');
  });
});
