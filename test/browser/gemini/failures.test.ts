// @module-tag long
import { beforeEach, describe, expect, it } from 'vitest';
import { type LocalCodeExecution, partialAnswer } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, collect, kinds, MODEL, partsOf, play, WITH_CODE_EXECUTION } from './play.ts';

const COUNT = call('count = globals().get("count", 0) + 1\nprint(f"{count=}")');
const ASK = { model: MODEL, contents: 'Count.', config: WITH_CODE_EXECUTION };
const ANSWER = { parts: [{ text: 'Counted.' }] };

shareSandbox();
beforeEach(() => sandbox.reset());

const count = async () => (await sandbox.run('print(globals().get("count", 0))')).output;
const types = (events: readonly { type: string }[]) => events.map(({ type }) => type);

describe('an API that refuses for the moment', () => {
  it.each<[string, Partial<Script['turns'][number]>]>([
    ['is overloaded (503)', { failure: 'overloaded' }],
    ['has an error of its own (500)', { failure: 'internal' }],
    ['takes too long (504)', { failure: 'timeout-exceeded' }],
    ["can't be reached, as when the user is offline", { reset: true }],
  ])('and %s is asked again, and what ran is not run again', async (_, failure) => {
    const { ai, events, report } = await play({
      turns: [{ parts: [COUNT] }, { ...failure, times: 2 }, { expect: answersWith('count=1'), ...ANSWER }],
    });
    const response = await ai.models.generateContent(ASK);
    expect(kinds(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(await count()).toBe('1\n');
    const retries = events.filter(({ type }) => type === 'retry');
    expect(retries).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect((await report()).refusals).toEqual([]);
  });

  it('and says when to come back (429 with RetryInfo) is given that time', async () => {
    const { ai, events } = await play({
      turns: [{ failure: 'quota-exceeded', retryDelay: '0.3s' }, { parts: [{ text: 'Hi.' }] }],
    });
    const started = performance.now();
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(performance.now() - started).toBeGreaterThan(299);
    expect(chunks.flatMap(partsOf)).toEqual([{ text: 'Hi.' }]);
    expect(events.find(({ type }) => type === 'retry')).toMatchObject({ delayMs: 300 });
  });

  it('for longer than anybody waits is not asked again', async () => {
    const { ai, report, events } = await play({ turns: [{ failure: 'quota-exceeded', retryDelay: '3600s' }] });
    await expect(ai.models.generateContent(ASK)).rejects.toMatchObject({ name: 'ApiError', status: 429 });
    expect((await report()).requests).toHaveLength(1);
    expect(types(events)).toEqual(['turn-start', 'turn-end']);
    expect(events.at(-1)).toMatchObject({ error: { status: 429 } });
  });

  it('again and again is given up with its own error, and the answer so far is at hand', async () => {
    const { ai, report } = await play({ turns: [{ parts: [COUNT] }, { failure: 'overloaded', times: 4 }] });
    const error = await ai.models.generateContent(ASK).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'ApiError', status: 503 });
    const partial = partialAnswer(error);
    expect(kinds(partial)).toEqual(['executableCode', 'codeExecutionResult']);
    expect(partial?.codeExecutionResult).toBe('count=1\n');
    expect((await report()).requests).toHaveLength(5);
  });

  it('and is asked later to resume goes on from there, in a chat too, and runs nothing twice', async () => {
    const { ai, report } = await play(
      { turns: [{ parts: [COUNT] }, { failure: 'overloaded' }, { expect: answersWith('count=1'), ...ANSWER }] },
      { retry: { attempts: 1 } },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const ask = async (codeExecution: LocalCodeExecution) =>
      collect(await chat.sendMessageStream({ message: 'Count.', config: { tools: [{ codeExecution }] } }));
    const error = await ask({}).catch((reason) => reason);
    expect(error).toMatchObject({ status: 503 });
    const chunks = await ask({ resume: partialAnswer(error) });
    expect(chunks.flatMap(kinds)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(await count()).toBe('1\n');
    expect(chat.getHistory(true)).toHaveLength(1 + chunks.length);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('for good, such as for a wrong key, is not asked again', async () => {
    const { ai, report } = await play({ turns: [{ failure: 'permission-denied' }] });
    await expect(ai.models.generateContent(ASK)).rejects.toMatchObject({ status: 403 });
    expect((await report()).requests).toHaveLength(1);
  });
});

describe('a stream', () => {
  it('that fails after words have been shown rejects, and shows none of them twice', async () => {
    const { ai } = await play({
      turns: [{ parts: [{ text: 'Let me ' }, { text: 'count.' }], failAfter: 1, failure: 'overloaded' }],
    });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { text } of await ai.models.generateContentStream(ASK)) seen.push(text ?? '');
    })();
    await expect(reading).rejects.toMatchObject({ status: 503 });
    expect(seen).toEqual(['Let me ']);
  });

  it('that fails before any word has been shown is asked for again', async () => {
    const { ai, events } = await play({ turns: [{ ...ANSWER, halveAfter: 0 }, ANSWER] });
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(chunks.flatMap(partsOf)).toEqual([{ text: 'Counted.' }]);
    expect(types(events)).toContain('retry');
  });

  it('that just ends keeps what it said, and says that it is not all', async () => {
    const { ai } = await play({
      turns: [{ parts: [{ text: 'Let me ' }, { text: 'count.' }], endAfter: 1 }, ANSWER],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const chunks = await collect(await chat.sendMessageStream({ message: 'Count.' }));
    expect(chunks.map(({ text }) => text).join('')).toBe('Let me ');
    expect(chunks.at(-1)?.candidates?.[0]).toMatchObject({ finishReason: 'OTHER' });
    // The SDK's chat forgets a turn without a finish reason.
    expect((await chat.sendMessage({ message: 'Go on.' })).text).toBe('Counted.');
    expect(chat.getHistory(true)[1]).toMatchObject({ role: 'model', parts: [{ text: 'Let me ' }] });
  });

  it('that just ends before it said anything is asked for again', async () => {
    const { ai, events } = await play({ turns: [{ ...ANSWER, endAfter: 0 }, ANSWER] });
    expect((await collect(await ai.models.generateContentStream(ASK))).at(-1)?.text).toBe('Counted.');
    expect(types(events)).toContain('retry');
  });
});

describe('a model', () => {
  it.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL'])(
    'that ends with %s is asked again',
    async (finishReason) => {
      const { ai, events, report } = await play({
        turns: [{ parts: [], finishReason }, { parts: [COUNT] }, { expect: answersWith('count=1'), ...ANSWER }],
      });
      const response = await ai.models.generateContent(ASK);
      expect(kinds(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
      expect(events.find(({ type }) => type === 'retry')).toMatchObject({
        reason: finishReason,
        attempt: 1,
        delayMs: 0,
      });
      expect((await report()).refusals).toEqual([]);
    },
  );

  it('that ends so again and again is left at that', async () => {
    const { ai, report } = await play({ turns: Array(5).fill({ parts: [], finishReason: 'MALFORMED_FUNCTION_CALL' }) });
    const response = await ai.models.generateContent(ASK);
    expect(response.candidates?.[0]?.finishReason).toBe('MALFORMED_FUNCTION_CALL');
    expect((await report()).requests).toHaveLength(3);
  });

  it('that ends so after it spoke is told, and its words are kept', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [{ text: 'I will count. ' }], finishReason: 'MALFORMED_FUNCTION_CALL' },
        { expect: [{ textContains: 'MALFORMED_FUNCTION_CALL' }], parts: [COUNT] },
        { expect: answersWith('count=1'), ...ANSWER },
      ],
    });
    const response = await ai.models.generateContent(ASK);
    expect(response.text).toBe('I will count. Counted.');
    expect((await report()).refusals).toEqual([]);
  });

  it('that says nothing at all is asked again', async () => {
    const { ai } = await play({ turns: [{ parts: [COUNT] }, { parts: [{ text: '' }] }, ANSWER] });
    expect((await ai.models.generateContent(ASK)).text).toBe('Counted.');
  });

  it('that writes executableCode which nobody asked for has it run, and is told in words', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [{ executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } }] },
        { expect: [{ textContains: '42' }], parts: [{ text: 'It is 42.' }] },
      ],
    });
    const response = await ai.models.generateContent(ASK);
    expect(kinds(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect((await report()).refusals).toEqual([]);
  });

  it('that writes its tool code as text has it run', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [{ text: 'Let me see.\n```tool_' }, { text: 'code\nprint(6 * 7)\n```\n' }] },
        { expect: [{ textContains: '42' }], parts: [{ text: 'It is 42.' }] },
      ],
    });
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(chunks.flatMap(kinds)).toEqual(['text', 'executableCode', 'codeExecutionResult', 'text']);
    expect((await report()).refusals).toEqual([]);
  });

  it('that shows a listing in its text is not taken at its word', async () => {
    const { ai } = await play({ turns: [{ parts: [{ text: 'So:\n```python\ncount = 9\n```\n' }] }] });
    const response = await ai.models.generateContent(ASK);
    expect(response.text).toBe('So:\n```python\ncount = 9\n```\n');
    expect(await count()).toBe('0\n');
  });

  it('that is cut off in the middle of a call has nothing run, and the chat goes on', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [{ text: 'Now. ' }, COUNT], finishReason: 'MAX_TOKENS' },
        { expect: [{ textContains: 'Go on.' }], ...ANSWER },
      ],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const first = await chat.sendMessage({ message: 'Count.' });
    expect(first.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
    expect((await chat.sendMessage({ message: 'Go on.' })).text).toBe('Counted.');
    expect(await count()).toBe('0\n');
    expect((await report()).refusals).toEqual([]);
  });

  it('whose prompt is blocked after something ran keeps what ran, in the history of a chat too', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [COUNT] }, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }, ANSWER],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const chunks = await collect(await chat.sendMessageStream({ message: 'Count.' }));
    expect(chunks.at(-1)?.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT');
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('PROHIBITED_CONTENT');
    expect((await chat.sendMessage({ message: 'And now?' })).text).toBe('Counted.');
    expect(JSON.stringify(chat.getHistory(true))).toContain('count=1');
    expect((await report()).refusals).toEqual([]);
  });

  it('that fails as often as the caller allows is asked to answer without running more', async () => {
    const { ai, report } = await play(
      { turns: [...Array(2).fill({ parts: [call('1 / 0')] }), { parts: [{ text: 'I give up.' }] }] },
      { maxFailures: 2 },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('I give up.');
    const { requests } = await report();
    expect(requests.map(({ body }) => body.toolConfig?.functionCallingConfig?.mode)).toEqual([
      undefined,
      undefined,
      'NONE',
    ]);
  });
});

describe('a chat that was stopped', () => {
  it('while Python ran is usable, with the variables of before', async (context) => {
    needsSuspending(context);
    const stop = new AbortController();
    const forEver = { parts: [call('print("started")\nwhile True: pass')] };
    const { ai, report } = await play(
      {
        turns: [{ parts: [COUNT] }, ANSWER, forEver, { parts: [COUNT] }, { expect: answersWith('count=2'), ...ANSWER }],
      },
      { onEvent: (event) => event.type === 'output-delta' && event.text === 'started\n' && stop.abort() },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await chat.sendMessage({ message: 'Count.' });
    const config = { ...WITH_CODE_EXECUTION, abortSignal: stop.signal };
    await expect(chat.sendMessage({ message: 'For ever.', config })).rejects.toMatchObject({ name: 'AbortError' });
    expect((await chat.sendMessage({ message: 'Count.' })).text).toBe('Counted.');
    expect((await report()).refusals).toEqual([]);
  });

  it('while the model was asked is usable, and nobody goes on asking', async () => {
    const stop = new AbortController();
    const { ai, report } = await play({ turns: [{ hang: true }, ANSWER] });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const asked = chat.sendMessage({ message: 'Hello?', config: { ...WITH_CODE_EXECUTION, abortSignal: stop.signal } });
    setTimeout(() => stop.abort(), 50);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect((await chat.sendMessage({ message: 'Count.' })).text).toBe('Counted.');
    expect((await report()).requests).toHaveLength(2);
  });

  it('while it waited for the API to recover does not wait any longer', async () => {
    const stop = new AbortController();
    const { ai } = await play({ turns: [{ failure: 'quota-exceeded', retryDelay: '50s' }] });
    const config = { ...WITH_CODE_EXECUTION, abortSignal: stop.signal };
    const asked = ai.models.generateContent({ ...ASK, config });
    setTimeout(() => stop.abort(), 100);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
