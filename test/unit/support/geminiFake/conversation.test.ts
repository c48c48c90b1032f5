import {
  FunctionCallingConfigMode,
  GoogleGenAI,
  HarmBlockThreshold,
  HarmCategory,
  ThinkingLevel,
  Type,
} from '@google/genai';
import { describe, expect, test } from 'vitest';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import type { Script, ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import type { ScriptHandle } from '../../../support/geminiFake/server.ts';
import { payloadText } from '../../../support/payloads.ts';
import {
  accepted,
  answerForSdk,
  answerTo,
  callNow,
  callPython,
  collect,
  errorOf,
  forSdk,
  functions,
  GEMINI_2,
  GEMINI_3,
  gemini,
  hello,
  modelTurn,
  play,
  post,
  question,
  refusal,
  sdkFor,
  userTurn,
} from './client.ts';

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
    const recorded = payloadText('stream-code-execution.txt');
    const { models } = sdkFor(play({ recorded }));
    const chunks = await collect(await models.generateContentStream({ model: GEMINI_2, contents: 'Hi' }));
    expect(chunks).toHaveLength(6);
    expect(chunks[3]?.codeExecutionResult).toContain('30');

    const response = await post(
      play({ recorded }),
      { contents: [question] },
      { method: 'streamGenerateContent?alt=sse' },
    );
    expect(await response.text()).toBe(recorded);
  });

  test('of a unary answer arrive whole', async () => {
    const { models } = sdkFor(play({ recorded: payloadText('unary-code-execution.json') }));
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi' });
    expect(response.codeExecutionResult).toBe('30\n');
    expect(response.usageMetadata?.totalTokenCount).toBe(264);
  });

  test('of an error keep their status, streamed or not', async () => {
    const recorded = payloadText('error-unknown-model.json');
    const { models } = sdkFor(play({ recorded }, { recorded }));
    const request = { model: GEMINI_2, contents: 'Hi' };
    await expect(models.generateContent(request)).rejects.toMatchObject({ status: 404 });
    await expect(models.generateContentStream(request)).rejects.toMatchObject({ status: 404 });
  });

  test('count as issued: their signed parts may come back, unchanged', async () => {
    const script = play({ recorded: payloadText('unary-function-call.json') }, hello);
    const { models } = sdkFor(script);
    const config = { tools: functions };
    const first = await models.generateContent({ model: GEMINI_2, contents: forSdk([question]), config });
    const content = first.candidates?.[0]?.content;
    const call = content?.parts?.find((part) => part.functionCall) as Part;
    const contents = [question, content as Content, userTurn(answerTo(call))];
    expect((await models.generateContent({ model: GEMINI_2, contents: forSdk(contents), config })).text).toBe('Hello');
  });

  test('are not given to a client that asks for the other kind', async () => {
    const stream = payloadText('stream-code-execution.txt');
    const unary = payloadText('unary-code-execution.json');
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
    expect(broken({ parts: [{ txet: 'Hello' }] })).toThrow('turns[0].parts[0]: unknown name "txet"');
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

  test('must call when the mode is ANY, and only what is allowed', async () => {
    const asking = (mode: string, allowedFunctionNames?: string[]) => ({
      contents: [question],
      tools: functions,
      toolConfig: { functionCallingConfig: { mode, ...(allowedFunctionNames && { allowedFunctionNames }) } },
    });
    const calling = { turns: [{ parts: [callPython] }] };
    expect(await refusal(asking(FunctionCallingConfigMode.ANY))).toContain('fake: the function calling mode is ANY');
    expect(await refusal(asking('ANY', ['now']), GEMINI_2, calling)).toContain('"run_python", which is not allowed');
  });

  test('that calls in the mode NONE ends with an unexpected tool call', async () => {
    const { models } = sdkFor(play({ parts: [callPython] }));
    const config = {
      tools: functions,
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.NONE } },
    };
    const response = await models.generateContent({ model: GEMINI_2, contents: 'Hi', config });
    expect(response.candidates?.[0]?.finishReason).toBe('UNEXPECTED_TOOL_CALL');
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
