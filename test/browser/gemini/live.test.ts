// @module-tag long
/** Live sessions over the browser's own WebSocket, with Python that really runs. */
import { type LiveConnectConfig, LiveServerMessage, type Part } from '@google/genai';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalPythonOptions } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { call, play } from './play.ts';
import { DRAW_RED } from './redPicture.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const DONE = { parts: [{ text: 'Done.' }] };
const ENDLESS = 'print("on")\nwhile True: pass';

/** A session of a fake that plays these turns, which was asked something. */
async function open(
  turns: Script['turns'],
  { config = {}, ...options }: Partial<LocalPythonOptions> & { config?: LiveConnectConfig } = {},
) {
  const { ai, report, events } = await play({ turns }, options);
  const messages: LiveServerMessage[] = [];
  const session = await ai.live.connect({
    model: 'gemini-3.8-live',
    config: { tools: [{ codeExecution: {} }], ...config },
    callbacks: { onmessage: (message) => void messages.push(message) },
  });
  const parts = (): Part[] => messages.flatMap(({ serverContent }) => serverContent?.modelTurn?.parts ?? []);
  const ask = (turn = 'Go.') => session.sendClientContent({ turns: turn });
  const complete = (count = 1) =>
    expect
      .poll(() => messages.filter(({ serverContent }) => serverContent?.turnComplete).length, { timeout: 20_000 })
      .toBe(count);
  const running = () =>
    vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('output-delta'), { timeout: 20_000 });
  return { session, messages, parts, ask, complete, running, report, events };
}

describe('a Live session whose code runs in the tab', () => {
  it('has the output of Python, and the variables stay for the next turn', async () => {
    const { parts, ask, complete, report } = await open([
      { parts: [call('answer = 6 * 7\nprint(answer)')] },
      { expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }], ...DONE },
      { parts: [call('print(answer + 1)')] },
      { expect: [{ functionResponse: { name: 'run_python', responseContains: '43' } }], ...DONE },
    ]);
    ask();
    await complete();
    ask();
    await complete(2);
    expect(parts().flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? [])).toEqual(['42\n', '43\n']);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('shows the pictures of its code, in messages of the SDK', async () => {
    const { messages, parts, ask, complete } = await open([{ parts: [call(`${DRAW_RED}print("drawn")`)] }, DONE]);
    ask();
    await complete();
    const picture = parts().find(({ inlineData }) => inlineData?.mimeType === 'image/png');
    await createImageBitmap(await (await fetch(`data:image/png;base64,${picture?.inlineData?.data}`)).blob());
    expect(messages.every((message) => message instanceof LiveServerMessage)).toBe(true);
  });

  it('says what failed, to the app and to the model', async () => {
    const { parts, ask, complete } = await open([
      { parts: [call('1 / 0')] },
      { expect: [{ functionResponse: { name: 'run_python', responseContains: 'ZeroDivisionError' } }], ...DONE },
    ]);
    ask();
    await complete();
    expect(parts()[1]?.codeExecutionResult).toMatchObject({
      outcome: 'OUTCOME_FAILED',
      output: expect.stringContaining('ZeroDivisionError: division by zero'),
    });
  });

  it('stops a program whose call the model takes back, and runs the next one', async () => {
    const { messages, parts, ask, complete, running, report } = await open([
      { messages: [{ toolCall: { functionCalls: [{ id: 'one', name: 'run_python', args: { code: ENDLESS } }] } }] },
      { messages: [{ toolCallCancellation: { ids: ['one'] } }] },
      { parts: [call('print("next")')] },
      DONE,
    ]);
    ask();
    await running();
    ask('Stop.');
    await expect.poll(() => parts().at(-1)?.codeExecutionResult?.output).toBe('The run was cancelled.\n');
    ask('Go on.');
    await complete();
    expect(
      parts()
        .flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? [])
        .at(-1),
    ).toBe('next\n');
    expect(messages.some((message) => message.toolCallCancellation)).toBe(false);
    expect((await report()).refusals).toEqual([]);
  });

  it('stops its program when it is closed, and the sandbox goes on', async () => {
    const { session, parts, ask, running } = await open([{ parts: [call(ENDLESS)] }]);
    ask();
    await running();
    session.close();
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
    expect(parts()).toHaveLength(1);
  });

  it('gives Python the files of the user', async () => {
    const { session, parts, complete, report } = await open([
      { parts: [call('print(open("sales.csv").read().split()[1])')] },
      DONE,
    ]);
    const csv = { inlineData: { mimeType: 'text/csv', data: btoa('sold\n40\n'), displayName: 'sales.csv' } };
    session.sendClientContent({ turns: [csv, 'How many?'] });
    await complete();
    expect(parts()[1]?.codeExecutionResult?.output).toBe('40\n');
    expect((await report()).refusals).toEqual([]);
  });

  it('has its time limit', async () => {
    const { parts, ask, complete } = await open([{ parts: [call('while True: pass')] }, DONE], { timeout: 500 });
    ask();
    await complete();
    expect(parts()[1]?.codeExecutionResult?.outcome).toBe('OUTCOME_DEADLINE_EXCEEDED');
  });

  it('tells its events as any answer does', async () => {
    const { ask, complete, events } = await open([{ parts: [call('print(6 * 7)')] }, DONE], {
      config: { outputAudioTranscription: {} },
    });
    ask();
    await complete();
    expect(events.map(({ type }) => type)).toEqual([
      'turn-start',
      'code',
      'output-delta',
      'result',
      'text-delta',
      'usage',
      'turn-end',
    ]);
  });
});
