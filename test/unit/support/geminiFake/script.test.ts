import { FunctionCallingConfigMode } from '@google/genai';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../../support/geminiFake/checks/schema.ts';
import type { Script, ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import type { ScriptHandle } from '../../../support/geminiFake/server.ts';
import {
  answerTo,
  callPython,
  collect,
  errorOf,
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

describe('a script that repeats', () => {
  test('begins again after its last turn', async () => {
    const texts = { parts: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] };
    const script = gemini.addScript({ turns: [{ ...texts, times: 2 }, hello], repeat: true });
    const got = [];
    for (let asked = 0; asked < 4; asked++)
      got.push((await sdkFor(script).models.generateContent({ model: GEMINI_3, contents: 'Hi' })).text);
    expect(got).toEqual(['abc', 'abc', 'Hello', 'abc']);
    expect(script.turnsLeft()).toBe(2);
  });
});

describe('a script with mistakes', () => {
  test.each([
    [{ failure: 'overlaoded' }, /turns\[0\]\.failure: expected one of quota-exceeded, .*, got "overlaoded"/],
    [{ failure: 'overloaded', failAfter: 1 }, /turns\[0\]: a turn has exactly one of/],
    [{ parts: [], failure: 'overloaded' }, /turns\[0\]: a turn has exactly one of/],
    [{ parts: [], cut: 1, endAfter: 1 }, /turns\[0\]: a turn has at most one of cut/],
    [{ parts: [], delayMs: 'fast' }, /turns\[0\]\.delayMs: expected a number or a list of numbers, got "fast"/],
    [{ parts: [{ functionCall: { nam: 'x' } }] }, /turns\[0\]\.parts\[0\]\.functionCall: unknown name "nam"/],
    [{ failure: 'quota-exceeded', retryDelay: 'soon' }, /turns\[0\]\.retryDelay: expected a number of seconds/],
    [{ parts: [], times: 0 }, /turns\[0\]\.times: expected a whole number above 0, got 0/],
  ])('names the place: %j', (turn, message) => {
    expect(() => gemini.addScript({ turns: [turn as ScriptedTurn] })).toThrow(message);
  });

  test('names every place', () => {
    expect(() => gemini.addScript({ trns: [], behaviors: { mediaBesideResponses: 'yes' } } as never)).toThrow(
      /turns: expected .*\n.*behaviors\.mediaBesideResponses: expected "refused" or "accepted", got "yes"\n.*the script: unknown name "trns"/,
    );
  });
});
