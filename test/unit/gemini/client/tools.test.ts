import { type CallableTool, FunctionCallingConfigMode, type GenerateContentConfig, GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { GEMINI_2, GEMINI_3 } from '../../support/geminiFake/client.ts';
import { bodiesOf, collect, kindsOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from './play.ts';

const BYE = { parts: [{ text: 'Bye.' }] };
const book = { functionCall: { name: 'book', args: {} } };
const RUN = { parts: [runPython('print(1)')] };
const BOOK = { parts: [book] };

function bookingTool() {
  const booked: unknown[] = [];
  const tool: CallableTool = {
    tool: async () => ({ functionDeclarations: [{ name: 'book' }] }),
    callTool: async (calls) => {
      booked.push(...calls);
      return calls.map(({ id }) => ({
        functionResponse: { ...(id && { id }), name: 'book', response: { output: booked.length } },
      }));
    },
  };
  return { tool, booked };
}

const ask = (config: GenerateContentConfig) => ({ model: GEMINI_3, contents: 'Book it.', config });
const modesOf = (bodies: ReturnType<typeof bodiesOf>) =>
  bodies.map(({ toolConfig }) => toolConfig?.functionCallingConfig);
const declaredIn = (tools: unknown) => [...JSON.stringify(tools).matchAll(/"name":"(\w+)"/g)].map(([, name]) => name);

describe('calls that are left to the caller', () => {
  it.each<[string, GenerateContentConfig['automaticFunctionCalling']]>([
    ['that automatic calling is disabled', { disable: true }],
    ['of no remote calls', { maximumRemoteCalls: 0 }],
    ['of a number of calls that is none', { maximumRemoteCalls: Number.NaN }],
  ])('are all of a request that says %s', async (_, automaticFunctionCalling) => {
    const { tool, booked } = bookingTool();
    const { ai, script, ran } = playLocally({ turns: [RUN, BOOK] });
    const config = { tools: [{ codeExecution: {} }, tool], automaticFunctionCalling } as GenerateContentConfig;
    const response = await ai.models.generateContent(ask(config));
    expect(response.functionCalls).toMatchObject([{ name: 'book' }]);
    expect(booked).toEqual([]);
    expect(ran).toHaveLength(1);
    expect(script.refusals()).toEqual([]);
  });

  it('are not those that were made here, unary or streamed', async () => {
    const { tool, booked } = bookingTool();
    const { ai } = playLocally({ turns: [BOOK, BYE, BOOK, BYE] });
    const config = { tools: [{ codeExecution: {} }, tool] };
    const response = await ai.models.generateContent(ask(config));
    expect(kindsOf(response)).toEqual(['functionCall', 'functionResponse', 'text']);
    expect(response.functionCalls).toBeUndefined();
    const chunks = await collect(await ai.models.generateContentStream(ask(config)));
    expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([]);
    expect(booked).toHaveLength(2);
  });

  it('are not those that threw: the model is told, and the next call of the turn is made', async () => {
    const asked: number[] = [];
    const tool: CallableTool = {
      tool: async () => ({ functionDeclarations: [{ name: 'book' }] }),
      callTool: async (calls) => {
        asked.push(calls.length);
        throw new Error('Sold out.');
      },
    };
    const { ai, script } = playLocally({ turns: [{ parts: [book, book] }, BYE] });
    expect((await ai.models.generateContent(ask({ tools: [{ codeExecution: {} }, tool] }))).text).toBe('Bye.');
    expect(asked).toEqual([1, 1]);
    const responses = bodiesOf(script)[1]?.contents.at(-1)?.parts ?? [];
    expect(responses).toMatchObject(Array(2).fill({ functionResponse: { response: { error: 'Sold out.' } } }));
  });

  it('are the others of a turn in which some were made', async () => {
    const { tool, booked } = bookingTool();
    const sales = { functionCall: { name: 'get_sales', args: {} } };
    const { ai } = playLocally({ turns: [{ parts: [book, sales] }] });
    const declared = { functionDeclarations: [{ name: 'get_sales' }] };
    const response = await ai.models.generateContent(ask({ tools: [{ codeExecution: {} }, tool, declared] }));
    expect(response.functionCalls).toMatchObject([{ name: 'get_sales' }]);
    expect(booked).toHaveLength(1);
  });
});

describe('a limit of calls', () => {
  it('is none of code: the functions are offered no more, and code still is', async () => {
    const { tool, booked } = bookingTool();
    const { ai, script, ran } = playLocally({ turns: [RUN, RUN, BOOK, RUN, BYE] });
    const config = { tools: [{ codeExecution: {} }, tool], automaticFunctionCalling: { maximumRemoteCalls: 1 } };
    expect((await ai.models.generateContent(ask(config))).text).toBe('Bye.');
    expect([ran.length, booked.length]).toEqual([3, 1]);
    expect(bodiesOf(script).map(({ tools }) => declaredIn(tools).includes('book'))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(modesOf(bodiesOf(script))).toEqual(Array(5).fill(undefined));
  });

  it('leaves a call beyond it to the caller, as the SDK does', async () => {
    const { tool, booked } = bookingTool();
    const { ai } = playLocally({ turns: [BOOK, { ...BOOK, undeclaredCalls: true }] });
    const config = { tools: [{ codeExecution: {} }, tool], automaticFunctionCalling: { maximumRemoteCalls: 1 } };
    const response = await ai.models.generateContent(ask(config));
    expect(response.functionCalls).toHaveLength(1);
    expect(booked).toHaveLength(1);
  });
});

describe("what the caller says of the caller's functions", () => {
  const declared = { tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'mine' }, { name: 'other' }] }] };
  const mine = { parts: [{ functionCall: { name: 'mine', args: {} } }] };
  const withMode = (mode: FunctionCallingConfigMode, allowedFunctionNames?: string[]) => ({
    ...declared,
    toolConfig: { functionCallingConfig: { mode, ...(allowedFunctionNames && { allowedFunctionNames }) } },
  });

  it('is not said of code: none of them means none but ours', async () => {
    const { ai, script, ran } = playLocally({ turns: [RUN, BYE] });
    const response = await ai.models.generateContent(ask(withMode(FunctionCallingConfigMode.NONE)));
    expect(response.text).toBe('Bye.');
    expect(ran).toHaveLength(1);
    const [{ tools } = {}] = bodiesOf(script);
    expect(declaredIn(tools)).toEqual(['run_python']);
    expect(modesOf(bodiesOf(script))).toEqual([undefined, undefined]);
  });

  it('holds until one of them was called, however much code runs before', async () => {
    const { ai, script, ran } = playLocally({ turns: [RUN, RUN, mine] });
    const response = await ai.models.generateContent(ask(withMode(FunctionCallingConfigMode.ANY, ['mine'])));
    expect(response.functionCalls).toMatchObject([{ name: 'mine' }]);
    expect(ran).toHaveLength(2);
    expect(modesOf(bodiesOf(script))).toEqual(
      Array(3).fill({ mode: 'ANY', allowedFunctionNames: ['mine', 'run_python'] }),
    );
    expect(script.refusals()).toEqual([]);
  });

  it('is done with when one was called here: the model can answer then', async () => {
    const { tool } = bookingTool();
    const { ai, script } = playLocally({ turns: [RUN, BOOK, BYE] });
    const toolConfig = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };
    await ai.models.generateContent(ask({ tools: [{ codeExecution: {} }, tool], toolConfig }));
    expect(modesOf(bodiesOf(script)).map((calling) => calling?.mode)).toEqual(['ANY', 'ANY', 'AUTO']);
  });

  it('leaves code allowed if some of them are', async () => {
    const { ai, script } = playLocally({ turns: [RUN, BYE] });
    await ai.models.generateContent(ask(withMode(FunctionCallingConfigMode.VALIDATED, ['mine'])));
    expect(modesOf(bodiesOf(script))[0]?.allowedFunctionNames).toEqual(['mine', 'run_python']);
    expect(script.refusals()).toEqual([]);
  });
});

describe('a function that nobody has offered', () => {
  it.each([
    ['made up', 'get_everything'],
    ['ours for another language', 'run_javascript'],
    ["the caller's under another name", 'default_api.mine'],
  ])('is not handed to the caller: %s', async (_, name) => {
    const unknown = { parts: [{ functionCall: { name, args: { code: '1' } } }], undeclaredCalls: true };
    const { ai, script, ran } = playLocally({ turns: [unknown, RUN, BYE] });
    const config = { tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'mine' }] }] };
    const chat = ai.chats.create({ model: GEMINI_3, config });
    const response = await chat.sendMessage({ message: 'Do it.' });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(ran).toEqual(['print(1)']);
    expect(JSON.stringify(bodiesOf(script)[1]?.contents.at(-1))).toContain(
      `There is no function ${name}. There are: mine, run_python.`,
    );
    expect(script.refusals()).toEqual([]);
  });

  it.each(['default_api.run_python', 'default_api:run_python'])('is ours as %s, in later turns too', async (name) => {
    const prefixed = { parts: [{ functionCall: { name, args: { code: 'print(2)' } } }], undeclaredCalls: true };
    const { ai, script, ran } = playLocally({ turns: [prefixed, BYE, BYE] });
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    expect(kindsOf(await chat.sendMessage({ message: 'Do it.' }))).toContain('executableCode');
    await chat.sendMessage({ message: 'Sure?' });
    expect(ran).toEqual(['print(2)']);
    expect(script.refusals()).toEqual([]);
  });
});

describe('a model that writes its programs as text', () => {
  const fenced = (code: string) => ({ parts: [{ text: `\`\`\`python\n${code}\n\`\`\`\n` }] });

  it('is told when no more of them is run', async () => {
    const { ai, script, ran } = playLocally(
      { turns: [fenced('1'), fenced('2'), { expect: [{ textContains: 'No more code is run now.' }], ...BYE }] },
      { protocol: 'fences', maxFailures: 2, print: () => 'Error' },
    );
    const response = await ai.models.generateContent({ ...ask(WITH_CODE), model: GEMINI_2 });
    expect(response.text).toBe('Bye.');
    expect(ran).toEqual(['1\n', '2\n']);
    expect(script.refusals()).toEqual([]);
  });

  it.each([
    [4, 5],
    [5, 5],
  ])('has, where the caller gives %i stop sequences, %i', async (given, sent) => {
    const { ai, script } = playLocally({ turns: [BYE] }, { protocol: 'fences' });
    const stopSequences = Array.from({ length: given }, (_, index) => `stop ${index}`);
    await ai.models.generateContent({ ...ask({ ...WITH_CODE, stopSequences }), model: GEMINI_2 });
    expect(bodiesOf(script)[0]?.generationConfig?.stopSequences).toHaveLength(sent);
  });

  it("is also one of Vertex that is given Google's search, which takes no functions beside it there", async () => {
    const bodies: string[] = [];
    const fetch = async (_: unknown, init?: RequestInit) => {
      bodies.push(String(init?.body));
      return Response.json({
        candidates: [{ content: { role: 'model', parts: [{ text: 'Hi.' }] }, finishReason: 'STOP' }],
      });
    };
    const vertex = new GoogleGenAI({ vertexai: true, apiKey: 'test', httpOptions: { fetch: fetch as never } });
    const ai = withLocalPython(vertex, scriptedSandbox());
    const config = { tools: [{ codeExecution: {} }, { googleSearch: {} }] };
    expect((await ai.models.generateContent(ask(config))).text).toBe('Hi.');
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ tools: [{ googleSearch: {} }] });
    expect(bodies[0]).not.toContain('includeServerSideToolInvocations');
  });
});

describe('requests that are made again', () => {
  it.each<[string, GenerateContentConfig['httpOptions'], Partial<LocalPythonOptions>, number]>([
    ['as often as this client does', undefined, {}, 4],
    ['as often as one request says', { retryOptions: { attempts: 3, initialDelay: 0.001 } }, {}, 3],
    ['never where one request says so', { retryOptions: { attempts: 1 } }, {}, 1],
    ['as often as by default where an option is undefined', undefined, { retry: { attempts: undefined } as never }, 4],
  ])('are made %s, and not by the SDK on top of that', async (_, httpOptions, options, requests) => {
    const { ai, script } = playLocally({ turns: [{ failure: 'overloaded', times: 20 }] }, options);
    const config = { ...WITH_CODE, ...(httpOptions && { httpOptions }) };
    await expect(ai.models.generateContent(ask(config))).rejects.toMatchObject({ status: 503 });
    expect(script.requests()).toHaveLength(requests);
  });

  it('are those whose connection broke, before an answer or in it', async () => {
    const { ai, script } = playLocally({ turns: [{ reset: true }, { ...BYE, halveAfter: 0 }, BYE] });
    const chunks = await collect(await ai.models.generateContentStream(ask(WITH_CODE)));
    expect(chunks.at(-1)?.text).toBe('Bye.');
    expect(script.requests()).toHaveLength(3);
  });

  it("are made once for each try if the SDK's client has retries of its own", async () => {
    const { script } = playLocally({ turns: [{ failure: 'overloaded', times: 20 }] });
    const httpOptions = { baseUrl: script.baseUrl, retryOptions: { attempts: 5, initialDelay: 0.001 } };
    const retrying = new GoogleGenAI({ apiKey: 'test', httpOptions });
    const ai = withLocalPython(retrying, { ...scriptedSandbox(), retry: { attempts: 2, initialDelayMs: 1 } });
    await expect(ai.models.generateContent(ask(WITH_CODE))).rejects.toMatchObject({ status: 503 });
    expect(script.requests()).toHaveLength(2);
  });

  it('reject with what the caller aborts with, whatever that is', async () => {
    const { ai, script } = playLocally({ turns: [{ hang: true }] });
    const stop = new AbortController();
    const asked = ai.models.generateContent(ask({ ...WITH_CODE, abortSignal: stop.signal }));
    const outcome = asked.catch((reason) => reason);
    await expect.poll(() => script.requests().length).toBe(1);
    stop.abort('enough');
    expect(await outcome).toBe('enough');
  });
});

describe('options that nobody can mean', () => {
  it.each<Partial<LocalPythonOptions>>([
    { retry: { attempts: 0 } },
    { retry: { attempts: Number.NaN } },
    { retry: { initialDelayMs: -1 } },
    { retry: { maxDelayMs: '1' as never } },
    { pictures: { count: -1 } },
    { pictures: { side: 0 } },
    { pictures: { bytes: Number.NaN } },
  ])('are refused at once: %o', (options) => {
    const client = new GoogleGenAI({ apiKey: 'test' });
    expect(() => withLocalPython(client, { ...scriptedSandbox(), ...options })).toThrow(InvalidOptionError);
  });
});
