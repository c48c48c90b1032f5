import type { LiveSendClientContentParameters } from '@google/genai';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { openLive, partsOf, runPython, SAYS_42, sandboxThat, turnComplete } from './openLive.ts';

const csv = { inlineData: { mimeType: 'text/csv', data: btoa('sold\n40\n'), displayName: 'sales.csv' } };
const picture = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } };

/** A sandbox whose programs print the names of its files. */
function listingSandbox(): Sandbox {
  const sandbox = sandboxThat(async () => `${(await sandbox.files.list()).map(({ path }) => path).join(' ')}\n`);
  return sandbox;
}

/** What the model was sent, turn by turn. */
const contentsIn = ({ requests }: { requests: () => { body: unknown }[] }) =>
  requests().flatMap(({ body }) => {
    const { clientContent } = body as { clientContent?: { turns?: { parts: Record<string, unknown>[] }[] } };
    return clientContent?.turns?.map(({ parts }) => parts) ?? [];
  });

describe('what the user says in a session', () => {
  it('brings its files to Python, and tells the model of them, which reads no documents', async () => {
    const turns = [{ parts: [runPython('list')] }, SAYS_42];
    const { session, script, messages } = await openLive(turns, { sandbox: listingSandbox() });
    session.sendClientContent({ turns: [{ role: 'user', parts: [csv, { text: 'How many?' }] }] });
    await turnComplete(messages);
    expect(contentsIn(script)).toEqual([
      [
        { text: 'How many?' },
        {
          text: 'Files in the working directory of run_python: sales.csv (text/csv, 8 bytes), which begins with "sold\\n40\\n".',
        },
      ],
    ]);
    expect(partsOf(messages)[1]?.codeExecutionResult?.output).toBe('sales.csv\n');
    expect(script.refusals()).toEqual([]);
  });

  it('has its pictures shown to the model, and given to Python', async () => {
    const { session, script, messages } = await openLive([SAYS_42]);
    session.sendClientContent({ turns: [picture, 'What is it?'] });
    await turnComplete(messages);
    expect(contentsIn(script)[0]).toEqual([
      picture,
      { text: 'What is it?' },
      { text: expect.stringContaining('file_1.png (image/png') },
    ]);
  });

  it('names its files after those before them', async () => {
    const turns = [SAYS_42, { parts: [runPython('list')] }, SAYS_42];
    const { session, messages } = await openLive(turns, { sandbox: listingSandbox() });
    session.sendClientContent({ turns: [picture] });
    await turnComplete(messages);
    session.sendClientContent({ turns: [{ inlineData: { mimeType: 'text/csv', data: btoa('a\n') } }] });
    await turnComplete(messages, 2);
    expect(partsOf(messages).find((part) => part.codeExecutionResult)?.codeExecutionResult?.output).toBe(
      'file_1.png file_2.csv\n',
    );
  });

  it('is sent in its order, though files take a while', async () => {
    const { session, script } = await openLive([SAYS_42, SAYS_42, SAYS_42]);
    session.sendClientContent({ turns: [csv, 'One.'] });
    session.sendClientContent({ turns: 'Two.' });
    await vi.waitFor(() => expect(contentsIn(script)).toHaveLength(2));
    session.sendClientContent({ turns: 'Three.' });
    await vi.waitFor(() => expect(contentsIn(script)).toHaveLength(3));
    expect(contentsIn(script).map(([first]) => first)).toEqual([
      { text: 'One.' },
      { text: 'Two.' },
      { text: 'Three.' },
    ]);
  });

  it('may be a conversation in which code ran, which the model reads as text', async () => {
    const { session, script, messages } = await openLive([SAYS_42]);
    const history = [
      { role: 'user', parts: [{ text: 'What is 6 times 7?' }] },
      {
        role: 'model',
        parts: [
          { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
          { text: '42.' },
        ],
      },
      { role: 'user', parts: [{ text: 'Twice that?' }] },
    ] as NonNullable<LiveSendClientContentParameters['turns']>;
    session.sendClientContent({ turns: history });
    await turnComplete(messages);
    const texts = contentsIn(script).flatMap((parts) => parts.map(({ text }) => text));
    expect(texts).toEqual([
      'What is 6 times 7?',
      '```python\nprint(6 * 7)\n```',
      '```output\n42\n```\nOUTCOME_OK',
      '42.',
      'Twice that?',
    ]);
  });

  it('goes out unchanged, and at once, if it is only words', async () => {
    const { session, script, messages } = await openLive([SAYS_42]);
    session.sendClientContent({ turns: 'Hello', turnComplete: false });
    session.sendClientContent({ turnComplete: true });
    await turnComplete(messages);
    const said = script.requests().flatMap(({ method, body }) => (method === 'live.clientContent' ? body : []));
    expect(said).toEqual([
      { clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: false } },
      { clientContent: { turnComplete: true } },
    ]);
  });

  it('is reported if it cannot be sent, and what comes after it is sent', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { session, script } = await openLive([SAYS_42]);
    session.sendClientContent({ turns: [csv, { role: 'user' }] as never });
    session.sendClientContent({ turns: 'Hello' });
    await vi.waitFor(() => expect(contentsIn(script)).toEqual([[{ text: 'Hello' }]]));
    expect(reported).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
