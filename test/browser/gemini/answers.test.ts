import { GenerateContentResponse, GoogleGenAI, Models } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerEvent, type LocalPythonOptions, Sandbox } from '../../../src/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { answersWith, call, collect, kinds, MODEL, play as playIn, WITH_CODE_EXECUTION } from './play.ts';

const QUESTION =
  'What is the sum of the first 50 prime numbers? Generate and run code for the calculation, and make sure you get all 50.';
const CODE = [
  'primes = [n for n in range(2, 230) if all(n % d for d in range(2, n))]',
  'assert len(primes) == 50',
  "print(f'sum_of_primes={sum(primes)}')",
].join('\n');
/** The model writes a program, is shown what it printed, and answers. */
const PRIMES: Script = {
  turns: [
    { parts: [{ text: 'I will count them. ' }, call(CODE)] },
    { expect: answersWith('sum_of_primes=5117'), parts: [{ text: 'The sum is ' }, { text: '5117.' }] },
  ],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.create({ assets: '/pyodide/' });
});
afterAll(() => sandbox.close());

const play = (script: Script, options: Partial<LocalPythonOptions> = {}) => playIn(script, { sandbox, ...options });

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

const PRIMES_THAT_NEVER_END: Script = { turns: [{ parts: [call('while True: pass')] }] };

describe('a file that the user sends', () => {
  const csv = (text: string) => ({ inlineData: { mimeType: 'text/csv', data: btoa(text) } });
  const COUNT = call('import csv\nprint(sum(int(row["sold"]) for row in csv.DictReader(open("file_1.csv"))))');

  it('is in the working directory under a name that the model is told', async () => {
    const { ai, report } = await play({
      turns: [
        {
          expect: [{ textContains: 'file_1.csv (text/csv, 24 bytes), file_2.png (image/png, 3 bytes)' }],
          parts: [COUNT],
        },
        { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
      ],
    });
    const response = await ai.models.generateContent({
      model: MODEL,
      contents: [
        csv('month,sold\njan,2\nfeb,40\n'),
        { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
        'How many?',
      ],
      config: WITH_CODE_EXECUTION,
    });
    expect(response.text).toBe('It is 42.');
    expect((await report()).refusals).toEqual([]);
  });

  it('is there again in a sandbox that was reset', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [COUNT] },
        { expect: answersWith('7'), parts: [{ text: 'Seven.' }] },
        { parts: [COUNT] },
        { expect: answersWith('7'), parts: [{ text: 'Seven again.' }] },
      ],
    });
    const ask = () =>
      ai.models.generateContent({
        model: MODEL,
        contents: [csv('sold\n7\n'), 'How many?'],
        config: WITH_CODE_EXECUTION,
      });
    await ask();
    await sandbox.reset();
    expect((await ask()).text).toBe('Seven again.');
    expect((await report()).refusals).toEqual([]);
  });

  it('is still there, under its name, in later turns of a chat, also after Python was restarted', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [COUNT] },
          { expect: answersWith('7'), parts: [{ text: 'Seven.' }] },
          { parts: [call('import itertools\nany(itertools.repeat(False))')] },
          { expect: answersWith('Python was restarted'), parts: [COUNT] },
          { expect: answersWith('7'), parts: [{ text: 'Still seven.' }] },
        ],
      },
      { timeout: 300 },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await chat.sendMessage({ message: [csv('sold\n7\n'), 'How many?'] });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Still seven.');
    expect((await report()).refusals).toEqual([]);
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

describe('mode: server', () => {
  it('passes the request through untouched', async () => {
    const recorded = {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { executableCode: { language: 'PYTHON', code: 'print(1)' } },
              { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } },
              { text: 'One.' },
            ],
          },
          finishReason: 'STOP',
        },
      ],
    };
    const script: Script = { turns: Array(2).fill({ recorded: JSON.stringify(recorded) }) };
    const { ai, original, report } = await play(script, { mode: 'server' });
    const request = { model: MODEL, contents: 'One?', config: WITH_CODE_EXECUTION };
    const response = await ai.models.generateContent(request);
    expect(response.codeExecutionResult).toBe('1\n');
    await original.models.generateContent(request);
    const [passed, untouched] = (await report()).requests;
    expect(passed?.body).toEqual(untouched?.body);
    expect(passed?.body.tools).toEqual([{ codeExecution: {} }]);
  });
});

describe('the client', () => {
  it('is the one that was given in everything else, and that one is not changed', async () => {
    const { ai, original, report } = await play({
      turns: [{ parts: [{ text: 'Hi.' }] }, { parts: [{ text: 'Hi.' }] }],
    });
    const { models, chats } = original;
    expect(ai).toBeInstanceOf(GoogleGenAI);
    expect(ai.models).toBeInstanceOf(Models);
    expect(ai.files).toBe(original.files);
    expect([original.models, original.chats]).toEqual([models, chats]);
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Hello' })).text).toBe('Hi.');
    expect(
      (await original.models.generateContent({ model: MODEL, contents: 'Hello', config: WITH_CODE_EXECUTION })).text,
    ).toBe('Hi.');
    expect((await report()).requests[1]?.body.tools).toEqual([{ codeExecution: {} }]);
    expect((await ai.models.countTokens({ model: MODEL, contents: 'Hello' })).totalTokens).toBeGreaterThan(0);
  });

  it('asks for the sandbox only when the model wants to run something', async () => {
    let asked = 0;
    const options = { sandbox: () => [sandbox][asked++] ?? sandbox };
    const { ai } = await play({ turns: [{ parts: [{ text: 'Hi.' }] }, ...PRIMES.turns] }, options);
    await ai.models.generateContent({ model: MODEL, contents: 'Hello', config: WITH_CODE_EXECUTION });
    expect(asked).toBe(0);
    await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(asked).toBe(1);
  });

  it('makes one sandbox for all that the model runs, and another where that was closed', async () => {
    const made: Sandbox[] = [];
    const make = async () => {
      made.push(await Sandbox.create({ assets: '/pyodide/' }));
      return made.at(-1) as Sandbox;
    };
    const ask = () => ai.models.generateContent({ model: MODEL, contents: 'Go.', config: WITH_CODE_EXECUTION });
    const { ai } = await play(
      {
        turns: [
          { parts: [call('x = 41')] },
          { parts: [call('print(x + 1)')] },
          { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
          { parts: [call('print("x" in globals())')] },
          { expect: answersWith('False'), parts: [{ text: 'Gone.' }] },
        ],
      },
      { sandbox: make },
    );
    expect((await ask()).text).toBe('It is 42.');
    await made[0]?.close();
    expect((await ask()).text).toBe('Gone.');
    expect(made).toHaveLength(2);
    await made[1]?.close();
  });

  it('tells what happens as it happens', async () => {
    const events: AnswerEvent[] = [];
    const { ai } = await play(PRIMES, { onEvent: (event) => events.push(event) });
    await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(events.filter(({ type }) => type !== 'usage')).toEqual([
      { type: 'turn-start', model: MODEL, mode: 'local' },
      { type: 'text-delta', text: 'I will count them. ' },
      { type: 'code', id: 1, language: 'PYTHON', code: CODE },
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'sum_of_primes=5117\n' },
      {
        type: 'result',
        id: 1,
        outcome: 'OUTCOME_OK',
        output: 'sum_of_primes=5117\n',
        durationMs: expect.any(Number),
      },
      { type: 'text-delta', text: 'The sum is 5117.' },
      { type: 'turn-end', finishReason: 'STOP' },
    ]);
  });
});
