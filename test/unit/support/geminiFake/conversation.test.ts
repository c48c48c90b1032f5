import { GoogleGenAI, HarmBlockThreshold, HarmCategory, ThinkingLevel, Type } from '@google/genai';
import { describe, expect, test } from 'vitest';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import {
  accepted,
  answerForSdk,
  answerTo,
  callNow,
  callPython,
  collect,
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
