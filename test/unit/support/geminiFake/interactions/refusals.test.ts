import { describe, expect, test } from 'vitest';
import {
  callNow,
  GEMINI_2,
  gemini,
  errorOf as generateContentError,
  hello,
  play,
  post as postModel,
  question,
} from '../client.ts';
import {
  accepted,
  codeExecution,
  create,
  errorOf,
  MIXING_MODEL,
  MODEL,
  now,
  post,
  refusal,
  refused,
  runPython,
} from './client.ts';

const googleSearch = { type: 'google_search' } as const;
const messageOf = async (body: object) => (await refusal(body)).message;

describe('a parameter that the API does not know', () => {
  test.each([
    [{ tool_config: {} }, "Unknown parameter 'tool_config'."],
    [{ tool_choice: 'auto' }, "Unknown parameter 'tool_choice'."],
    [{ cached_content: 'c' }, "Unknown parameter 'cached_content'."],
    [{ response_mime_type: 'application/json' }, "Unknown parameter 'response_mime_type'."],
    [{ generation_config: { topP: 1 } }, "Unknown parameter 'generation_config.topP'. Did you mean 'top_p'?"],
    [{ generation_config: { thinking_budget: 1 } }, "Unknown parameter 'generation_config.thinking_budget'."],
    [{ tools: [{ ...now, strict: true }] }, "Unknown parameter 'tools[0].strict'."],
    [{ tools: [{ ...codeExecution, language: 'python' }] }, "Unknown parameter 'tools[0].language'."],
    [{ input: [{ type: 'text', text: 'Hi', role: 'user' }] }, "Unknown parameter 'input[0].role'."],
    [
      { input: [{ type: 'user_input', content: [{ type: 'image', mimeType: 'image/png' }] }] },
      "Unknown parameter 'input[0].content[0].mimeType'. Did you mean 'mime_type'?",
    ],
  ])('%j is refused', async (body, message) => {
    expect(await refusal(body)).toEqual({ status: 400, code: 'invalid_request', message });
  });

  test('is also one that the script says a version does not know', async () => {
    const behaviors = { unknownFields: { v1: ['tools.parameters', 'store'] } };
    const tools = [now, { ...runPython, parameters: {} }];
    expect((await refusal({ tools }, { behaviors })).message).toBe("Unknown parameter 'tools[1].parameters'.");
    expect((await refusal({ store: true }, { behaviors })).message).toBe("Unknown parameter 'store'.");
    await accepted({ tools }, { behaviors: { unknownFields: { v1beta: ['tools'] } } });
  });

  test.each(['safety_settings', 'labels'])('%s is said to be of another platform', async (name) => {
    expect(await messageOf({ [name]: {} })).toBe(
      `${name} is not available on the Gemini API but it is available on the Gemini Enterprise Agent Platform.`,
    );
  });

  test('the tool retrieval is said to be of another platform', async () => {
    expect(await messageOf({ tools: [{ type: 'retrieval' }] })).toContain('is not available on the Gemini API but');
  });
});

describe('a value that the API does not support', () => {
  test.each([
    [
      { tools: [{ type: 'python' }] },
      "The value 'python' is not supported for 'type' at 'tools[0]'. Supported values: 'function', 'code_execution', ",
    ],
    [
      { input: [{ type: 'user_input' }, { type: 'text', text: 'Hi' }] },
      "The value 'text' is not supported for 'type' at 'input[1]'. ",
    ],
    [
      { response_format: { type: 'json_schema' } },
      "The value 'json_schema' is not supported for 'type' at 'response_format'. ",
    ],
    [
      { generation_config: { tool_choice: 'required' } },
      "The value 'required' is not supported for 'generation_config.tool_choice'. Supported values: 'auto', 'any', 'none', 'validated'.",
    ],
    [{ service_tier: 'fast' }, "The value 'fast' is not supported for 'service_tier'. "],
    [{ store: 'no' }, 'fake: Invalid value at \'store\' (a boolean): "no"'],
    [{ input: [{ type: 'function_call', name: 'now', arguments: {} }] }, 'fake: input[0].id is missing'],
  ])('%j is refused', async (body, message) => {
    expect(await messageOf(body)).toContain(message);
  });

  test('JSON that does not parse is refused', async () => {
    expect(await errorOf(await post(play(hello), '{'))).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  test('a thinking level that the model does not have is refused', async () => {
    const generation_config = { thinking_level: 'minimal' };
    expect(await messageOf({ generation_config })).toBe(
      "'minimal' is not a supported thinking level for this model. Allowed values are: medium, low, high.",
    );
    await accepted({ generation_config, model: MIXING_MODEL });
  });
});

describe('an input', () => {
  test('may be a text, a block, blocks or steps', async () => {
    const block = { type: 'text', text: 'Hi' };
    for (const input of ['Hi', block, [block], [{ type: 'user_input', content: [block] }]]) await accepted({ input });
  });

  test('has to be there, and to say something', async () => {
    expect(await messageOf({ input: undefined })).toBe('Missing input.');
    for (const input of ['', [], [{ type: 'user_input', content: [] }]]) {
      expect(await messageOf({ input })).toBe('Request has empty input.');
    }
  });

  test('has media with a source and a type that the API reads', async () => {
    const image = { type: 'image', data: 'iVBORw0K', mime_type: 'image/png' };
    await accepted({ input: [image, { type: 'document', uri: 'files/1' }, { ...image, mime_type: 'image/gif' }] });
    expect(await messageOf({ input: [{ type: 'image' }] })).toContain('needs either data or uri');
    expect(await messageOf({ input: [{ ...image, uri: 'files/1' }] })).toContain('needs either data or uri');
    expect(await messageOf({ input: [{ ...image, mime_type: undefined }] })).toContain('has data, but no mime_type');
    expect(await messageOf({ input: [{ ...image, mime_type: 'image/svg+xml' }] })).toBe(
      'Unsupported MIME type: image/svg+xml',
    );
  });

  test('has pictures in function results from Gemini 3 on', async () => {
    const script = play({ parts: [callNow] }, hello);
    const { id, steps = [] } = await create(script, { model: GEMINI_2, tools: [now] });
    const call = steps.find(({ type }) => type === 'function_call') as { id: string };
    const result = [{ type: 'image', data: 'iVBORw0K', mime_type: 'image/png' }];
    const input = [{ type: 'function_result', call_id: call.id, result }];
    expect(await refused(script, { model: GEMINI_2, previous_interaction_id: id, input })).toMatchObject({
      message: 'Unable to submit request because `function_response.parts` is not supported for this model.',
    });
  });

  test('has no steps of tools that the request does not have, nor steps that nobody issued', async () => {
    const step = { type: 'code_execution_call', id: 'x', signature: '', arguments: { code: '1' } };
    const input = [{ type: 'user_input', content: [{ type: 'text', text: 'Hi' }] }, step];
    expect(await messageOf({ input })).toBe(
      'fake: the input has a step of code_execution, but the request does not have the tool',
    );
    const messages = await messageOf({ input: [...input, input[0]], tools: [codeExecution] });
    expect(messages).toBe('fake: input[1]: no code_execution_call "x" was issued');
  });
});

describe('tools', () => {
  const REFUSED =
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.';

  test('functions beside built-in tools are for the models that are known to take them', async () => {
    const tools = [runPython, googleSearch];
    for (const model of [MODEL, 'gemini-3.6-flash', 'gemini-3.5-flash-lite']) {
      expect(await messageOf({ model, tools })).toBe(REFUSED);
    }
    for (const model of [MIXING_MODEL, 'gemini-3.1-pro-preview', 'gemini-3.1-flash-lite']) {
      await accepted({ model, tools });
    }
    expect(await messageOf({ model: GEMINI_2, tools })).toBe('Tool use with function calling is unsupported');
  });

  test('functions beside built-in tools are for the models that the script says', async () => {
    const tools = [runPython, codeExecution];
    await accepted({ tools }, { behaviors: { builtInToolsWithoutFlag: 'accepted' } });
    const behaviors = { builtInToolsWithoutFlag: 'refused' } as const;
    expect((await refusal({ model: MIXING_MODEL, tools }, { behaviors })).message).toBe(REFUSED);
  });

  test('the choice auto is not available beside tools of both kinds', async () => {
    const generation_config = { tool_choice: 'auto' };
    expect(await messageOf({ model: MIXING_MODEL, tools: [now, googleSearch], generation_config })).toContain(
      'the tool_choice auto is unavailable',
    );
    await accepted({ tools: [now], generation_config });
    await accepted({
      model: MIXING_MODEL,
      tools: [now, googleSearch],
      generation_config: { tool_choice: 'validated' },
    });
  });

  test('the choice is among functions that are declared', async () => {
    const generation_config = { tool_choice: { allowed_tools: { mode: 'auto', tools: ['now', 'later'] } } };
    expect(await messageOf({ tools: [now], generation_config })).toContain('"later" is not declared');
  });

  test('file search combines with code execution, and with no other search', async () => {
    const fileSearch = { type: 'file_search', file_search_store_names: ['stores/1'] };
    expect(await messageOf({ tools: [fileSearch, googleSearch] })).toContain('file_search and google_search');
    expect(await messageOf({ tools: [fileSearch, { type: 'url_context' }] })).toContain('file_search and url_context');
    await accepted({ tools: [fileSearch, codeExecution] });
  });

  test('functions have names, each one of its own', async () => {
    expect(await messageOf({ tools: [{ type: 'function', name: '1st' }] })).toContain('Invalid function name');
    expect(await messageOf({ tools: [now, now] })).toBe('Duplicate function declaration found: now');
  });

  test('functions beside JSON answers came with Gemini 3', async () => {
    const body = { tools: [now], response_format: { type: 'text', mime_type: 'application/json', schema: {} } };
    await accepted(body);
    expect(await messageOf({ ...body, model: GEMINI_2 })).toContain('is unsupported');
  });
});

describe('what is not stored', () => {
  test('continues nothing', async () => {
    expect(await messageOf({ store: false, previous_interaction_id: 'v1_x' })).toContain('store: false goes without');
  });

  test('cannot be continued', async () => {
    const script = play(hello, hello);
    const { id } = await create(script, { store: false });
    expect(id).toBeUndefined();
    expect(await refused(script, { previous_interaction_id: 'v1_' })).toMatchObject({ code: 'not_found' });
  });
});

describe('an interaction in which the server ran a tool', () => {
  const search = { parts: [{ toolCall: { toolType: 'GOOGLE_SEARCH_WEB' } }, { text: 'Found.' }] } as const;
  const code = { parts: [{ executableCode: { code: '1' } }, { codeExecutionResult: { output: '' } }] };

  test.each([
    ['google_search', search],
    ['code_execution', code],
  ] as const)('cannot be continued: %s', async (type, { parts }) => {
    const script = play({ parts: [...parts] }, hello);
    const { id } = await create(script, { tools: [{ type }] });
    expect(await refused(script, { previous_interaction_id: id })).toEqual({
      status: 501,
      code: 'not_implemented',
      message: `fake: an interaction with steps of ${type} cannot be continued`,
    });
  });

  test('cannot be continued with the reason that the script chooses', async () => {
    const turns = [{ parts: [...search.parts] }, hello];
    const script = gemini.addScript({ turns, behaviors: { serverToolHistory: 'mismatched' } });
    const { id } = await create(script, { tools: [googleSearch] });
    expect(await refused(script, { previous_interaction_id: id })).toEqual({
      status: 400,
      code: 'invalid_request',
      message: 'contents[1].parts[0]: Tool type of tool_call part does not match with tool call context.',
    });
  });

  test('can be continued if the script says so', async () => {
    const turns = [{ parts: [...search.parts] }, hello];
    const script = gemini.addScript({ turns, behaviors: { serverToolHistory: 'accepted' } });
    const { id } = await create(script, { tools: [googleSearch] });
    expect((await create(script, { previous_interaction_id: id })).output_text).toBe('Hello');
  });
});

describe('models, keys and sizes', () => {
  test('an unknown model is not found', async () => {
    expect(await refusal({ model: 'gpt-9' })).toMatchObject({ status: 404, code: 'model_not_found' });
    await accepted({ model: `models/${MODEL}` });
  });

  test('an alias is a model of v1beta alone', async () => {
    const body = { model: 'gemini-flash-latest', input: 'Hi' };
    expect(await errorOf(await post(play(hello), body))).toMatchObject({ code: 'model_not_found' });
    expect((await post(play(hello), body, { version: 'v1beta' })).status).toBe(200);
  });

  test('a request names a model or an agent', async () => {
    expect(await messageOf({ agent: 'deep-research' })).toContain('either a model or an agent');
    expect(await messageOf({ model: undefined })).toContain('either a model or an agent');
  });

  test("a request for another model than the script's is refused", async () => {
    expect((await refusal({}, { model: MIXING_MODEL })).message).toContain(`the script is for ${MIXING_MODEL}`);
  });

  test('a missing or invalid key is refused', async () => {
    for (const key of ['', 'invalid']) {
      const response = await post(play(hello), { model: MODEL, input: 'Hi' }, { key });
      expect(await errorOf(response)).toMatchObject({ status: 401, code: 'authentication' });
    }
  });

  test('a request that is too large is refused by either API', async () => {
    const script = { turns: [hello], behaviors: { maxRequestBytes: 40 } };
    expect((await refusal({ input: 'x'.repeat(40) }, script)).message).toContain('exceeds the limit: 40 bytes');
    const response = await postModel(gemini.addScript(script), { contents: [question] });
    expect((await generateContentError(response)).message).toContain('exceeds the limit: 40 bytes');
  });
});
