import { describe, expect, it } from 'vitest';
import { exportConversation } from '../../../src/chat/notebook/exportConversation.ts';
import { readNotebook } from '../../../src/chat/notebook/readNotebook.ts';
import { addEvent, endTurn, isCode, startTurn } from '../../../src/chat/transcript.ts';

/** What a notebook has, and what of it is drawn when it is opened here, for a value with this HTML. */
async function roundTrip(html: string): Promise<{ json: string; shown: Record<string, string> | undefined }> {
  const events = [
    { type: 'code', id: 1, language: 'PYTHON', code: 'table' },
    { type: 'display', id: 1, source: 'result', data: { 'text/plain': 'Table(1 row)', 'text/html': html } },
    { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '' },
  ] as const;
  const turn = endTurn(events.reduce(addEvent, startTurn(1, 'Show it.')), { state: 'done' });
  const json = await exportConversation([turn], 'notebook').text();
  const { turns } = readNotebook(json, 'a.ipynb');
  return { json, shown: turns[0]?.entries.find(isCode)?.displays?.[0]?.data };
}

describe('HTML that Python made, in a notebook', () => {
  it('is a table there, and again when it is opened', async () => {
    const { shown } = await roundTrip(
      '<style>th { color: red }</style><table border="1"><tbody><tr><th>0</th><td>1</td></tr></tbody></table>',
    );
    expect(shown).toEqual({
      'text/plain': 'Table(1 row)',
      'text/html': '<table border="1"><tbody><tr><th>0</th><td>1</td></tr></tbody></table>',
    });
  });

  it.each([
    '<img src="https://evil.example/a">',
    '<img srcset="https://evil.example/a 2x">',
    '<a href="https://evil.example/a">text</a>',
    '<p style="background: url(https://evil.example/a)">text</p>',
    '<style>p { background: url(https://evil.example/a) }</style><p>text</p>',
    '<table background="https://evil.example/a"><tr><td>text</td></tr></table>',
    '<svg><rect fill="url(https://evil.example/a)"/><image href="https://evil.example/a"/></svg>',
    '<iframe src="https://evil.example/a"></iframe>',
    '<form action="https://evil.example/a"><input name="a"></form>',
    '<script src="https://evil.example/a"></script>',
  ])('loads nothing and leads nowhere, wherever the notebook is opened: %s', async (html) => {
    expect((await roundTrip(html)).json).not.toContain('evil.example');
  });
});
