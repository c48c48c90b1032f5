import { GenerateContentResponse } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, collect, kinds, MODEL, play, WITH_CODE_EXECUTION } from './play.ts';
import { CODE, PRIMES, QUESTION } from './primes.ts';

shareSandbox();

const PRIMES_THAT_NEVER_END: Script = { turns: [{ parts: [call('while True: pass')] }] };

describe('a request with the codeExecution tool', () => {
  it("is answered with the server's parts, from Python that ran in the tab", async () => {
    const { ai, report } = await play(PRIMES);
    const response = await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(response).toBeInstanceOf(GenerateContentResponse);
    expect(kinds(response)).toEqual(['text', 'executableCode', 'codeExecutionResult', 'text']);
    expect(response.executableCode).toBe(CODE);
    expect(response.codeExecutionResult).toBe('sum_of_primes=5117\n');
    expect(response.text).toBe('I will count them. The sum is 5117.');
    expect(response.functionCalls).toBeUndefined();
    expect(response.candidates?.[0]).toMatchObject({ finishReason: 'STOP', index: 0, content: { role: 'model' } });
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('is streamed as the server streams it: no empty chunk, and a finish reason only on the last', async () => {
    const { ai } = await play(PRIMES);
    const chunks = await collect(
      await ai.models.generateContentStream({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION }),
    );
    expect(chunks.flatMap(kinds)).toEqual(['text', 'executableCode', 'codeExecutionResult', 'text', 'text']);
    expect(chunks.every((chunk) => chunk instanceof GenerateContentResponse)).toBe(true);
    expect(chunks.map((chunk) => chunk.candidates?.[0]?.finishReason)).toEqual([...Array(4).fill(undefined), 'STOP']);
    expect(new Set(chunks.map(({ responseId }) => responseId)).size).toBe(1);
  });

  it('counts the tokens of both requests, as the server counts them', async () => {
    const { ai } = await play({
      turns: [
        { ...PRIMES.turns[0], usageMetadata: { promptTokenCount: 21, candidatesTokenCount: 40, totalTokenCount: 61 } },
        { ...PRIMES.turns[1], usageMetadata: { promptTokenCount: 90, candidatesTokenCount: 8, totalTokenCount: 98 } },
      ] as Script['turns'],
    });
    const response = await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(response.usageMetadata).toMatchObject({
      promptTokenCount: 21,
      toolUsePromptTokenCount: 90,
      candidatesTokenCount: 48,
      totalTokenCount: 159,
    });
  });

  it('works with a model that gives its calls no ids and signs nothing', async () => {
    const { ai, report } = await play(PRIMES);
    const response = await ai.models.generateContent({
      model: 'gemini-2.5-flash',
      contents: QUESTION,
      config: WITH_CODE_EXECUTION,
    });
    expect(response.codeExecutionResult).toBe('sum_of_primes=5117\n');
    expect((await report()).refusals).toEqual([]);
  });

  it('runs calls that the model made side by side, and answers them together', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [call('print(1)'), call('print(2)')] },
        { expect: answersWith('2'), parts: [{ text: 'Both.' }] },
      ],
    });
    const response = await ai.models.generateContent({
      model: MODEL,
      contents: 'Two things.',
      config: WITH_CODE_EXECUTION,
    });
    expect(kinds(response)).toEqual([
      'executableCode',
      'executableCode',
      'codeExecutionResult',
      'codeExecutionResult',
      'text',
    ]);
    expect((await report()).refusals).toEqual([]);
  });

  it('shows the model its traceback, and what it makes of it', async () => {
    const { ai } = await play({
      turns: [
        { parts: [call('print(total)')] },
        { expect: answersWith("NameError: name 'total' is not defined"), parts: [call('total = 3\nprint(total)')] },
        { expect: answersWith('3'), parts: [{ text: 'It is 3.' }] },
      ],
    });
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Total?', config: WITH_CODE_EXECUTION });
    const results = response.candidates?.[0]?.content?.parts?.flatMap((part) => part.codeExecutionResult ?? []);
    expect(results?.map(({ outcome }) => outcome)).toEqual(['OUTCOME_FAILED', 'OUTCOME_OK']);
    expect(response.text).toBe('It is 3.');
  });

  it('tells the model of a timeout, and goes on', async () => {
    const { ai } = await play(
      {
        turns: [
          { parts: [call('while True: pass')] },
          { expect: answersWith('timed out after 0.2 s'), parts: [{ text: 'Too slow.' }] },
        ],
      },
      { timeout: 200 },
    );
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Wait.', config: WITH_CODE_EXECUTION });
    const [, result] = response.candidates?.[0]?.content?.parts ?? [];
    expect(result?.codeExecutionResult?.outcome).toBe('OUTCOME_DEADLINE_EXCEEDED');
    expect(response.text).toBe('Too slow.');
  });

  it('asks for an answer without more code after five failures in a row', async () => {
    const { ai, report } = await play({
      turns: [...Array(5).fill({ parts: [call('1 / 0')] }), { parts: [{ text: 'I give up.' }] }],
    });
    const response = await ai.models.generateContent({
      model: MODEL,
      contents: 'Divide.',
      config: WITH_CODE_EXECUTION,
    });
    expect(response.text).toBe('I give up.');
    const { requests } = await report();
    const modes = requests.map(({ body }) => body.toolConfig?.functionCallingConfig?.mode);
    expect(modes).toEqual([...Array(5).fill(undefined), 'NONE']);
  });

  it('never runs a program that was cut off', async () => {
    const { ai } = await play({ turns: [{ parts: [call('ran_half = True')], finishReason: 'MAX_TOKENS' }] });
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Long.', config: WITH_CODE_EXECUTION });
    expect(response.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
    expect(kinds(response)).toEqual(['executableCode']);
    expect((await sandbox.run('print("ran_half" in globals())')).output).toBe('False\n');
  });

  it("hands the caller's own function to the caller, and takes its response back with ours", async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [call('print(6 * 7)'), { functionCall: { name: 'get_sales', args: {} } }] },
        { expect: answersWith('42'), parts: [{ text: 'Sold.' }] },
      ],
    });
    const config = {
      tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'get_sales', description: 'Sales' }] }],
    };
    const first = await ai.models.generateContent({ model: MODEL, contents: 'Sales?', config });
    expect(kinds(first)).toEqual(['executableCode', 'functionCall', 'codeExecutionResult']);
    const [sales] = first.functionCalls ?? [];
    const id = sales?.id === undefined ? {} : { id: sales.id };
    const second = await ai.models.generateContent({
      model: MODEL,
      contents: [
        { role: 'user', parts: [{ text: 'Sales?' }] },
        first.candidates?.[0]?.content ?? {},
        { role: 'user', parts: [{ functionResponse: { ...id, name: 'get_sales', response: { output: [1, 2] } } }] },
      ],
      config,
    });
    expect(second.text).toBe('Sold.');
    expect((await report()).refusals).toEqual([]);
  });

  it('can be stopped while Python runs, and the sandbox is usable again', async () => {
    const stop = new AbortController();
    const { ai } = await play(PRIMES_THAT_NEVER_END, {
      onEvent: ({ type }) => type === 'code' && setTimeout(() => stop.abort(), 50),
    });
    const asked = ai.models.generateContent({
      model: MODEL,
      contents: 'For ever.',
      config: { ...WITH_CODE_EXECUTION, abortSignal: stop.signal },
    });
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('that the API refuses rejects with the error that the SDK gives', async () => {
    const { ai } = await play({
      turns: [{ status: 403, error: { message: 'Not you.', status: 'PERMISSION_DENIED' } }],
    });
    const asked = ai.models.generateContentStream({ model: MODEL, contents: 'Hello', config: WITH_CODE_EXECUTION });
    await expect(asked).rejects.toMatchObject({ name: 'ApiError', status: 403 });
  });

  it('whose prompt was blocked gives the feedback', async () => {
    const { ai } = await play({ turns: [{ recorded: '{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}' }] });
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Bad.', config: WITH_CODE_EXECUTION });
    expect(response.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT');
  });
});

describe('a chat', () => {
  const THREE_TURNS: Script = {
    turns: [
      { parts: [{ text: 'Let me see. ' }, call('def double(x):\n    return 2 * x\nprint(double(4))')] },
      { expect: answersWith('8'), parts: [{ text: 'It is 8.' }] },
      { parts: [call('print(double(21))')] },
      { expect: answersWith('42'), parts: [{ text: 'And that is 42.' }] },
      { parts: [{ text: 'You are welcome.' }] },
    ],
  };

  it('remembers code, results and signatures from turn to turn, and Python its variables', async () => {
    const { ai, report } = await play(THREE_TURNS);
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    expect((await chat.sendMessage({ message: 'Double 4.' })).text).toBe('Let me see. It is 8.');
    expect((await chat.sendMessage({ message: 'And 21?' })).text).toBe('And that is 42.');
    expect((await chat.sendMessage({ message: 'Thanks.' })).text).toBe('You are welcome.');
    expect((await report()).refusals).toEqual([]);
    const history = chat.getHistory().map(({ role, parts }) => [role, parts?.length]);
    expect(history).toEqual([
      ['user', 1],
      ['model', 4],
      ['user', 1],
      ['model', 3],
      ['user', 1],
      ['model', 1],
    ]);
  });

  it('does so streamed', async () => {
    const { ai, report } = await play(THREE_TURNS);
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    for (const message of ['Double 4.', 'And 21?', 'Thanks.']) await collect(await chat.sendMessageStream({ message }));
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });
});
