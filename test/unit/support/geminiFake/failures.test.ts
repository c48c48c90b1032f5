import type { GenerateContentParameters } from '@google/genai';
import { describe, expect, test, vi } from 'vitest';
import type { Part } from '../../../support/geminiFake/checks/schema.ts';
import type { FAILURE_NAMES } from '../../../support/geminiFake/failures.ts';
import type { ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import {
  answerTo,
  callNow,
  callPython,
  collect,
  errorOf,
  forSdk,
  functions,
  GEMINI_2,
  GEMINI_3,
  hello,
  modelTurn,
  play,
  post,
  question,
  refusal,
  sdkFor,
  userTurn,
} from './client.ts';

const REQUEST: GenerateContentParameters = { model: GEMINI_3, contents: 'Hi', config: { tools: functions } };
const texts: ScriptedTurn = { parts: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] };

function ask(turn: ScriptedTurn, config: object = {}) {
  return sdkFor(play(turn)).models.generateContent({ ...REQUEST, config: { ...REQUEST.config, ...config } });
}

/** What the SDK reads of a stream, and how that ends. */
async function read(turn: ScriptedTurn, config: object = {}) {
  const { models } = sdkFor(play(turn));
  const chunks = [];
  try {
    const stream = await models.generateContentStream({ ...REQUEST, config: { ...REQUEST.config, ...config } });
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks, texts: chunks.map((chunk) => chunk.text) };
  } catch (error) {
    return { chunks, texts: chunks.map((chunk) => chunk.text), error: error as Error & { status?: number } };
  }
}

describe('an error that the server is known for', () => {
  test.each<[(typeof FAILURE_NAMES)[number], number, string]>([
    ['quota-exceeded', 429, 'RESOURCE_EXHAUSTED'],
    ['resource-exhausted', 429, 'RESOURCE_EXHAUSTED'],
    ['internal', 500, 'INTERNAL'],
    ['overloaded', 503, 'UNAVAILABLE'],
    ['timeout-exceeded', 504, 'DEADLINE_EXCEEDED'],
    ['invalid-argument', 400, 'INVALID_ARGUMENT'],
    ['location-unsupported', 400, 'FAILED_PRECONDITION'],
    ['permission-denied', 403, 'PERMISSION_DENIED'],
    ['not-found', 404, 'NOT_FOUND'],
  ])('%s has its status, unary and streamed', async (failure, code, status) => {
    const error = await errorOf(await post(play({ failure }), { contents: [question] }));
    expect(error).toMatchObject({ code, status });
    await expect(ask({ failure })).rejects.toMatchObject({ name: 'ApiError', status: code });
    expect((await read({ failure })).error).toMatchObject({ name: 'ApiError', status: code });
  });

  test('of a quota says which, and when to come back', async () => {
    const turn = { failure: 'quota-exceeded', retryDelay: '0.25s' } as const;
    const { details = [] } = await errorOf(await post(play(turn), { contents: [question] }));
    expect(details).toMatchObject([
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ quotaDimensions: { model: GEMINI_2 } }],
      },
      { '@type': 'type.googleapis.com/google.rpc.Help' },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.25s' },
    ]);
  });

  test('may be alone in a list', async () => {
    const response = await post(play({ failure: 'overloaded', arrayWrapped: true }), { contents: [question] });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject([{ error: { code: 503, status: 'UNAVAILABLE' } }]);
  });

  test('may come twice, and then the answer', async () => {
    const script = play({ failure: 'overloaded', times: 2 }, hello);
    const { models } = sdkFor(script);
    const retryOptions = { attempts: 3, initialDelay: 0.001, maxDelay: 0.001 };
    const response = await models.generateContent({ ...REQUEST, config: { httpOptions: { retryOptions } } });
    expect(response.text).toBe('Hello');
    expect(script.requests().map(({ httpStatus, turn }) => [httpStatus, turn])).toEqual([
      [503, 0],
      [503, 0],
      [200, 1],
    ]);
  });

  test('may come at a later hop', async () => {
    const { models } = sdkFor(play({ parts: [callPython] }, { failure: 'internal' }));
    const first = await models.generateContent(REQUEST);
    const call = first.candidates?.[0]?.content?.parts?.[0] as Part;
    const contents = forSdk([question, modelTurn(call), userTurn(answerTo(call))]);
    await expect(models.generateContent({ ...REQUEST, contents })).rejects.toMatchObject({ status: 500 });
  });
});

describe('a stream', () => {
  test('may fail after some chunks', async () => {
    const { texts: got, error } = await read({ ...texts, failure: 'overloaded', failAfter: 2 });
    expect(got).toEqual(['a', 'b']);
    expect(error?.message).toContain('got status: UNAVAILABLE');
  });

  test('may fail after some chunks of a recording, with an error of its own', async () => {
    const recorded =
      'data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\r\n\r\ndata: {"candidates":[]}\r\n\r\n';
    const error = { message: 'Gone.', status: 'ABORTED' };
    const got = await read({ recorded, failAfter: 1, status: 409, error });
    expect(got.texts).toEqual(['a']);
    expect(got.error?.message).toContain('Gone.');
  });

  test('may end without a reason', async () => {
    const { chunks, error } = await read({ ...texts, endAfter: 2 });
    expect(error).toBeUndefined();
    expect(chunks.map((chunk) => [chunk.text, chunk.candidates?.[0]?.finishReason])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  test('may end in the middle of a chunk', async () => {
    const { texts: got, error } = await read({ ...texts, halveAfter: 1 });
    expect(got).toEqual(['a']);
    expect(error?.message).toContain('Incomplete JSON segment at the end');
  });

  test('is not what a unary client gets', async () => {
    await expect(ask({ ...texts, endAfter: 1 })).rejects.toThrow('fake: the turn is a stream');
    await expect(ask({ ...texts, failure: 'internal', failAfter: 1 })).rejects.toThrow('fake: the turn is a stream');
  });
});

describe('a connection', () => {
  test('may be reset before anything arrives', async () => {
    const script = play({ reset: true }, hello);
    const { models } = sdkFor(script);
    await expect(models.generateContent(REQUEST)).rejects.toThrow('fetch failed');
    expect((await models.generateContent(REQUEST)).text).toBe('Hello');
    expect(script.requests()).toHaveLength(2);
  });

  test('may bring half of a unary answer', async () => {
    const response = await post(play({ ...hello, halveAfter: 0 }), { contents: [question] });
    const text = await response.text();
    expect(text).toMatch(/^\{/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('may be slow to bring an error', async () => {
    const began = performance.now();
    await expect(ask({ failure: 'internal', delayMs: 120 })).rejects.toMatchObject({ status: 500 });
    expect(performance.now() - began).toBeGreaterThan(100);
  });
});

describe('a prompt that is blocked', () => {
  const promptFeedback = { blockReason: 'PROHIBITED_CONTENT' };

  test('has no candidates, unary and streamed', async () => {
    const unary = await ask({ promptFeedback });
    const { chunks } = await read({ promptFeedback });
    for (const response of [unary, chunks[0]]) {
      expect(response?.promptFeedback).toEqual(promptFeedback);
      expect(response?.candidates).toBeUndefined();
      expect(response?.usageMetadata?.promptTokenCount).toBeGreaterThan(0);
    }
    expect(chunks).toHaveLength(1);
  });
});

describe('an answer that ends otherwise than it should', () => {
  const reasonOf = async (turn: ScriptedTurn) => {
    const candidate = (await ask(turn)).candidates?.[0];
    return { reason: candidate?.finishReason, parts: candidate?.content?.parts };
  };

  test('a malformed call: no parts, and a message on the wire that the SDK drops', async () => {
    const turn = { parts: [], finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'print(default_api.now())' };
    expect(await reasonOf(turn)).toEqual({ reason: 'MALFORMED_FUNCTION_CALL', parts: undefined });
    expect(await (await post(play(turn), { contents: [question] })).text()).toContain('print(default_api.now())');
  });

  test('a call cut short by the limit of tokens', async () => {
    const call = { functionCall: { name: 'run_python', args: { code: 'print(' } } };
    const { reason, parts } = await reasonOf({ parts: [call], finishReason: 'MAX_TOKENS' });
    expect(reason).toBe('MAX_TOKENS');
    expect(parts?.[0]?.functionCall).toMatchObject(call.functionCall);
  });

  test.each(['MAX_TOKENS', 'SAFETY', 'A_REASON_NOBODY_KNOWS'])('a text that ends with %s', async (finishReason) => {
    const { chunks } = await read({ ...texts, finishReason });
    expect(chunks.map((chunk) => chunk.candidates?.[0]?.finishReason)).toEqual([undefined, undefined, finishReason]);
  });

  test('an empty answer that ends as if all were well', async () => {
    expect(await reasonOf({ parts: [] })).toEqual({ reason: 'STOP', parts: undefined });
  });

  test('no reason at all', async () => {
    expect(await reasonOf({ ...hello, finishReason: null })).toEqual({ reason: undefined, parts: [{ text: 'Hello' }] });
  });

  test('ratings and other fields of the candidate, on its last chunk', async () => {
    const safetyRatings = [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'HIGH' }];
    const { chunks } = await read({ ...texts, finishReason: 'SAFETY', candidate: { safetyRatings } });
    expect(chunks.map((chunk) => chunk.candidates?.[0]?.safetyRatings)).toEqual([undefined, undefined, safetyRatings]);
  });

  test.each<[string, Part[]]>([
    ['a call as Python', [{ executableCode: { language: 'PYTHON', code: 'print(default_api.run_python("1"))' } }]],
    ['code that nobody asked for', [{ executableCode: { language: 'PYTHON', code: 'print(1)' } }]],
    ['Python in a fence', [{ text: '```python\nprint(1)\n```' }]],
    ['tool code in a fence', [{ text: '```tool_code\nprint(default_api.now())\n```' }]],
    ['a thought, then a text', [{ text: 'Hm.', thought: true }, { text: 'Yes.' }]],
    ['an empty text that is signed', [{ text: 'Yes.' }, { text: '', thoughtSignature: 'c2lnbmVk' }]],
  ])('%s', async (_what, parts) => {
    expect((await reasonOf({ parts })).parts).toEqual(parts);
    const { chunks } = await read({ parts });
    expect(chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])).toEqual(parts);
  });

  test('text between parallel calls', async () => {
    const { parts } = await reasonOf({ parts: [{ text: 'First.' }, callPython, { text: 'Then.' }, callNow] });
    expect(parts).toMatchObject([{ text: 'First.' }, callPython, { text: 'Then.' }, callNow]);
  });
});

describe('an answer that is to be continued', () => {
  const begun: ScriptedTurn = { parts: [{ text: 'One, ' }], continuationToken: 'more' };
  const ended: ScriptedTurn = {
    parts: [{ text: 'two.' }],
    expect: [{ field: { path: 'continuationToken', equals: 'more' } }],
  };

  test('is continued by the SDK, unary and streamed', async () => {
    expect((await sdkFor(play(begun, ended)).models.generateContent(REQUEST)).text).toBe('One, two.');
    const chunks = await collect(await sdkFor(play(begun, ended)).models.generateContentStream(REQUEST));
    expect(chunks.map((chunk) => chunk.text).join('')).toBe('One, two.');
  });

  test('says so, and gives its token', async () => {
    const response = await post(play(begun), { contents: [question] });
    expect(await response.json()).toMatchObject({
      candidates: [{ finishReason: 'CONTINUATION', continuationToken: 'more' }],
    });
  });

  test('is not continued with another token', async () => {
    expect(await refusal({ contents: [question], continuationToken: 'other' })).toContain(
      'fake: continuationToken "other"',
    );
  });
});

describe('several candidates', () => {
  const turn: ScriptedTurn = { ...texts, moreCandidates: [{ parts: [{ text: 'd' }], finishReason: 'MAX_TOKENS' }] };

  test('come at once, or side by side in a stream', async () => {
    const { candidates } = await ask(turn, { candidateCount: 2 });
    expect(candidates?.map(({ index, content }) => [index, content?.parts?.[0]?.text])).toEqual([
      [0, 'abc'],
      [1, 'd'],
    ]);
    const { chunks } = await read(turn, { candidateCount: 2 });
    expect(chunks.map((chunk) => chunk.candidates?.map(({ index, finishReason }) => [index, finishReason]))).toEqual([
      [
        [0, undefined],
        [1, 'MAX_TOKENS'],
      ],
      [[0, undefined]],
      [[0, 'STOP']],
    ]);
  });

  test('come only to those who ask for them', async () => {
    await expect(ask(turn)).rejects.toThrow('fake: the turn has 2 candidates, but the client asked for 1');
  });
});

describe('what was received', () => {
  test('can be looked at: headers, times, the turn that was the answer', async () => {
    const script = play({ ...hello, delayMs: 60 });
    const before = Date.now();
    const { models } = sdkFor(script);
    await models.generateContent({ ...REQUEST, config: { httpOptions: { headers: { 'x-note': 'one' } } } });
    const [request] = script.requests();
    expect(request).toMatchObject({
      headers: { 'x-goog-api-key': 'test', 'x-note': 'one' },
      body: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
      httpStatus: 200,
      turn: 0,
    });
    await vi.waitFor(() => expect(script.requests()[0]?.answeredAt).toBeDefined());
    const { receivedAt = 0, answeredAt = 0 } = script.requests()[0] ?? {};
    expect(receivedAt).toBeGreaterThanOrEqual(before);
    expect(answeredAt - receivedAt).toBeGreaterThanOrEqual(50);
    expect(request?.aborted).toBeUndefined();
  });

  test('a stream that the client leaves is noticed', async () => {
    const script = play({ ...texts, delayMs: [0, 10_000, 0] });
    const abort = new AbortController();
    const config = { ...REQUEST.config, abortSignal: abort.signal };
    const stream = await sdkFor(script).models.generateContentStream({ ...REQUEST, config });
    await stream.next();
    abort.abort();
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
  });
});
