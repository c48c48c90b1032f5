import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { codeInterpreter } from '../../../../src/openai/codeInterpreter.ts';
import { partialResponse } from '../../../../src/openai/partial.ts';
import { collect, MODEL, playLocally, printed, RED_PIXEL, runs } from '../fake.ts';

const ASK = {
  model: MODEL,
  input: 'What is 6 times 7?',
  tools: [{ type: 'code_interpreter' as const, container: { type: 'auto' as const } }],
  include: ['code_interpreter_call.outputs' as const],
  stream: true as const,
};
const DONE = { parts: [{ text: 'Done.' }] };
const PROGRAM = {
  turns: [
    { parts: [{ text: 'Hm.', thought: true }, { text: 'I compute.' }, runs('6 * 7')] },
    { parts: [{ text: 'It is 42.' }], expect: printed('42') },
  ],
};
const print42 = { print: () => '42\n' };

const of = (events: ResponseStreamEvent[], index: number) =>
  events.filter((event) => 'output_index' in event && event.output_index === index).map(({ type }) => type);

describe('a streamed response whose code runs in the sandbox', () => {
  it('has the events of one response, in the documented order', async () => {
    const { client, handle } = playLocally(PROGRAM, print42);
    const events = await collect(await client.responses.create(ASK));
    expect(events.map(({ sequence_number: number }) => number)).toEqual([...events.keys()]);
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress']);
    expect(of(events, 2)).toEqual([
      'response.output_item.added',
      'response.code_interpreter_call.in_progress',
      'response.code_interpreter_call_code.delta',
      'response.code_interpreter_call_code.done',
      'response.code_interpreter_call.interpreting',
      'response.code_interpreter_call.completed',
      'response.output_item.done',
    ]);
    expect(of(events, 3).at(2)).toBe('response.output_text.delta');
    const last = events.at(-1);
    expect(last).toMatchObject({
      type: 'response.completed',
      response: { status: 'completed', usage: { total_tokens: 30 } },
    });
    expect(handle.refusals()).toEqual([]);
  });

  it('is what the response would be that is not streamed', async () => {
    const streamed = playLocally(PROGRAM, print42);
    const whole = playLocally(PROGRAM, print42);
    const events = await collect(await streamed.client.responses.create(ASK));
    const { output } = await whole.client.responses.create({ ...ASK, stream: false });
    const last = events.at(-1);
    expect(last?.type === 'response.completed' && last.response.output).toEqual(output);
  });

  it("is put together by the SDK's own stream, which checks every event", async () => {
    const plots = { turns: [{ parts: [runs('plot()'), runs('6 * 7')] }, PROGRAM.turns[1] ?? DONE] };
    const { client } = playLocally(plots, print42);
    const stream = client.responses.stream(ASK);
    const texts: string[] = [];
    stream.on('response.output_text.delta', ({ delta }) => texts.push(delta));
    const response = await stream.finalResponse();
    expect(texts.join('')).toBe('It is 42.');
    expect(response.output).toMatchObject([
      { type: 'code_interpreter_call', outputs: [{ logs: '42\n' }, { url: `data:image/png;base64,${RED_PIXEL}` }] },
      { type: 'code_interpreter_call', outputs: [{ logs: '42\n' }] },
      { type: 'message', content: [{ text: 'It is 42.' }] },
    ]);
  });

  it("is put together by the SDK's own stream if the model writes its programs as text", async () => {
    const turns = [{ parts: [{ text: 'I compute.\n```python\n6 * 7\n```\n' }] }, { parts: [{ text: 'It is 42.' }] }];
    const { client } = playLocally({ turns }, print42);
    const response = await client.responses.stream({ ...ASK, model: 'local-no-tools' }).finalResponse();
    expect(response.output.map(({ type }) => type)).toEqual(['message', 'code_interpreter_call', 'message']);
    const texts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []));
    expect(texts).toMatchObject([{ text: 'I compute.\n' }, { text: 'It is 42.' }]);
  });

  it("is a stream of the SDK's", async () => {
    const { client, original } = playLocally({ turns: [DONE, DONE] });
    const expected = await original.responses.create({ model: MODEL, input: 'Hello.', stream: true });
    const stream = await client.responses.create(ASK);
    expect(stream).toBeInstanceOf(expected.constructor);
    const [left, right] = stream.tee();
    expect(await collect(left)).toEqual(await collect(right));
  });

  it('ends its requests and its program when nobody reads on', async () => {
    let stopped: AbortSignal | undefined;
    const { client } = playLocally(
      { turns: [{ parts: [runs('1')] }, { hang: true }] },
      {
        beforeRun: (_, { signal }) => {
          stopped = signal;
          return 'run';
        },
      },
    );
    for await (const event of await client.responses.create(ASK))
      if (event.type === 'response.code_interpreter_call.completed') break;
    expect(stopped?.aborted).toBe(true);
  });

  it('ends when its signal aborts', async () => {
    const { client } = playLocally({ turns: [{ hang: true }] });
    const abort = new AbortController();
    const asked = client.responses.create(ASK, { signal: abort.signal });
    abort.abort();
    await expect(asked).rejects.toThrow();
  });

  it('ends with the failure of the server, as the server says it', async () => {
    const failed = {
      id: 'resp_9',
      object: 'response',
      status: 'failed',
      output: [],
      error: { code: 'invalid_prompt', message: 'No.' },
    };
    const chunks = [
      { type: 'response.created', response: { ...failed, status: 'in_progress', error: null } },
      { type: 'response.failed', response: failed },
    ];
    const { client } = playLocally({ turns: [{ chunks }] });
    const events = await collect(await client.responses.create(ASK));
    expect(events.at(-1)).toMatchObject({ type: 'response.failed', response: { error: { message: 'No.' } } });
  });

  it('goes on from where it failed', async () => {
    const turns = [...PROGRAM.turns.slice(0, 1), { failure: 'permission-denied' as const }, ...PROGRAM.turns.slice(1)];
    const { client, ran, handle } = playLocally({ turns }, print42);
    const error = await client.responses.create({ ...ASK, stream: false }).catch((reason) => reason);
    const resume = partialResponse(error);
    expect(resume).toMatchObject({ status: 'incomplete', output_text: 'I compute.' });
    const events = await collect(await client.responses.create({ ...ASK, tools: [codeInterpreter({ resume })] }));
    const last = events.at(-1);
    expect(last?.type === 'response.completed' && last.response.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'message',
      'code_interpreter_call',
      'message',
    ]);
    expect(ran).toEqual(['6 * 7']);
    expect(handle.refusals()).toEqual([]);
  });

  it('gives each of two answers at once its own', async () => {
    const { client } = playLocally(
      { turns: [{ parts: [runs('a'), runs('b')] }, DONE] },
      { print: (code) => `${code}\n` },
    );
    const { client: other } = playLocally({ turns: [{ parts: [runs('c')] }, DONE] }, { print: (code) => `${code}\n` });
    const [first, second] = await Promise.all([
      client.responses.stream(ASK).finalResponse(),
      other.responses.stream(ASK).finalResponse(),
    ]);
    expect(first.output).toHaveLength(3);
    expect(second.output).toHaveLength(2);
  });
});
