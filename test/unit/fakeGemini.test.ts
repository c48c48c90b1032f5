import { readFile } from 'node:fs/promises';
import {
  type FunctionCall,
  FunctionCallingConfigMode,
  GoogleGenAI,
  HarmBlockThreshold,
  HarmCategory,
  type Content as SdkContent,
  ThinkingLevel,
  Type,
} from '@google/genai';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RpcStatus } from '../fakes/gemini/errors.ts';
import type { Content, Part } from '../fakes/gemini/schema.ts';
import type { Script, ScriptedTurn } from '../fakes/gemini/script.ts';
import { type FakeGemini, type ScriptHandle, startFakeGemini } from '../fakes/gemini/server.ts';

const GEMINI_2 = 'gemini-2.5-flash';
const GEMINI_3 = 'gemini-3-flash-preview';

const runPython = { name: 'run_python', parametersJsonSchema: { type: 'object' } };
const now = { name: 'now' };
const functions = [{ functionDeclarations: [runPython, now] }];
const callPython = { functionCall: { name: 'run_python', args: { code: 'print(47 * 109 - 6)' } } };
const callNow = { functionCall: { name: 'now', args: {} } };
const question: Content = { role: 'user', parts: [{ text: 'What is 47 * 109 - 6?' }] };
const hello: ScriptedTurn = { parts: [{ text: 'Hello' }] };

let gemini: FakeGemini;
beforeAll(async () => {
  gemini = await startFakeGemini();
});
afterAll(() => gemini.close());

function sdkFor(script: ScriptHandle): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: script.baseUrl } });
}

function play(...turns: ScriptedTurn[]): ScriptHandle {
  return gemini.addScript({ turns });
}

/** Their types differ only in that the SDK's enums are TypeScript enums. */
function forSdk(contents: Content[]): SdkContent[] {
  return contents as SdkContent[];
}

function answerForSdk(...calls: (FunctionCall | undefined)[]) {
  const response = { output: 'done' };
  return {
    message: calls.map((call) => ({ functionResponse: { id: call?.id ?? '', name: call?.name ?? '', response } })),
  };
}

/** Array.fromAsync is not in Node 20. */
async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function fixture(name: string): Promise<string> {
  return readFile(new URL(`../fixtures/gemini/${name}`, import.meta.url), 'utf8');
}

function post(
  script: ScriptHandle,
  body: unknown,
  { model = GEMINI_2, method = 'generateContent', key = 'test' } = {},
) {
  return fetch(`${script.baseUrl}/v1/models/${model}:${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function errorOf(response: Response): Promise<RpcStatus> {
  const { error } = (await response.json()) as { error: RpcStatus };
  expect(error.code).toBe(response.status);
  return error;
}

/** What the server says to a body that a wrong client sends. */
async function refusal(body: unknown, model = GEMINI_2, script: Partial<Script> = {}): Promise<string> {
  const played = gemini.addScript({ turns: [hello], ...script });
  const error = await errorOf(await post(played, body, { model }));
  expect(error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
  expect(played.refusals()).toEqual([error.message]);
  expect(played.turnsLeft()).toBe((script.turns ?? [hello]).length);
  return error.message;
}

async function accepted(body: unknown, model = GEMINI_2, script: Partial<Script> = {}): Promise<void> {
  const played = gemini.addScript({ turns: [hello], ...script });
  const response = await post(played, body, { model });
  expect(await response.text()).toContain('Hello');
  expect(response.status).toBe(200);
}

function modelTurn(...parts: Part[]): Content {
  return { role: 'model', parts };
}

function userTurn(...parts: Part[]): Content {
  return { role: 'user', parts };
}

function answerTo(part: Part, response: Record<string, unknown> = { output: '5117\n' }): Part {
  const { id, name } = part.functionCall ?? {};
  return { functionResponse: { ...(id === undefined ? {} : { id }), name, response } };
}

/** A Gemini 3 conversation after the model has called: the script waits with one more turn, `Hello`. */
async function afterCalls(...calls: Part[]) {
  const script = play({ parts: calls }, hello);
  const response = await post(script, { contents: [question], tools: functions }, { model: GEMINI_3 });
  const { candidates } = (await response.json()) as { candidates: { content: { parts: Part[] } }[] };
  const issued = candidates[0]?.content.parts ?? [];
  const next = async (...contents: Content[]) => {
    const answer = await post(script, { contents: [question, ...contents], tools: functions }, { model: GEMINI_3 });
    return answer.ok ? 'accepted' : (await errorOf(answer)).message;
  };
  return { issued, next };
}

async function afterOneCall() {
  const { issued, next } = await afterCalls(callPython);
  const [call = {}] = issued;
  return { call, next };
}

describe('a client that does everything right', () => {
  test('calls a function and gets the final text, unary', async () => {
    const script = gemini.addScript({
      model: GEMINI_3,
      turns: [
        { parts: [{ text: 'Let me ' }, { text: 'compute.' }, callPython] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: '5117' } }],
          parts: [{ text: '5117.' }],
        },
      ],
    });
    const { models } = sdkFor(script);
    const contents: Content[] = [question];
    const config = { tools: functions };

    const called = await models.generateContent({ model: GEMINI_3, contents: forSdk(contents), config });
    const parts = (called.candidates?.[0]?.content?.parts ?? []) as Part[];
    expect(parts[0]).toEqual({ text: 'Let me compute.' });
    expect(parts[1]).toMatchObject({ ...callPython, thoughtSignature: expect.stringMatching(/^[\w+/]+=*$/) });
    expect(called.functionCalls?.[0]?.id).toBeTruthy();

    contents.push(modelTurn(...parts), userTurn(answerTo(parts[1] ?? {})));
    const answered = await models.generateContent({ model: GEMINI_3, contents: forSdk(contents), config });
    expect(answered.text).toBe('5117.');
    expect(answered.candidates?.[0]?.finishReason).toBe('STOP');
    expect(script.refusals()).toEqual([]);
    expect(script.requests().map(({ method, apiVersion, model }) => [method, apiVersion, model])).toEqual([
      ['generateContent', 'v1', GEMINI_3],
      ['generateContent', 'v1', GEMINI_3],
    ]);
  });

  test('gets one part a chunk when it streams, and the reason with the last', async () => {
    const script = play({ parts: [{ text: 'Let me ' }, { text: 'compute.' }, callPython] });
    const stream = await sdkFor(script).models.generateContentStream({
      model: GEMINI_3,
      contents: 'What is 47 * 109 - 6?',
      config: { tools: functions },
    });
    const chunks = await collect(stream);
    const candidates = chunks.map((chunk) => chunk.candidates?.[0]);
    expect(candidates.map((candidate) => candidate?.content?.parts?.length)).toEqual([1, 1, 1]);
    expect(candidates.map((candidate) => candidate?.finishReason)).toEqual([undefined, undefined, 'STOP']);
    expect(new Set(chunks.map((chunk) => chunk.responseId)).size).toBe(1);
    const totals = chunks.map((chunk) => chunk.usageMetadata?.totalTokenCount ?? 0);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
  });

  test('reads server-sent events with the separators of the real server', async () => {
    const script = play({ parts: [{ text: 'a' }, { text: 'b' }] });
    const response = await post(script, { contents: [question] }, { method: 'streamGenerateContent?alt=sse' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toMatch(/^data: \{.*\}\r\n\r\ndata: \{.*\}\r\n\r\n$/);
  });

  test('chats, unary and streamed, with a function call in between', async () => {
    const script = play(
      { parts: [callPython] },
      { parts: [{ text: '51' }, { text: '17' }] },
      { parts: [callNow] },
      hello,
    );
    const chat = sdkFor(script).chats.create({ model: GEMINI_3, config: { tools: functions } });

    const [python] = (await chat.sendMessage({ message: 'What is 47 * 109 - 6?' })).functionCalls ?? [];
    await collect(await chat.sendMessageStream(answerForSdk(python)));
    const calling = await collect(await chat.sendMessageStream({ message: 'And the time?' }));
    const answered = await chat.sendMessage(answerForSdk(calling[0]?.functionCalls?.[0]));

    expect(answered.text).toBe('Hello');
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  test('may leave out the role of a single content, and use v1beta', async () => {
    const script = play(hello);
    const { models } = new GoogleGenAI({
      apiKey: 'test',
      apiVersion: 'v1beta',
      httpOptions: { baseUrl: script.baseUrl },
    });
    await models.generateContent({ model: GEMINI_2, contents: { parts: [{ text: 'Hi' }] } });
    expect(script.requests()[0]?.apiVersion).toBe('v1beta');
  });

  test('may send every option the SDK has', async () => {
    const script = play(hello);
    await sdkFor(script).models.generateContent({
      model: GEMINI_3,
      contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }] }],
      config: {
        systemInstruction: 'Be brief.',
        temperature: 0.5,
        topP: 1,
        topK: 3,
        candidateCount: 1,
        maxOutputTokens: 100,
        stopSequences: ['END'],
        seed: 7,
        responseMimeType: 'application/json',
        responseSchema: { type: Type.OBJECT, properties: { answer: { type: Type.NUMBER } } },
        thinkingConfig: { includeThoughts: true, thinkingLevel: ThinkingLevel.LOW },
        safetySettings: [{ category: HarmCategory.HARM_CATEGORY_HARASSMENT, threshold: HarmBlockThreshold.BLOCK_NONE }],
        tools: [{ codeExecution: {} }, { googleSearch: {} }, { urlContext: {} }],
        toolConfig: { includeServerSideToolInvocations: true },
        labels: { purpose: 'test' },
      },
    });
    expect(script.refusals()).toEqual([]);
  });

  test('gets no ids and no signatures from a 2.5 model, and may make ids up', async () => {
    const script = play({ parts: [callPython] });
    const { models } = sdkFor(script);
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi', config: { tools: functions } });
    expect(response.candidates?.[0]?.content?.parts).toEqual([callPython]);
    const call: Part = { functionCall: { ...callPython.functionCall, id: 'made-up' } };
    await accepted({ contents: [question, modelTurn(call), userTurn(answerTo(call))] });
  });

  test('counts tokens and lists models', async () => {
    const script = play();
    const { models } = sdkFor(script);
    expect((await models.countTokens({ model: GEMINI_2, contents: 'Hello' })).totalTokens).toBeGreaterThan(0);
    const listed = await collect(await models.list());
    expect(listed.map((model) => model.name)).toContain(`models/${GEMINI_3}`);
  });
});

describe('the recorded payloads', () => {
  test('of code execution stream through the SDK as they were recorded', async () => {
    const recorded = await fixture('streaming-success-code-execution.txt');
    const { models } = sdkFor(play({ recorded }));
    const chunks = await collect(await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' }));
    expect(chunks).toHaveLength(6);
    expect(chunks[3]?.codeExecutionResult).toContain('28');

    const response = await post(
      play({ recorded }),
      { contents: [question] },
      { method: 'streamGenerateContent?alt=sse' },
    );
    expect(await response.text()).toBe(recorded);
  });

  test('of a unary answer arrive whole', async () => {
    const { models } = sdkFor(play({ recorded: await fixture('unary-success-code-execution.json') }));
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    expect(response.codeExecutionResult).toBe('sum_of_primes=28\n');
    expect(response.usageMetadata?.totalTokenCount).toBe(363);
  });

  test('of an error keep their status, streamed or not', async () => {
    const recorded = await fixture('unary-failure-unknown-model.json');
    const { models } = sdkFor(play({ recorded }, { recorded }));
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(models.generateContent(request)).rejects.toMatchObject({ status: 404 });
    await expect(models.generateContentStream(request)).rejects.toMatchObject({ status: 404 });
  });

  test('count as issued: their signed parts may come back, unchanged', async () => {
    const script = play(
      { recorded: await fixture('unary-success-thinking-function-call-thought-summary-signature.json') },
      hello,
    );
    const { models } = sdkFor(script);
    const config = { tools: functions };
    const first = await models.generateContent({ model: GEMINI_2, contents: forSdk([question]), config });
    const content = first.candidates?.[0]?.content;
    const call = content?.parts?.find((part) => part.functionCall) as Part;
    const contents = [question, content as Content, userTurn(answerTo(call))];
    expect((await models.generateContent({ model: GEMINI_2, contents: forSdk(contents), config })).text).toBe('Hello');
  });

  test('are not given to a client that asks for the other kind', async () => {
    const stream = await fixture('streaming-success-code-execution.txt');
    const unary = await fixture('unary-success-code-execution.json');
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(sdkFor(play({ recorded: stream })).models.generateContent(request)).rejects.toThrow(
      'the turn is a stream',
    );
    const streaming = sdkFor(play({ recorded: unary })).models.generateContentStream(request);
    await expect(streaming).rejects.toThrow('the turn is one response');
  });
});

describe('a script', () => {
  test('says what it is asked in its own order, then has no more turns', async () => {
    const script = play(hello);
    await post(script, { contents: [question] });
    const error = await errorOf(await post(script, { contents: [question] }));
    expect(error.message).toBe('fake: the script has no more turns');
  });

  test('does not see another script', async () => {
    const [one, two] = [play({ parts: [{ text: 'one' }] }), play({ parts: [{ text: 'two' }] })];
    const ask = async (script: ScriptHandle) =>
      (await sdkFor(script).models.generateContent({ model: GEMINI_2, contents: 'Which?' })).text;
    expect(await Promise.all([ask(two), ask(one)])).toEqual(['two', 'one']);
    expect([one.requests().length, two.requests().length]).toEqual([1, 1]);
  });

  test('with a mistake is not accepted', () => {
    const broken = (turn: unknown) => () => gemini.addScript({ turns: [turn] } as Script);
    expect(broken({ parts: [{ txet: 'Hello' }] })).toThrow(/Unknown name "txet" at 'turns\[0\]\.parts\[0\]'/);
    expect(broken({ parts: [], hang: true })).toThrow(/exactly one of/);
    expect(broken({ error: { message: 'No', status: 'UNAVAILABLE' } })).toThrow(/status and error/);
  });

  test('can be posted and its requests read by a page', async () => {
    const posted = await fetch(`${gemini.origin}/scripts`, {
      method: 'POST',
      body: JSON.stringify({ turns: [hello] }),
    });
    const { id, baseUrl } = (await posted.json()) as { id: string; baseUrl: string };
    await sdkFor({ baseUrl } as ScriptHandle).models.generateContent({ model: GEMINI_3, contents: 'Hi' });
    const read = await fetch(`${gemini.origin}/scripts/${id}/requests`);
    expect(await read.json()).toEqual({
      requests: [expect.objectContaining({ method: 'generateContent', apiVersion: 'v1', model: GEMINI_3 })],
      refusals: [],
      turnsLeft: 0,
    });
    const broken = await fetch(`${gemini.origin}/scripts`, { method: 'POST', body: '{"turns": 5}' });
    expect((await errorOf(broken)).message).toContain('The script is not valid');
  });

  test('answers with an error the SDK understands', async () => {
    const error = { message: 'The model is overloaded.', status: 'UNAVAILABLE' };
    const { models } = sdkFor(play({ status: 503, error }, { chunks: [{ error: { code: 503, ...error } }] }));
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(models.generateContent(request)).rejects.toMatchObject({ name: 'ApiError', status: 503 });
    const stream = await models.generateContentStream(request);
    await expect(collect(stream)).rejects.toThrow('got status: UNAVAILABLE');
  });

  test('plays exact chunks with nothing added', async () => {
    const chunk = { candidates: [{ content: { role: 'model', parts: [callPython] } }] };
    const { models } = sdkFor(play({ chunks: [chunk] }));
    const [only] = await collect(await models.generateContentStream({ model: GEMINI_3, contents: 'Hi' }));
    expect(only?.candidates).toEqual(chunk.candidates);
  });

  test('ends a turn for another reason and with no parts', async () => {
    const { models } = sdkFor(play({ parts: [], finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'print(' }));
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    expect(response.candidates?.[0]).toMatchObject({
      finishReason: 'MALFORMED_FUNCTION_CALL',
      content: { role: 'model' },
    });
  });

  test('reports the usage it was given, and a share of it before the end', async () => {
    const usageMetadata = {
      promptTokenCount: 21,
      candidatesTokenCount: 90,
      toolUsePromptTokenCount: 9,
      totalTokenCount: 120,
    };
    const result: Part = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '28\n' } };
    const script = play({ parts: [{ text: 'One. ' }, result, { text: 'Two.' }], usageMetadata });
    const { models } = sdkFor(script);
    const chunks = await collect(await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' }));
    expect(chunks.map((chunk) => chunk.usageMetadata)).toEqual([
      { promptTokenCount: 21, candidatesTokenCount: 30, totalTokenCount: 51 },
      { promptTokenCount: 21, candidatesTokenCount: 60, totalTokenCount: 81 },
      usageMetadata,
    ]);
  });

  test('never glues a signed text to another', async () => {
    const parts = [{ text: '4' }, { text: '2' }, { text: '', thoughtSignature: 'c2lnbmVk' }];
    const { models } = sdkFor(play({ parts }));
    const response = await models.generateContent({ model: GEMINI_3, contents: 'Hi' });
    expect(response.candidates?.[0]?.content?.parts).toEqual([{ text: '42' }, parts[2]]);
  });

  test('for one model is not played to another', async () => {
    expect(await refusal({ contents: [question] }, GEMINI_2, { model: GEMINI_3 })).toMatch(/fake: the script is for/);
  });

  test('that calls an undeclared function is refused, unless it means to', async () => {
    const turn = { parts: [callPython] };
    expect(await refusal({ contents: [question] }, GEMINI_2, { turns: [turn] })).toBe(
      'fake: the script calls "run_python", but the request declares no functions',
    );
    const response = await post(play({ ...turn, undeclaredCalls: true }), { contents: [question] });
    expect(response.status).toBe(200);
  });

  test('must call when the mode is ANY, only what is allowed, and not when it is NONE', async () => {
    const asking = (mode: string, allowedFunctionNames?: string[]) => ({
      contents: [question],
      tools: functions,
      toolConfig: { functionCallingConfig: { mode, ...(allowedFunctionNames && { allowedFunctionNames }) } },
    });
    const calling = { turns: [{ parts: [callPython] }] };
    expect(await refusal(asking(FunctionCallingConfigMode.ANY))).toContain('fake: the function calling mode is ANY');
    expect(await refusal(asking('ANY', ['now']), GEMINI_2, calling)).toContain('"run_python", which is not allowed');
    expect(await refusal(asking('NONE'), GEMINI_2, calling)).toContain('fake: the function calling mode is NONE');
  });
});

describe('an expectation', () => {
  const expecting = async (expectation: NonNullable<ScriptedTurn['expect']>[number], body: object) => {
    const response = await post(play({ ...hello, expect: [expectation] }), body);
    return response.ok ? 'met' : (await errorOf(response)).message;
  };
  const answered = { contents: [question, modelTurn(callPython), userTurn(answerTo(callPython))], tools: functions };

  test('of a function response looks at its name and its text', async () => {
    const like = (responseContains: string) => ({ functionResponse: { name: 'run_python', responseContains } });
    expect(await expecting(like('5117\n'), answered)).toBe('met');
    expect(await expecting(like('5118'), answered)).toMatch(/^fake: expected a functionResponse like .* got .*5117/);
    expect(await expecting({ functionResponse: { name: 'now' } }, answered)).toMatch(/^fake: expected/);
  });

  test('of a text, of declarations, of any field', async () => {
    expect(await expecting({ textContains: '47 * 109' }, { contents: [question] })).toBe('met');
    expect(await expecting({ textContains: 'weather' }, { contents: [question] })).toContain('fake: expected the text');
    expect(await expecting({ declares: ['now', 'run_python'] }, answered)).toBe('met');
    expect(await expecting({ declares: ['now'] }, answered)).toContain('fake: expected the declarations now');
    expect(await expecting({ field: { path: 'contents[0].role', equals: 'user' } }, answered)).toBe('met');
    expect(await expecting({ field: { path: 'toolConfig' } }, answered)).toBe('met');
    expect(await expecting({ field: { path: 'tools' } }, answered)).toContain('fake: expected tools to be absent');
  });
});

describe('time and trouble', () => {
  test('chunks come at their pace', async () => {
    const { models } = sdkFor(play({ parts: [{ text: 'a' }, { text: 'b' }], delayMs: [0, 150] }));
    const arrivals: number[] = [];
    for await (const _chunk of await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' })) {
      arrivals.push(performance.now());
    }
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(100);
  });

  test('a cut stream gives its first chunks, then fails', async () => {
    const { models } = sdkFor(play({ parts: [{ text: 'a' }, { text: 'b' }, { text: 'c' }], cut: 2 }));
    const texts: (string | undefined)[] = [];
    const read = async () => {
      const stream = await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' });
      for await (const chunk of stream) texts.push(chunk.text);
    };
    await expect(read()).rejects.toThrow();
    expect(texts).toEqual(['a', 'b']);
  });

  test('a cut unary answer fails', async () => {
    const { models } = sdkFor(play({ ...hello, cut: 0 }));
    await expect(models.generateContent({ model: GEMINI_2, contents: 'Hi' })).rejects.toThrow();
  });

  test('a client that gives up on a hanging turn is noticed', async () => {
    const script = play({ hang: true });
    const abort = new AbortController();
    const answer = sdkFor(script).models.generateContent({
      model: GEMINI_2,
      contents: 'Hi',
      config: { abortSignal: abort.signal },
    });
    await vi.waitFor(() => expect(script.requests()).toHaveLength(1));
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
  });

  test('closing does not wait for a hanging turn, and may be done twice', async () => {
    const own = await startFakeGemini();
    const script = own.addScript({ turns: [{ hang: true }] });
    const answer = sdkFor(script).models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    answer.catch(() => {});
    await vi.waitFor(() => expect(script.requests()).toHaveLength(1));
    await own.close();
    await own.close();
    await own[Symbol.asyncDispose]();
    await expect(answer).rejects.toThrow();
  });

  test('a page of any origin may call', async () => {
    const preflight = await fetch(`${play().baseUrl}/v1/models/${GEMINI_2}:generateContent`, {
      method: 'OPTIONS',
      headers: {
        origin: 'null',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-goog-api-client,x-goog-api-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-goog-api-key');
    const refused = await post(play(), {});
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('keys, models and methods', () => {
  test('a missing or invalid key is refused as the real server refuses it', async () => {
    const recorded = JSON.parse(await fixture('unary-failure-api-key.json')) as { error: RpcStatus };
    for (const key of ['', 'invalid']) {
      const error = await errorOf(await post(play(hello), { contents: [question] }, { key }));
      expect(error.message).toBe(recorded.error.message);
      expect(error.details?.slice(0, 2)).toEqual(recorded.error.details?.slice(0, 2));
    }
  });

  test('an unknown model is not found', async () => {
    const { models } = sdkFor(play(hello));
    const answer = models.generateContent({ model: 'gpt-9', contents: 'Hi' });
    await expect(answer).rejects.toThrow('models/gpt-9 is not found for API version v1');
    await expect(answer).rejects.toMatchObject({ status: 404 });
  });

  test('an alias is a Gemini 3 model', async () => {
    const script = play({ parts: [callNow] });
    const response = await post(script, { contents: [question], tools: functions }, { model: 'gemini-flash-latest' });
    expect(await response.text()).toContain('thoughtSignature');
  });

  test('an unknown method, script or path is not found', async () => {
    const embed = await post(play(hello), { contents: [question] }, { method: 'embedContent' });
    expect((await errorOf(embed)).message).toContain('not supported for embedContent');
    expect((await fetch(`${gemini.origin}/scripts/none/requests`)).status).toBe(404);
    expect((await fetch(`${play().baseUrl}/v1/nothing`, { method: 'POST' })).status).toBe(404);
  });

  test('a stream has to be asked for as server-sent events', async () => {
    const response = await post(play(hello), { contents: [question] }, { method: 'streamGenerateContent' });
    expect((await errorOf(response)).message).toContain('alt=sse');
  });
});

describe('JSON that is not a request', () => {
  test('a body that does not parse is refused', async () => {
    expect(await refusal('{"contents": [')).toBe('Invalid JSON payload received. Unexpected token.');
  });

  test.each([
    ['at the top', { contnts: [] }, `Unknown name "contnts": Cannot find field.`],
    [
      'in a part',
      { contents: [{ parts: [{ txt: 'x' }] }] },
      `Unknown name "txt" at 'contents[0].parts[0]': Cannot find field.`,
    ],
    ['spelt the proto way', { generation_config: {} }, `Unknown name "generation_config": Cannot find field.`],
    [
      'in a call',
      { contents: [{ parts: [{ functionCall: { name: 'f', thoughtSignature: 'eA==' } }] }] },
      `Unknown name "thoughtSignature" at 'contents[0].parts[0].function_call': Cannot find field.`,
    ],
    [
      'in the schema of a function',
      { tools: [{ functionDeclarations: [{ name: 'f', parameters: { properties: { a: {}, b: { $schema: '' } } } }] }] },
      `Unknown name "$schema" at 'tools[0].function_declarations[0].parameters.properties[1].value': Cannot find field.`,
    ],
    [
      'a list where one thing belongs',
      { generationConfig: { thinkingConfig: [] } },
      `Unknown name "thinkingConfig" at 'generation_config': Proto field is not repeating, cannot start list.`,
    ],
  ])('an unknown name is reported with its place: %s', async (_where, body, message) => {
    expect(await refusal(body)).toBe(`Invalid JSON payload received. ${message}`);
  });

  test.each([
    ['a number for a text', { contents: [{ role: 5 }] }, `'contents[0].role' (TYPE_STRING), 5`],
    ['a text for a number', { generationConfig: { topK: '3' } }, `'generation_config.top_k' (TYPE_FLOAT), "3"`],
    [
      'no base64',
      { contents: [{ parts: [{ inlineData: { data: '#' } }] }] },
      `'contents[0].parts[0].inline_data.data' (TYPE_BYTES), "#"`,
    ],
    [
      'an unknown level',
      { generationConfig: { thinkingConfig: { thinkingLevel: 'SOME' } } },
      `'generation_config.thinking_config.thinking_level' (type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel), "SOME"`,
    ],
    [
      'a response that is a text',
      { contents: [{ parts: [{ functionResponse: { name: 'f', response: '5117' } }] }] },
      `'contents[0].parts[0].function_response.response' (type.googleapis.com/google.protobuf.Struct), "5117"`,
    ],
  ])('a value of the wrong type is reported with its place: %s', async (_what, body, message) => {
    expect(await refusal(body)).toBe(`Invalid value at ${message}`);
  });

  test('every violation is reported, with details', async () => {
    const error = await errorOf(await post(play(), { contents: [{ role: 5, parts: [{ txt: 'x' }] }] }));
    expect(error.message.split('\n')).toHaveLength(2);
    expect(error.details?.[0]).toMatchObject({
      fieldViolations: [{ field: 'contents[0].role' }, { field: 'contents[0].parts[0]' }],
    });
  });
});

describe('contents that are out of shape', () => {
  test.each([
    ['no contents', [], '* GenerateContentRequest.contents: contents is not specified\n'],
    [
      'no parts',
      [{ role: 'user', parts: [] }],
      '* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n',
    ],
    [
      'a part without data',
      [userTurn({ thought: true })],
      "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field\n",
    ],
    [
      'a part with two data',
      [userTurn({ text: 'x', ...callNow })],
      "Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set. Cannot set 'functionCall'",
    ],
    [
      'the role tool',
      [question, modelTurn(callNow), { ...userTurn(answerTo(callNow)), role: 'tool' }],
      'Please use a valid role: user, model.',
    ],
    [
      'no role in a longer history',
      [question, modelTurn({ text: 'Yes?' }), { parts: [{ text: 'x' }] }],
      'Please use a valid role: user, model.',
    ],
    [
      'a call by the user',
      [userTurn(callNow)],
      'fake: contents[0].parts[0]: functionCall belongs in a content with the role model',
    ],
    [
      'a response by the model',
      [question, modelTurn(callNow, answerTo(callNow)), question],
      'fake: contents[1].parts[1]: a functionResponse belongs in a content with the role user',
    ],
    [
      'a call without a name',
      [question, modelTurn({ functionCall: {} })],
      '* GenerateContentRequest.contents[1].parts[0].function_call.name: Name cannot be empty.\n',
    ],
  ])('%s', async (_what, contents, message) => {
    expect(await refusal({ contents })).toBe(message);
  });
});

describe('turns that are out of order', () => {
  const misplacedCall =
    'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
  const misplacedResponse = 'Please ensure that function response turn comes immediately after a function call turn.';
  const countDiffers =
    'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
  const called = [question, modelTurn(callPython)];
  const calledTwice = [question, modelTurn(callPython, callNow)];
  const python = answerTo(callPython);
  const time = answerTo(callNow);

  test.each([
    ['a history that begins with a call', [modelTurn(callPython), userTurn(python)], misplacedCall],
    [
      'a call right after a model turn',
      [question, modelTurn({ text: 'Hm.' }), modelTurn(callPython), userTurn(python)],
      misplacedCall,
    ],
    ['a response without a call', [question, modelTurn({ text: 'Hm.' }), userTurn(python)], misplacedResponse],
    ['a response before anything else', [userTurn(python)], misplacedResponse],
    ['a response twice', [...called, userTurn(python), userTurn(python)], misplacedCall],
    [
      'parallel calls stored chunk by chunk',
      [...called, modelTurn(callNow), userTurn(python, time)],
      misplacedResponse,
    ],
    ['one response to two calls', [...calledTwice, userTurn(python)], countDiffers],
    ['responses spread over two contents', [...calledTwice, userTurn(python), userTurn(time)], countDiffers],
    ['two responses to one call', [...called, userTurn(python, python)], countDiffers],
    ['a call that nobody answered', [...called, question], countDiffers],
    ['a question between call and response', [...called, question, userTurn(python)], countDiffers],
    [
      'a history that ends on a call',
      called,
      'Please ensure that multiturn requests ends with a user role or a function response.',
    ],
    [
      'a history that ends on a text',
      [question, modelTurn({ text: 'Hm.' })],
      'Please ensure that multiturn requests ends with a user role or a function response.',
    ],
    [
      'a single model turn',
      [modelTurn({ text: 'Hm.' })],
      'Please ensure that single turn requests end with a user role or the role field is empty.',
    ],
    [
      'a response of another name',
      [...called, userTurn(time)],
      'fake: functionResponse.name "now" does not match a functionCall still to answer: run_python',
    ],
    [
      'the same response for two calls',
      [...calledTwice, userTurn(python, python)],
      'fake: functionResponse.name "run_python" does not match a functionCall still to answer: now',
    ],
  ])('%s', async (_what, contents, message) => {
    expect(await refusal({ contents, tools: functions })).toBe(message);
  });

  // The SDK stores each chunk as a content; the real server refuses what becomes of parallel calls (go-genai #692).
  test('a chat that streams parallel calls cannot answer them', async () => {
    const chat = sdkFor(play({ parts: [callPython, callNow] }, hello)).chats.create({
      model: GEMINI_3,
      config: { tools: functions },
    });
    const chunks = await collect(await chat.sendMessageStream({ message: 'Compute, and tell the time.' }));
    const calls = chunks.flatMap((chunk) => chunk.functionCalls ?? []);
    await expect(chat.sendMessage(answerForSdk(...calls))).rejects.toThrow(misplacedResponse);
  });

  test('both responses in one content, in any order, with a remark, are accepted', async () => {
    await accepted({ contents: [...calledTwice, userTurn(time, python, { text: 'Go on.' })], tools: functions });
  });

  test('a response that lost its id is refused', async () => {
    const { call, next } = await afterOneCall();
    expect(await next(modelTurn(call), userTurn(answerTo(callPython)))).toBe(
      `fake: functionResponse.id "" does not match the id of its functionCall: ${call.functionCall?.id}`,
    );
    expect(await next(modelTurn(call), userTurn(answerTo(call)))).toBe('accepted');
  });

  test('a response with the id of another call is refused', async () => {
    const { issued, next } = await afterCalls(callPython, callPython);
    const [first = {}, second = {}] = issued;
    expect(await next(modelTurn(first, second), userTurn(answerTo(first), answerTo(first)))).toContain(
      'fake: functionResponse.id',
    );
    expect(await next(modelTurn(first, second), userTurn(answerTo(second), answerTo(first)))).toBe('accepted');
  });
});

describe('thought signatures of Gemini 3', () => {
  const missing = (name: string, position: number) =>
    'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and ' +
    'missing thought_signature may lead to degraded model performance. Additional data, function call ' +
    `\`default_api:${name}\` , position ${position}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`;

  test('are issued for the first of parallel calls only, each with an id of its own', async () => {
    const { issued } = await afterCalls(callPython, callNow);
    expect(issued.map((part) => part.thoughtSignature !== undefined)).toEqual([true, false]);
    expect(new Set(issued.map((part) => part.functionCall?.id)).size).toBe(2);
  });

  test('missing from a call of the current turn are refused', async () => {
    const { call, next } = await afterOneCall();
    const { thoughtSignature: _dropped, ...unsigned } = call;
    expect(await next(modelTurn(unsigned), userTurn(answerTo(call)))).toBe(missing('run_python', 2));
  });

  test('lost from an earlier turn are refused, although the real server lets them pass', async () => {
    const { call, next } = await afterOneCall();
    const { thoughtSignature: _dropped, ...unsigned } = call;
    const history = [modelTurn(unsigned), userTurn(answerTo(call)), modelTurn({ text: '5117' })];
    expect(await next(...history, userTurn({ text: 'Thanks.' }))).toMatch(/^fake: .* without the thought signature/);
  });

  test('parallel calls taken apart miss the signature of the second', async () => {
    const { issued, next } = await afterCalls(callPython, callNow);
    const [first = {}, second = {}] = issued;
    const apart = [modelTurn(first), userTurn(answerTo(first)), modelTurn(second), userTurn(answerTo(second))];
    expect(await next(...apart)).toBe(missing('now', 4));
  });

  test('that the server never issued are refused', async () => {
    const { call, next } = await afterOneCall();
    const forged = { ...call, thoughtSignature: 'Zm9yZ2Vk' };
    expect(await next(modelTurn(forged), userTurn(answerTo(call)))).toBe('Invalid thought signature.');
  });

  test.each<[string, (call: Part, other: Part) => Part[]]>([
    [
      'moved to another call',
      (call, other) => [{ ...other, thoughtSignature: call.thoughtSignature }, { functionCall: call.functionCall }],
    ],
    ['copied to another call', (call, other) => [call, { ...other, thoughtSignature: call.thoughtSignature }]],
    [
      'on a call with other arguments',
      (call, other) => [{ ...call, functionCall: { ...call.functionCall, args: {} } }, other],
    ],
    [
      'on a call of another name',
      (call, other) => [{ ...call, functionCall: { ...call.functionCall, name: 'now' } }, other],
    ],
    ['on a call without its id', (call, other) => [{ ...call, functionCall: callPython.functionCall }, other]],
  ])('%s are corrupted', async (_how, tamper) => {
    const { issued, next } = await afterCalls(callPython, callNow);
    const [call = {}, other = {}] = issued;
    const parts = tamper(call, other);
    expect(await next(modelTurn(...parts), userTurn(...parts.map((part) => answerTo(part))))).toBe(
      'Corrupted thought signature.',
    );
  });

  test('of a text may be left out, but not put on a merged text', async () => {
    const issuedBefore = [{ text: '51' }, { text: '17', thoughtSignature: 'c2lnbmVk' }];
    const history = (...parts: Part[]) => ({ contents: [question, modelTurn(...parts), question] });
    await accepted(history(...issuedBefore), GEMINI_3, { issuedBefore });
    await accepted(history({ text: '5117' }), GEMINI_3, { issuedBefore });
    const merged = history({ text: '5117', thoughtSignature: 'c2lnbmVk' });
    expect(await refusal(merged, GEMINI_3, { issuedBefore })).toBe('Corrupted thought signature.');
  });

  test("may be Google's bypass for a call the server did not make", async () => {
    for (const thoughtSignature of ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go']) {
      const call = { ...callNow, thoughtSignature };
      await accepted({ contents: [question, modelTurn(call), userTurn(answerTo(call))], tools: functions }, GEMINI_3);
    }
  });

  test('are not demanded by Gemini 2.5, nor by an image model', async () => {
    const body = { contents: [question, modelTurn(callNow), userTurn(answerTo(callNow))] };
    await accepted(body, GEMINI_2);
    await accepted(body, 'gemini-3-pro-image-preview');
    expect(await refusal(body, GEMINI_3)).toBe(missing('now', 2));
  });
});

describe('calls that come back', () => {
  const issuedBefore: Part[] = [
    { functionCall: { ...callPython.functionCall, id: 'a' }, thoughtSignature: 'c2lnbmVk' },
    { functionCall: { ...callNow.functionCall, id: 'b' } },
  ];
  const returning = (second: Part) => {
    const [first = {}] = issuedBefore;
    return {
      contents: [question, modelTurn(first, second), userTurn(answerTo(first), answerTo(second))],
      tools: functions,
    };
  };

  test('unchanged are accepted', async () => {
    await accepted(returning(issuedBefore[1] ?? {}), GEMINI_3, { issuedBefore });
  });

  test.each([
    [
      'with other arguments',
      { functionCall: { name: 'now', args: { zone: 'UTC' }, id: 'b' } },
      'fake: functionCall "b" was issued as',
    ],
    [
      'with an id the server never gave',
      { functionCall: { name: 'now', args: {}, id: 'c' } },
      'fake: functionCall.id "c" was never issued',
    ],
    ['without their id', { functionCall: { name: 'now', args: {} } }, 'fake: functionCall "now" has lost its id "b"'],
  ])('%s are refused', async (_how, second, message) => {
    expect(await refusal(returning(second), GEMINI_3, { issuedBefore })).toContain(message);
  });
});

describe('function responses', () => {
  const image = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } };
  const answering = (functionResponse: Part['functionResponse']) => {
    const call = { ...callPython, thoughtSignature: 'skip_thought_signature_validator' };
    return { contents: [question, modelTurn(call), userTurn({ functionResponse })], tools: functions };
  };

  test('with an image are accepted by Gemini 3 and refused by 2.5', async () => {
    const body = answering({ name: 'run_python', response: {}, parts: [image] });
    await accepted(body, GEMINI_3);
    const { contents } = body;
    expect(await refusal({ contents })).toBe(
      'Unable to submit request because `function_response.parts` is not supported for this model.',
    );
  });

  test('with a file of another kind are refused', async () => {
    const parts = [{ inlineData: { ...image.inlineData, mimeType: 'image/svg+xml' } }];
    expect(await refusal(answering({ name: 'run_python', response: {}, parts }), GEMINI_3)).toContain(
      '"image/svg+xml" is not supported',
    );
  });

  test('that refer to a part by name are refused', async () => {
    const response = { output: { chart: { $ref: 'chart.png' } } };
    expect(await refusal(answering({ name: 'run_python', response, parts: [image] }), GEMINI_3)).toBe(
      'The referenced name `chart.png` in function_response.response does not match to a display_name in the function_response.parts.',
    );
  });

  test('without a name or without a response are refused', async () => {
    expect(await refusal(answering({ response: {} }), GEMINI_3)).toContain(
      'function_response.name: Name cannot be empty.',
    );
    expect(await refusal(answering({ name: 'run_python' }), GEMINI_3)).toContain(
      'fake: the functionResponse of "run_python" has no response',
    );
  });
});

describe('tools and options', () => {
  const asking = (rest: object) => ({ contents: [question], ...rest });
  const both = { tools: [{ codeExecution: {} }, ...functions] };
  const flag =
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.';

  test('code execution beside functions needs the flag on Gemini 3, and is unsupported before', async () => {
    expect(await refusal(asking(both), GEMINI_3)).toBe(flag);
    await accepted(asking({ ...both, toolConfig: { includeServerSideToolInvocations: true } }), GEMINI_3);
    expect(await refusal(asking(both))).toBe('Tool use with function calling is unsupported');
  });

  test('code parts in a request without the tool are refused', async () => {
    const history = [question, modelTurn({ executableCode: { language: 'PYTHON', code: 'print(1)' } }), question];
    expect(await refusal({ contents: history })).toContain('fake: contents[1].parts[0] holds a code execution part');
    await accepted({ contents: history, tools: [{ codeExecution: {} }] });
  });

  test('JSON answers beside functions are refused by 2.5 and accepted by 3', async () => {
    const body = asking({ tools: functions, generationConfig: { responseMimeType: 'application/json' } });
    expect(await refusal(body)).toBe("Function calling with a response mime type: 'application/json' is unsupported");
    await accepted(body, GEMINI_3);
  });

  test.each([
    [
      'a name that begins with a digit',
      [{ name: '2fast' }],
      'tools[0].function_declarations[0].name: Invalid function name.',
    ],
    ['no name', [now, {}], 'tools[0].function_declarations[1].name: Invalid function name.'],
    [
      'two schemas',
      [{ name: 'f', parameters: {}, parametersJsonSchema: {} }],
      'parameters and parametersJsonSchema are mutually exclusive',
    ],
    ['one name twice', [now, now], 'Duplicate function declaration found: now'],
  ])('a function declared with %s is refused', async (_what, functionDeclarations, message) => {
    expect(await refusal(asking({ tools: [{ functionDeclarations }] }))).toContain(message);
  });

  test('allowed function names need a mode that restricts, and a declaration', async () => {
    const allowing = (mode: string, name: string) =>
      asking({ tools: functions, toolConfig: { functionCallingConfig: { mode, allowedFunctionNames: [name] } } });
    expect(await refusal(allowing('AUTO', 'now'))).toContain('fake: allowedFunctionNames needs');
    expect(await refusal(allowing('ANY', 'later'))).toContain('fake: allowedFunctionNames: "later" is not declared');
    await accepted(allowing('VALIDATED', 'now'));
  });

  test('a thinking budget beside a thinking level is refused', async () => {
    const thinkingConfig = { thinkingBudget: 100, thinkingLevel: 'LOW' };
    expect(await refusal(asking({ generationConfig: { thinkingConfig } }), GEMINI_3)).toBe(
      'You can only set only one of thinking budget and thinking level.',
    );
  });

  test('a cached content beside tools is refused', async () => {
    expect(await refusal(asking({ cachedContent: 'cachedContents/1', tools: functions }))).toContain(
      'CachedContent can not be used',
    );
    await accepted(asking({ cachedContent: 'cachedContents/1' }));
  });
});
