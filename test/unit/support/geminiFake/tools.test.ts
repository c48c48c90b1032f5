import { describe, expect, test } from 'vitest';
import type { Part } from '../../../support/geminiFake/checks/schema.ts';
import {
  accepted,
  answerTo,
  callNow,
  callPython,
  functions,
  GEMINI_2,
  GEMINI_3,
  modelTurn,
  now,
  question,
  refusal,
  userTurn,
} from './client.ts';

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

  test.each(['image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain'])(
    'with a file of a kind that the documentation names are accepted: %s',
    async (mimeType) => {
      const parts = [{ inlineData: { ...image.inlineData, mimeType } }];
      await accepted(answering({ name: 'run_python', response: {}, parts }), GEMINI_3);
    },
  );

  test('that refer to a part by name are refused', async () => {
    const response = { output: { chart: { $ref: 'chart.png' } } };
    expect(await refusal(answering({ name: 'run_python', response, parts: [image] }), GEMINI_3)).toBe(
      'The referenced name `chart.png` in function_response.response does not match to a display_name in the function_response.parts.',
    );
  });

  test.each([GEMINI_2, GEMINI_3])('may have a text beside them: %s', async (model) => {
    const body = answering({ name: 'run_python', response: {} });
    body.contents[2]?.parts?.push({ text: 'Go on.' });
    await accepted(body, model);
  });

  test('may have a picture beside one of them before Gemini 3, but not beside parallel ones', async () => {
    const response = answerTo(callPython);
    const beside = (calls: Part[], ...parts: Part[]) => ({
      contents: [question, modelTurn(...calls), userTurn(...parts)],
      tools: functions,
    });
    await accepted(beside([callPython], response, image));
    expect(await refusal(beside([callPython, callNow], response, answerTo(callNow), image))).toBe(
      'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
    );
  });

  test('hold their pictures themselves for Gemini 3, unless the script says otherwise', async () => {
    const body = answering({ name: 'run_python', response: {} });
    body.contents[2]?.parts?.push(image);
    expect(await refusal(body, GEMINI_3)).toContain('fake: media stands beside a functionResponse');
    await accepted(body, GEMINI_3, { behaviors: { mediaBesideResponses: 'accepted' } });
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

  test.each([
    ['gemini-3-pro-preview', 'MINIMAL'],
    ['gemini-3-pro-preview', 'MEDIUM'],
    ['gemini-3.1-pro-preview', 'MINIMAL'],
    ['gemini-3.8-flash', 'MINIMAL'],
    ['gemini-flash-latest', 'MINIMAL'],
    ['gemini-4-flash', 'MINIMAL'],
  ])('a thinking level that the model does not know is refused: %s, %s', async (model, thinkingLevel) => {
    expect(await refusal(asking({ generationConfig: { thinkingConfig: { thinkingLevel } } }), model)).toBe(
      `Thinking level ${thinkingLevel} is not supported for this model. Please retry with other thinking level.`,
    );
  });

  test('no thinking level is known before Gemini 3', async () => {
    const thinkingConfig = { thinkingLevel: 'LOW' };
    expect(await refusal(asking({ generationConfig: { thinkingConfig } }))).toBe(
      'Thinking level is not supported for this model.',
    );
  });

  test.each([
    ['gemini-3-pro-preview', 'LOW'],
    ['gemini-3.1-pro-preview', 'MEDIUM'],
    ['gemini-3.5-flash', 'MINIMAL'],
    ['gemini-flash-latest', 'HIGH'],
  ])('a thinking level that the model knows is accepted: %s, %s', async (model, thinkingLevel) => {
    await accepted(asking({ generationConfig: { thinkingConfig: { thinkingLevel } } }), model);
  });

  test('a cached content beside tools is refused', async () => {
    expect(await refusal(asking({ cachedContent: 'cachedContents/1', tools: functions }))).toContain(
      'CachedContent can not be used',
    );
    await accepted(asking({ cachedContent: 'cachedContents/1' }));
  });
});
