// @module-tag long
import { beforeEach, describe, expect, it } from 'vitest';
import { type LocalPythonOptions, Sandbox } from '../../../src/entries/index.ts';
import { STEAL_PORT } from '../../security/attack.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, collect, kinds, MODEL, play, WITH_CODE_EXECUTION } from './play.ts';

const ASK = { model: MODEL, contents: 'Count.', config: WITH_CODE_EXECUTION };
/** What Google's own code execution answers. */
const SERVER: Script['turns'][number] = {
  parts: [
    { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
    { text: 'It is 42.' },
  ],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 20, totalTokenCount: 30 },
};

shareSandbox();
beforeEach(() => sandbox.reset());

describe('the mode auto', () => {
  it('runs code here as long as that is possible', async () => {
    const { ai, events } = await play(
      {
        turns: [
          { parts: [call('1 / 0')] },
          { parts: [call('print(42)')] },
          { expect: answersWith('42'), parts: [{ text: 'Done.' }] },
        ],
      },
      { mode: 'auto' },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('Done.');
    expect(events.map(({ type }) => type)).not.toContain('escalate');
  });

  it.each<[string, string, Partial<LocalPythonOptions>]>([
    ['a library that does not exist for the browser', 'import tensorflow', {}],
    ['memory', 'raise MemoryError', {}],
  ])('asks the server where the tab lacks %s, and says so', async (_, code, options) => {
    const { ai, report, events } = await play(
      { turns: [{ parts: [call(code)] }, SERVER] },
      { mode: 'auto', ...options },
    );
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(chunks.flatMap(kinds)).toEqual([
      'executableCode',
      'codeExecutionResult',
      'executableCode',
      'codeExecutionResult',
      'text',
    ]);
    expect(chunks.map((chunk) => chunk.candidates?.[0]?.finishReason).filter(Boolean)).toEqual(['STOP']);
    expect(new Set(chunks.map(({ responseId }) => responseId)).size).toBe(1);
    expect(events.find(({ type }) => type === 'escalate')).toMatchObject({ reason: expect.stringMatching(/\w/) });
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[1]?.body.tools).toEqual([{ codeExecution: {} }]);
    expect(requests[1]?.body.contents).toHaveLength(1);
  });

  it('asks the server when code timed out twice', async () => {
    const forEver = { parts: [call('while True: pass')] };
    const { ai, events } = await play({ turns: [forEver, forEver, SERVER] }, { mode: 'auto', timeout: 100 });
    expect((await ai.models.generateContent(ASK)).text).toBe('It is 42.');
    expect(events.find(({ type }) => type === 'escalate')).toMatchObject({ reason: 'Code timed out twice.' });
  });

  it('asks the server if Python cannot be started at all', async () => {
    const { ai, events } = await play(
      { turns: [{ parts: [call('print(1)')] }, SERVER] },
      { mode: 'auto', sandbox: () => Sandbox.create({ assets: '/no-such-folder/' }) },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('It is 42.');
    expect(events.find(({ type }) => type === 'escalate')).toMatchObject({
      reason: expect.stringContaining('no-such-folder'),
    });
  });

  it('stays here if code says, in the place of the sandbox, that Python could not be started', async () => {
    const forged = [
      "stolen.postMessage({ type: 'boot-failed', message: 'Python can not be started.', restoring: false })",
      "stolen.postMessage({ type: 'boot-failed', message: 'Python can not be started.', restoring: true })",
    ];
    const code = `${STEAL_PORT}\njavascript("${forged.join(';')}")\nimport asyncio\nawait asyncio.sleep(0.5)\nprint(42)`;
    const { ai, events, report } = await play(
      { turns: [{ parts: [call(code)] }, { expect: answersWith('42'), parts: [{ text: 'Done.' }] }] },
      { mode: 'auto' },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('Done.');
    expect(events.map(({ type }) => type)).not.toContain('escalate');
    expect((await report()).requests.map(({ body }) => JSON.stringify(body.tools))).not.toContain('codeExecution');
  });

  it('goes on in a chat from what the server said', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [call('import tensorflow')] },
          SERVER,
          { parts: [call('print(43)')] },
          { expect: answersWith('43'), parts: [{ text: 'And 43.' }] },
        ],
      },
      { mode: 'auto' },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await collect(await chat.sendMessageStream({ message: 'Count.' }));
    expect((await chat.sendMessage({ message: 'And then?' })).text).toBe('And 43.');
    expect((await report()).refusals).toEqual([]);
  });
});

describe('the mode local', () => {
  it('never asks the server, whatever is missing here', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('import tensorflow')] }, { parts: [{ text: 'Not here.' }] }],
    });
    expect((await ai.models.generateContent(ASK)).text).toBe('Not here.');
    for (const { body } of (await report()).requests) expect(JSON.stringify(body.tools)).not.toContain('codeExecution');
  });
});

describe('a chat that goes on with the server after code was run here', () => {
  it('is not refused for signatures that were given to calls', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('print(41)')] }, { parts: [{ text: 'It is 41.' }] }, SERVER],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await collect(await chat.sendMessageStream({ message: 'Count.' }));
    const config = { tools: [{ codeExecution: { mode: 'server' } }] };
    expect((await chat.sendMessage({ message: 'And one more?', config })).text).toBe('It is 42.');
    expect((await report()).refusals).toEqual([]);
  });
});

describe('events', () => {
  it('are the same when the server runs the code', async () => {
    const { ai, events } = await play({ turns: [SERVER] }, { mode: 'server' });
    await collect(await ai.models.generateContentStream(ASK));
    expect(events).toMatchObject([
      { type: 'turn-start', model: MODEL, mode: 'server' },
      { type: 'code', id: 1, language: 'PYTHON', code: 'print(6 * 7)' },
      { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '42\n' },
      { type: 'text-delta', text: 'It is 42.' },
      {
        type: 'usage',
        hop: 1,
        usage: expect.objectContaining({ totalTokenCount: 30 }),
        total: expect.objectContaining({ totalTokenCount: 30 }),
      },
      { type: 'turn-end', finishReason: 'STOP' },
    ]);
  });

  it('tell the tokens of each request and of all together', async () => {
    const usage = (prompt: number, candidates: number) => ({
      promptTokenCount: prompt,
      candidatesTokenCount: candidates,
      totalTokenCount: prompt + candidates,
    });
    const { ai, events } = await play({
      turns: [
        { parts: [call('print(1)')], usageMetadata: usage(20, 5) },
        { parts: [{ text: 'One.' }], usageMetadata: usage(40, 2) },
      ],
    });
    await ai.models.generateContent(ASK);
    expect(events.filter(({ type }) => type === 'usage')).toMatchObject([
      { hop: 1, usage: { totalTokenCount: 25 }, total: { totalTokenCount: 25 } },
      {
        hop: 2,
        usage: { totalTokenCount: 42 },
        total: { promptTokenCount: 20, toolUsePromptTokenCount: 40, candidatesTokenCount: 7, totalTokenCount: 67 },
      },
    ]);
  });

  it('end with the error if the call rejects', async () => {
    const { ai, events } = await play({ turns: [{ failure: 'permission-denied' }] });
    const error = await ai.models.generateContent(ASK).catch((reason) => reason);
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', finishReason: undefined, error });
  });

  it('go on if a listener throws', async () => {
    const reported: unknown[] = [];
    const note = (event: ErrorEvent) => {
      event.preventDefault();
      reported.push(event.error);
    };
    addEventListener('error', note);
    try {
      const onEvent = () => {
        throw new Error('The listener broke.');
      };
      const { ai } = await play({ turns: [{ parts: [{ text: 'Hi.' }] }] }, { onEvent });
      expect((await ai.models.generateContent(ASK)).text).toBe('Hi.');
      expect(reported.length).toBeGreaterThan(0);
    } finally {
      removeEventListener('error', note);
    }
  });
});

describe('a request without the tool, in a conversation in which code was run', () => {
  it('tells the model of the code and its output as text', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }, { parts: [{ text: 'Because.' }] }],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await chat.sendMessage({ message: 'Count.' });
    expect((await chat.sendMessage({ message: 'Why?', config: {} })).text).toBe('Because.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const sent = JSON.stringify(requests.at(-1)?.body.contents);
    expect(sent).not.toContain('executableCode');
    expect(sent).toContain('print(6 * 7)');
  });
});
