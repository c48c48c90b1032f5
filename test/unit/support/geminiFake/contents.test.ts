import { describe, expect, test } from 'vitest';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import {
  accepted,
  afterCalls,
  afterOneCall,
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

  test('a name that is spelt the proto way is known', async () => {
    await accepted({
      contents: [{ role: 'user', parts: [{ inline_data: { mime_type: 'image/png', data: 'iVBORw0KGgo=' } }] }],
      generation_config: { max_output_tokens: 5 },
    });
  });

  test('a field that the version of the API lacks is an unknown name', async () => {
    const behaviors = { unknownFields: { v1: ['toolConfig.includeServerSideToolInvocations', 'contents.parts.text'] } };
    expect(
      await refusal({ contents: [question], toolConfig: { includeServerSideToolInvocations: true } }, GEMINI_3, {
        behaviors,
      }),
    ).toBe(
      `Invalid JSON payload received. Unknown name "includeServerSideToolInvocations" at 'tool_config': Cannot find field.\n` +
        `Invalid JSON payload received. Unknown name "text" at 'contents[0].parts[0]': Cannot find field.`,
    );
    const other = { v1beta: behaviors.unknownFields.v1 };
    await accepted({ contents: [question] }, GEMINI_3, { behaviors: { unknownFields: other } });
  });

  test('a request that is too large is refused', async () => {
    const body = { contents: [question] };
    const bytes = JSON.stringify(body).length;
    expect(await refusal(body, GEMINI_2, { behaviors: { maxRequestBytes: bytes - 1 } })).toBe(
      `Request payload size exceeds the limit: ${bytes - 1} bytes.`,
    );
    await accepted(body, GEMINI_2, { behaviors: { maxRequestBytes: bytes } });
    const huge = { contents: [{ role: 'user', parts: [{ text: 'x'.repeat(100 * 1024 * 1024) }] }] };
    expect(await refusal(huge)).toBe('Request payload size exceeds the limit: 104857600 bytes.');
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

describe('a file that is sent along', () => {
  const sending = (mimeType: string) => ({ contents: [userTurn({ inlineData: { mimeType, data: 'AAAA' } })] });

  test.each([
    'image/svg+xml',
    'image/gif',
    'image/jpg',
    'application/zip',
    'application/octet-stream',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ])('is refused when no model reads its kind: %s', async (mimeType) => {
    expect(await refusal(sending(mimeType))).toBe(`Unsupported MIME type: ${mimeType}`);
  });

  test.each([
    'image/heic',
    'application/pdf',
    'application/json',
    'text/csv',
    'text/x-python',
    'audio/wav',
    'video/mp4',
  ])('is accepted when a model reads its kind: %s', async (mimeType) => {
    await accepted(sending(mimeType));
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

  test('a response of another call gets an empty answer if the script says so, as the real server gives', async () => {
    const script = gemini.addScript({
      turns: [{ parts: [callPython] }, hello],
      behaviors: { mismatchedResponses: 'empty' },
    });
    const { models } = sdkFor(script);
    const ask = (...contents: Content[]) =>
      models.generateContent({
        model: GEMINI_3,
        contents: forSdk([question, ...contents]),
        config: { tools: functions },
      });
    const call = (await ask()).candidates?.[0]?.content?.parts?.[0] as Part;
    const lost = await ask(modelTurn(call), userTurn(answerTo(callPython)));
    expect(lost.candidates?.[0]).toMatchObject({ content: { role: 'model' }, finishReason: 'STOP' });
    expect(lost.candidates?.[0]?.content?.parts).toBeUndefined();
    expect(script.turnsLeft()).toBe(1);
    expect((await ask(modelTurn(call), userTurn(answerTo(call)))).text).toBe('Hello');
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
