import { describe, expect, test } from 'vitest';
import type { ScriptedTurn } from '../../../../support/geminiFake/script/script.ts';
import { callNow, callPython, gemini, hello, play } from '../client.ts';
import { ask, callsIn, codeExecution, create, MODEL, now, post, resultOf, runPython, stream } from './client.ts';

const SIGNATURE = expect.stringMatching(/^[\w+/]{100,}=*$/);
const ID = expect.stringMatching(/^v1_[\w-]{60,}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const CALL_ID = expect.stringMatching(/^[a-z0-9]{8}$/);

const code = "print('hi')";
const codeParts: ScriptedTurn = {
  parts: [
    { text: 'Running.' },
    { executableCode: { language: 'PYTHON', code } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'hi\n' } },
    { inlineData: { mimeType: 'image/png', data: 'iVBORw0K' } },
    { text: 'Done.' },
  ],
};

describe('the answer to create', () => {
  test('has the fields of a recorded one, in their order', async () => {
    const response = await post(play(hello), { model: MODEL, input: 'Hi' });
    const body = (await response.json()) as object;
    expect(Object.entries(body)).toEqual([
      ['id', ID],
      ['status', 'completed'],
      ['usage', expect.objectContaining({ total_tokens: expect.any(Number) })],
      ['created', TIME],
      ['updated', TIME],
      ['service_tier', 'standard'],
      [
        'steps',
        [
          { signature: SIGNATURE, type: 'thought' },
          { content: [{ text: 'Hello', type: 'text' }], type: 'model_output' },
        ],
      ],
      ['object', 'interaction'],
      ['model', MODEL],
    ]);
  });

  test('is read by the SDK', async () => {
    expect((await ask({}, { parts: [{ text: 'Hello ' }, { text: 'you' }] })).output_text).toBe('Hello you');
  });

  test('that ends with calls requires action, and numbers the calls', async () => {
    const answer = await ask({ tools: [runPython, now] }, { parts: [callPython, callNow] });
    expect(answer.status).toBe('requires_action');
    expect(callsIn(answer)).toEqual([
      { id: CALL_ID, type: 'function_call', name: 'run_python', arguments: { code: 'print(47 * 109 - 6)' } },
      { id: CALL_ID, type: 'function_call', name: 'now', arguments: {} },
    ]);
  });

  test('that ends with calls is completed if the script says that the model reports so', async () => {
    const behaviors = { callStatus: 'completed' } as const;
    const script = gemini.addScript({ turns: [{ parts: [callNow] }], behaviors });
    expect((await create(script, { tools: [now] })).status).toBe('completed');
  });

  test('has the steps of code that the server runs, and pictures as blocks of the output', async () => {
    const { steps = [], output_image } = await ask({ tools: [codeExecution] }, codeParts);
    expect(steps.slice(1)).toEqual([
      { content: [{ text: 'Running.', type: 'text' }], type: 'model_output' },
      {
        id: CALL_ID,
        signature: SIGNATURE,
        type: 'code_execution_call',
        arguments: { language: 'python', code },
      },
      {
        call_id: steps[2] && 'id' in steps[2] && steps[2].id,
        signature: SIGNATURE,
        type: 'code_execution_result',
        result: 'hi\n',
        is_error: false,
      },
      {
        content: [
          { type: 'image', mime_type: 'image/png', data: 'iVBORw0K' },
          { text: 'Done.', type: 'text' },
        ],
        type: 'model_output',
      },
    ]);
    expect(output_image?.data).toBe('iVBORw0K');
  });

  test('has thoughts with their summaries, and the signature of a part on the thought before it', async () => {
    const thought = { text: 'Hm', thought: true };
    const call = { ...callNow, thoughtSignature: 'U2lnbmVk' };
    const { steps } = await ask({ tools: [now] }, { parts: [thought, call] });
    expect(steps).toEqual([
      { signature: 'U2lnbmVk', summary: [{ text: 'Hm', type: 'text' }], type: 'thought' },
      expect.objectContaining({ type: 'function_call' }),
    ]);
  });

  test('has the steps of other tools that the server runs', async () => {
    const { steps } = await ask(
      { tools: [{ type: 'google_search' }] },
      {
        parts: [
          { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['primes'] } } },
          { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { search_suggestions: '<b>' } } },
        ],
      },
    );
    expect(steps?.slice(1)).toEqual([
      { id: CALL_ID, signature: SIGNATURE, type: 'google_search_call', arguments: { queries: ['primes'] } },
      expect.objectContaining({ type: 'google_search_result', result: [{ search_suggestions: '<b>' }] }),
    ]);
  });

  test('has the exact steps that a script gives instead of parts', async () => {
    const steps = [
      { type: 'model_output', content: [{ type: 'text', text: 'a' }] },
      { type: 'no_such_step', id: '1' },
    ];
    expect((await ask({}, { steps })).steps).toEqual(steps);
  });

  test('counts tokens, or has the usage that the script gives in the words of either API', async () => {
    const { usage: estimated } = await ask({}, hello);
    const { total_input_tokens: input = 0, total_output_tokens: output = 0 } = estimated ?? {};
    expect([input > 0, estimated?.total_tokens]).toEqual([true, input + output]);
    expect((await ask({}, { ...hello, usage: { total_tokens: 7 } })).usage).toEqual({ total_tokens: 7 });
    const usageMetadata = {
      promptTokenCount: 4,
      candidatesTokenCount: 2,
      thoughtsTokenCount: 1,
      totalTokenCount: 7,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 4 }],
    };
    expect((await ask({}, { ...hello, usageMetadata })).usage).toMatchObject({
      total_tokens: 7,
      total_input_tokens: 4,
      input_tokens_by_modality: [{ modality: 'text', tokens: 4 }],
      total_cached_tokens: 0,
      total_output_tokens: 2,
      total_tool_use_tokens: 0,
      total_thought_tokens: 1,
    });
  });

  test('is incomplete where the output was capped, and has the fields that the script adds', async () => {
    expect((await ask({}, { ...hello, finishReason: 'MAX_TOKENS' })).status).toBe('incomplete');
    const errors = [{ code: 'safety', message: 'No.' }];
    expect(await ask({}, { ...hello, interaction: { status: 'failed', errors } })).toMatchObject({
      status: 'failed',
      errors,
    });
  });

  test('is taken on by the SDK as long as the script gives a token', async () => {
    const script = play({ ...hello, continuationToken: 'more' }, { parts: [{ text: ' again' }] });
    const answer = await create(script, {});
    expect(answer).toMatchObject({ status: 'completed', output_text: 'Hello again' });
    expect(answer.continuation_ids).toHaveLength(2);
    expect(script.refusals()).toEqual([]);
  });

  test('names an agent that is asked in place of a model', async () => {
    const response = await post(play(hello), { agent: 'deep-research', input: 'Hi' });
    expect(await response.json()).toMatchObject({ agent: 'deep-research', status: 'completed' });
  });

  test('has no id if it is not stored', async () => {
    expect(await (await post(play(hello), { model: MODEL, input: 'Hi', store: false })).json()).not.toHaveProperty(
      'id',
    );
  });
});

describe('a stream', () => {
  test('has the events of a recorded one', async () => {
    const id = ID;
    const interaction = { id, status: 'in_progress', object: 'interaction', model: MODEL };
    const events = await stream(play({ parts: [{ text: 'Hel' }, { text: 'lo' }, callNow] }), { tools: [now] });
    expect(events).toEqual([
      { interaction, event_type: 'interaction.created' },
      { interaction_id: id, status: 'in_progress', event_type: 'interaction.status_update' },
      { index: 0, step: { type: 'thought' }, event_type: 'step.start' },
      { index: 0, delta: { signature: SIGNATURE, type: 'thought_signature' }, event_type: 'step.delta' },
      { index: 0, event_type: 'step.stop' },
      { index: 1, step: { type: 'model_output' }, event_type: 'step.start' },
      { index: 1, delta: { text: 'Hel', type: 'text' }, event_type: 'step.delta' },
      { index: 1, delta: { text: 'lo', type: 'text' }, event_type: 'step.delta' },
      { index: 1, event_type: 'step.stop' },
      {
        index: 2,
        step: { id: CALL_ID, type: 'function_call', name: 'now', arguments: {} },
        event_type: 'step.start',
      },
      { index: 2, delta: { arguments: '{}', type: 'arguments_delta' }, event_type: 'step.delta' },
      { index: 2, event_type: 'step.stop' },
      {
        interaction: {
          ...interaction,
          status: 'requires_action',
          usage: expect.anything(),
          created: TIME,
          updated: TIME,
          service_tier: 'standard',
        },
        event_type: 'interaction.completed',
      },
    ]);
  });

  test('names its events, and ends with done', async () => {
    const response = await post(play(hello), { model: MODEL, input: 'Hi', stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const text = await response.text();
    expect(text).toMatch(/^event: interaction\.created\ndata: \{"interaction":\{"id":"v1_/);
    expect(text).toMatch(/\n\nevent: done\ndata: \[DONE\]\n\n$/);
  });

  test('has code and its result each whole in one delta', async () => {
    const events = await stream(play(codeParts), { tools: [codeExecution] });
    const signature = SIGNATURE;
    const [call, , , result] = events.slice(8);
    expect(call).toMatchObject({ step: { id: CALL_ID, signature: '', type: 'code_execution_call' } });
    expect(call).not.toHaveProperty('step.arguments');
    expect(result).toMatchObject({ step: { call_id: CALL_ID, signature: '', type: 'code_execution_result' } });
    expect(events.flatMap((event) => (event.event_type === 'step.delta' ? event.delta : [])).slice(2)).toEqual([
      { signature, type: 'code_execution_call', arguments: { language: 'python', code } },
      { signature, type: 'code_execution_result', result: 'hi\n', is_error: false },
      { type: 'image', mime_type: 'image/png', data: 'iVBORw0K' },
      { text: 'Done.', type: 'text' },
    ]);
  });

  test('has the summary of a thought before its signature', async () => {
    const events = await stream(play({ parts: [{ text: 'Hm', thought: true }, { text: 'Hi' }] }));
    expect(events.slice(3, 5)).toMatchObject([
      { delta: { content: { text: 'Hm', type: 'text' }, type: 'thought_summary' } },
      { delta: { type: 'thought_signature' } },
    ]);
  });

  test('begins a call of Gemini 2.5 with an empty signature', async () => {
    const model = 'gemini-2.5-flash';
    const events = await stream(play({ parts: [callNow] }), { model, tools: [now] });
    expect(events).toContainEqual(expect.objectContaining({ step: expect.objectContaining({ signature: '' }) }));
  });

  test('has annotations in a delta of their own', async () => {
    const annotations = [{ type: 'url_citation', url: 'https://example.com' }];
    const steps = [{ type: 'model_output', content: [{ type: 'text', text: 'a', annotations }] }];
    expect(await stream(play({ steps }))).toContainEqual(
      expect.objectContaining({ delta: { annotations, type: 'text_annotation_delta' } }),
    );
  });

  test('has the exact events that a script gives instead of parts', async () => {
    const events = [{ event_type: 'interaction.surprise', index: 3 }];
    const response = await post(play({ events }), { model: MODEL, input: 'Hi', stream: true });
    expect(await response.text()).toBe(
      `event: interaction.surprise\ndata: ${JSON.stringify(events[0])}\n\nevent: done\ndata: [DONE]\n\n`,
    );
  });

  test('has an empty id if it is not stored', async () => {
    const [created] = await stream(play(hello), { store: false });
    expect(created).toMatchObject({ interaction: { id: '' } });
  });

  test("of an agent ends with the agent's steps", async () => {
    const response = await post(play(hello), { agent: 'deep-research', input: 'Hi', stream: true });
    expect(await response.text()).toMatch(/interaction\.completed\ndata: .*"steps":\[/);
  });
});

describe('one script', () => {
  test('can be asked by either API, turn by turn', async () => {
    const script = play({ parts: [callPython] }, hello, { parts: [{ text: 'Bye' }] });
    const first = await create(script, { tools: [runPython] });
    await create(script, { previous_interaction_id: first.id, input: callsIn(first).map((call) => resultOf(call)) });
    const response = await fetch(`${script.baseUrl}/v1/models/${MODEL}:generateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': 'test' },
      body: JSON.stringify({ contents: [{ parts: [{ text: 'Bye' }] }] }),
    });
    expect(await response.text()).toContain('Bye');
    expect(script.turnsLeft()).toBe(0);
    expect(script.requests().map(({ api, method, turn }) => [api, method, turn])).toEqual([
      ['interactions', 'interactions.create', 0],
      ['interactions', 'interactions.create', 1],
      ['generateContent', 'generateContent', 2],
    ]);
  });
});
