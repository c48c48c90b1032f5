import { describe, expect, test } from 'vitest';
import type { Part } from '../../../support/geminiFake/checks/schema.ts';
import {
  accepted,
  afterCalls,
  afterOneCall,
  answerTo,
  callNow,
  callPython,
  errorOf,
  functions,
  GEMINI_2,
  GEMINI_3,
  hello,
  modelTurn,
  play,
  post,
  question,
  refusal,
  userTurn,
} from './client.ts';

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

  test('are issued for code that the server runs, and hold for no call', async () => {
    const script = play(
      { parts: [{ executableCode: { language: 'PYTHON', code: 'print(5117)' } }, { codeExecutionResult: {} }] },
      hello,
    );
    const tools = [{ codeExecution: {} }];
    const response = await post(script, { contents: [question], tools }, { model: GEMINI_3 });
    const { candidates } = (await response.json()) as { candidates: { content: { parts: Part[] } }[] };
    const [code = {}, result = {}] = candidates[0]?.content.parts ?? [];
    expect([code.thoughtSignature, result.thoughtSignature]).toEqual([expect.any(String), undefined]);
    const call = { ...callPython, thoughtSignature: code.thoughtSignature };
    const contents = [question, modelTurn(call), userTurn(answerTo(call))];
    const refused = await post(script, { contents, tools: functions }, { model: GEMINI_3 });
    expect((await errorOf(refused)).message).toBe('Corrupted thought signature.');
    const asIssued = [question, modelTurn(code, result), question];
    expect((await post(script, { contents: asIssued, tools }, { model: GEMINI_3 })).ok).toBe(true);
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
