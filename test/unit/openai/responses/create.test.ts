import { describe, expect, it } from 'vitest';
import { codeInterpreter } from '../../../../src/openai/codeInterpreter.ts';
import { MODEL, playLocally, printed, RED_PIXEL, runs } from '../fake.ts';
import { ASK, DONE, isCode, PROGRAM, print42, TOOLS } from './asked.ts';

describe('a response whose code runs in the sandbox', () => {
  it("is one response in OpenAI's shape", async () => {
    const { client, handle, ran } = playLocally(PROGRAM, print42);
    const response = await client.responses.create(ASK);
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      tools: TOOLS,
      output_text: 'I compute.It is 42.',
      usage: { input_tokens: 20, output_tokens: 10, total_tokens: 30, input_tokens_details: { cached_tokens: 0 } },
    });
    expect(response.output.map(({ type }) => type)).toEqual(['message', 'code_interpreter_call', 'message']);
    expect(response.output.find(isCode)).toMatchObject({
      id: expect.stringMatching(/^ci_/),
      code: '6 * 7',
      container_id: 'cntr_local',
      status: 'completed',
      outputs: [{ type: 'logs', logs: '42\n' }],
    });
    expect(ran).toEqual(['6 * 7']);
    expect(handle.refusals()).toEqual([]);
  });

  it('gives the model a custom tool with raw Python, and its result', async () => {
    const { client, bodies } = playLocally(PROGRAM, print42);
    await client.responses.create(ASK);
    const [first, second] = bodies();
    expect(first?.tools).toMatchObject([{ type: 'custom', name: 'run_python', format: { type: 'text' } }]);
    expect(first?.instructions).toContain("runs in the user's browser");
    expect(second).toMatchObject({
      previous_response_id: 'resp_1',
      input: [{ type: 'custom_tool_call_output', output: '42\n' }],
    });
  });

  it('has no outputs in its items unless they are asked for', async () => {
    const { client } = playLocally(PROGRAM, print42);
    const { output } = await client.responses.create({ ...ASK, include: [] });
    expect(output.find(isCode)?.outputs).toBeNull();
  });

  it('has the pictures of its code, which the model sees', async () => {
    const seen = [{ functionResponse: { name: 'run_python', responseContains: 'done', mimeTypes: ['image/png'] } }];
    const { client, handle } = playLocally({ turns: [{ parts: [runs('plot()')] }, { ...DONE, expect: seen }] });
    const { output } = await client.responses.create(ASK);
    expect(output.find(isCode)?.outputs).toEqual([
      { type: 'logs', logs: 'done\n' },
      { type: 'image', url: `data:image/png;base64,${RED_PIXEL}` },
    ]);
    expect(handle.refusals()).toEqual([]);
  });

  it('has several programs of one turn, and one that fails', async () => {
    const { client, handle } = playLocally(
      {
        turns: [
          { parts: [runs('a'), runs('b')] },
          { ...DONE, expect: [...printed('a'), ...printed('OUTCOME_FAILED')] },
        ],
      },
      { print: (code) => (code === 'b' ? 'NameError\n' : `${code}\n`) },
    );
    const { output } = await client.responses.create(ASK);
    const logs = output.filter(isCode).map(({ outputs, status }) => ({ outputs, status }));
    expect(logs).toEqual([
      { outputs: [{ type: 'logs', logs: 'a\n' }], status: 'completed' },
      { outputs: [{ type: 'logs', logs: 'NameError\n' }], status: 'completed' },
    ]);
    expect(handle.refusals()).toEqual([]);
  });

  it('is of a model that takes functions instead, if its server refuses custom tools', async () => {
    const turns = [...PROGRAM.turns, ...PROGRAM.turns];
    const { client, handle, bodies } = playLocally({ turns }, print42);
    const ask = { ...ASK, model: 'gpt-5-no-custom' };
    for (let time = 0; time < 2; time += 1)
      expect((await client.responses.create(ask)).output.filter(isCode)).toHaveLength(1);
    expect(handle.refusals()).toHaveLength(1);
    expect(bodies()[1]?.tools).toMatchObject([{ type: 'function', name: 'run_python' }]);
  });

  it('gives functions at once to models that know no custom tools', async () => {
    const { client, handle, bodies } = playLocally(PROGRAM, print42);
    await client.responses.create({ ...ASK, model: 'gpt-oss-120b' });
    expect(bodies()[0]?.tools).toMatchObject([{ type: 'function', name: 'run_python' }]);
    expect(handle.refusals()).toEqual([]);
  });

  it('is of a model that writes programs as text, if its server refuses tools', async () => {
    const program = { parts: [{ text: 'I compute.\n```python\n6 * 7\n```\n' }] };
    const { client, ran } = playLocally({ turns: [program, { parts: [{ text: 'It is 42.' }] }] }, print42);
    const { output } = await client.responses.create({ ...ASK, model: 'local-no-tools' });
    expect(output.map(({ type }) => type)).toEqual(['message', 'code_interpreter_call', 'message']);
    expect(ran).toEqual(['6 * 7\n']);
  });

  it('leaves pictures out for a model that reads none', async () => {
    const turns = [{ parts: [runs('plot()')] }, DONE];
    const { client, handle } = playLocally({ turns });
    const { output_text } = await client.responses.create({ ...ASK, model: 'gpt-5-no-images' });
    expect(output_text).toBe('Done.');
    expect(handle.refusals().length).toBeGreaterThan(0);
  });

  it('is repeated after a failure of the server, and only by the options of this client', async () => {
    const { client, bodies, events } = playLocally({
      turns: [{ failure: 'internal' }, { failure: 'quota-exceeded', retryDelay: '0s' }, DONE],
    });
    expect((await client.responses.create(ASK)).output_text).toBe('Done.');
    expect(bodies()).toHaveLength(3);
    expect(events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  it("rejects with the SDK's own error", async () => {
    const { client, original } = playLocally({ turns: [{ failure: 'permission-denied', times: 2 }] });
    const expected = await original.responses.create({ model: MODEL, input: 'Go.' }).catch((error) => error);
    const error = await client.responses.create(ASK).catch((reason) => reason);
    expect(error).toBeInstanceOf(expected.constructor);
    expect(error.message).toBe(expected.message);
  });

  it('is parsed by the SDK', async () => {
    const { client } = playLocally(
      { turns: [{ parts: [runs('1')] }, { parts: [{ text: '{"answer":42}' }] }] },
      print42,
    );
    const schema = {
      type: 'object',
      properties: { answer: { type: 'number' } },
      required: ['answer'],
      additionalProperties: false,
    };
    const format = { type: 'json_schema' as const, name: 'answer', schema, strict: true };
    const response = await client.responses.parse({ ...ASK, text: { format } });
    expect(response.output_text).toBe('{"answer":42}');
  });

  it('tells of each event', async () => {
    const { client, events } = playLocally(PROGRAM, print42);
    await client.responses.create(ASK);
    const types = events.map(({ type }) => type);
    expect(types).toEqual(['turn-start', 'text-delta', 'usage', 'code', 'result', 'text-delta', 'usage', 'turn-end']);
  });

  it('runs no program that the app refuses', async () => {
    const { client, ran } = playLocally({
      turns: [{ parts: [runs('1')] }, { ...DONE, expect: printed('Not today.') }],
    });
    await client.responses.create({
      ...ASK,
      tools: [codeInterpreter({ beforeRun: () => ({ refuse: 'Not today.' }) })],
    });
    expect(ran).toEqual([]);
  });

  it('has the HTTP response of its first request', async () => {
    const { client } = playLocally(PROGRAM, print42);
    const { data, response } = await client.responses.create(ASK).withResponse();
    expect(response.status).toBe(200);
    expect(data.status).toBe('completed');
  });
});
