import type { Interactions } from '@google/genai';
import { describe, expect, test } from 'vitest';
import { callNow, callPython, gemini, hello, play } from '../client.ts';
import {
  accepted,
  callsIn,
  create,
  errorOf,
  MODEL,
  now,
  post,
  refusal,
  refused,
  resultOf,
  runPython,
  type Step,
  stream,
} from './client.ts';

const tools = [runPython, now];
const question: Interactions.Step = { type: 'user_input', content: [{ type: 'text', text: 'What is 47 * 109 - 6?' }] };

/** The bytes that all interactions of a conversation share. */
function firstToken(id: string): string {
  const bytes = Buffer.from(id.replace('v1_', ''), 'base64url');
  return bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString();
}

describe('a conversation that the server keeps', () => {
  test('goes on from the id of the last answer, which shares the first half of its own', async () => {
    const script = play(hello, hello, hello);
    const { id } = await create(script, {});
    const { id: next } = await create(script, { previous_interaction_id: id, input: 'And then?' });
    const { id: other } = await create(script, {});
    expect(firstToken(next)).toBe(firstToken(id));
    expect(next).not.toBe(id);
    expect(firstToken(other)).not.toBe(firstToken(id));
  });

  test('goes on from a stream', async () => {
    const script = play(hello, hello);
    const [created] = await stream(script);
    const { id } = (created as Interactions.InteractionCreatedEvent).interaction;
    expect((await create(script, { previous_interaction_id: id })).output_text).toBe('Hello');
  });

  test('may fork: an interaction can be continued twice', async () => {
    const script = play(hello, hello, hello);
    const { id } = await create(script, {});
    for (const input of ['One', 'Two']) await create(script, { previous_interaction_id: id, input });
    expect(script.refusals()).toEqual([]);
  });

  test('says whose continuation it is if the script says that the API does', async () => {
    const behaviors = { previousInteractionId: 'returned' } as const;
    const script = gemini.addScript({ turns: [hello, hello], behaviors });
    const { id } = await create(script, {});
    expect(await create(script, { previous_interaction_id: id })).toMatchObject({ previous_interaction_id: id });
    const quiet = play(hello, hello);
    const { id: other } = await create(quiet, {});
    expect(await create(quiet, { previous_interaction_id: other })).not.toHaveProperty('previous_interaction_id');
  });

  test('cannot go on from an interaction that does not exist', async () => {
    const notFound = {
      status: 404,
      code: 'not_found',
      message: 'Failed to get completed interaction: Result not found.',
    };
    expect(await refusal({ previous_interaction_id: 'v1_none' })).toEqual(notFound);
    expect(await refusal({ previous_interaction_id: '' })).toEqual(notFound);
  });

  test('cannot go on from a stream that broke', async () => {
    const id = 'v1_broken';
    const events = [
      { interaction: { id }, event_type: 'interaction.created' },
      { interaction: { id, status: 'completed' }, event_type: 'interaction.completed' },
    ];
    const script = play({ events, endAfter: 1 }, { events }, hello);
    await stream(script);
    expect(await refused(script, { previous_interaction_id: id })).toMatchObject({ code: 'not_found' });
    await stream(script);
    expect((await create(script, { previous_interaction_id: id })).output_text).toBe('Hello');
  });
});

describe('function results', () => {
  async function afterCalls() {
    const script = play({ parts: [callPython, callNow] }, hello);
    const first = await create(script, { tools });
    const [python, clock] = callsIn(first);
    const refusedWith = async (...input: unknown[]) =>
      (await refused(script, { previous_interaction_id: first.id, input })).message;
    return { script, first, python, clock, refusedWith };
  }

  test('answer all calls at once, in any order, as texts, objects or blocks', async () => {
    const { script, first, python, clock } = await afterCalls();
    const image = { type: 'image', mime_type: 'image/png', data: 'iVBORw0K' };
    const input = [resultOf(clock, { time: 'noon' }), resultOf(python, [{ type: 'text', text: '5117' }, image])];
    const answer = await create(script, { previous_interaction_id: first.id, input });
    expect(answer).toMatchObject({ status: 'completed', output_text: 'Hello' });
  });

  test('may leave the name out', async () => {
    const { script, first, python, clock } = await afterCalls();
    const input = [python, clock].map((call) => {
      const { name: _, ...result } = resultOf(call);
      return result;
    });
    expect((await create(script, { previous_interaction_id: first.id, input })).output_text).toBe('Hello');
  });

  test('are refused if one is missing', async () => {
    const { clock, python, refusedWith } = await afterCalls();
    const id = (clock as { id: string }).id;
    expect(await refusedWith(resultOf(python))).toBe(`fake: the input lacks a function_result for ${id}`);
    expect(await refusedWith(question)).toContain('lacks a function_result for');
  });

  test('are refused if a call is answered twice, by another id or by another name', async () => {
    const { clock, python, refusedWith } = await afterCalls();
    expect(await refusedWith(resultOf(python), resultOf(python), resultOf(clock))).toContain(
      'is not that of a function_call still to answer',
    );
    expect(await refusedWith({ ...resultOf(python), call_id: 'call_1' })).toContain('call_id "call_1" is not that of');
    expect(await refusedWith({ ...resultOf(python), name: 'now' })).toBe(
      'fake: function_result.name "now" is not that of its function_call: run_python',
    );
  });

  test('are refused where nothing was called', async () => {
    const input = [{ type: 'function_result', call_id: 'x', result: 'y' }];
    expect((await refusal({ input })).message).toContain(
      'call_id "x" is not that of a function_call still to answer: none',
    );
  });

  test('are refused beside what the user says, unless the script allows it', async () => {
    const { clock, python, refusedWith } = await afterCalls();
    expect(await refusedWith(resultOf(python), resultOf(clock), question)).toContain('stands beside function results');
    const script = gemini.addScript({
      turns: [{ parts: [callNow] }, hello],
      behaviors: { inputBesideResults: 'accepted' },
    });
    const first = await create(script, { tools });
    const input = [...callsIn(first).map((call) => resultOf(call)), question] as Step[];
    expect((await create(script, { previous_interaction_id: first.id, input })).output_text).toBe('Hello');
  });

  test('are refused beside calls that the server knows already', async () => {
    const { python, clock, refusedWith } = await afterCalls();
    expect(await refusedWith(python, clock, resultOf(python), resultOf(clock))).toContain('it is not sent again');
  });
});

describe('a conversation that the client keeps', () => {
  async function afterCall(model = MODEL) {
    const script = play({ parts: [{ text: 'Hm', thought: true }, callPython] }, hello);
    const { steps = [] } = await create(script, { model, tools, store: false });
    const [thought, call] = steps as [Interactions.ThoughtStep, Interactions.FunctionCallStep];
    const answer = (...input: unknown[]) =>
      post(script, { model, tools, store: false, input: [question, ...input, resultOf(call)] });
    const refusedWith = async (...input: unknown[]) => (await errorOf(await answer(...input))).message;
    return { script, thought, call, answer, refusedWith };
  }
  const UNEXPLAINED = 'Request contains an invalid argument.';

  test('sends every step back as it came', async () => {
    const { thought, call, answer } = await afterCall();
    expect((await answer(thought, call)).status).toBe(200);
  });

  test('may take up what an earlier script has said', async () => {
    const call = { id: 'call_1', name: 'now', args: {} };
    const issuedBefore = [{ functionCall: call, thoughtSignature: 'U2lnbmVk' }];
    const input = [
      question,
      { type: 'thought', signature: 'U2lnbmVk' },
      { type: 'function_call', id: 'call_1', name: 'now', arguments: {} },
      { type: 'function_result', call_id: 'call_1', result: 'noon' },
    ];
    await accepted({ input, tools }, { issuedBefore });
    expect((await refusal({ input, tools })).message).toBe('fake: input[2]: no function_call "call_1" was issued');
  });

  test('is refused without the thought before a call, and without its signature', async () => {
    const { thought, call, refusedWith } = await afterCall();
    expect(await refusedWith(call)).toBe(UNEXPLAINED);
    expect(await refusedWith({ ...thought, signature: '' }, call)).toBe(UNEXPLAINED);
    const { signature: _, ...unsigned } = thought;
    expect(await refusedWith(unsigned, call)).toBe(UNEXPLAINED);
  });

  test('is refused with another signature or summary', async () => {
    const { thought, call, refusedWith } = await afterCall();
    expect(await refusedWith({ ...thought, signature: 'b3RoZXI=' }, call)).toBe('Corrupted thought signature.');
    const summary = [{ type: 'text', text: 'Ha' }];
    expect(await refusedWith({ ...thought, summary }, call)).toContain('came back with another summary');
  });

  test("may have Google's own placeholders for signatures", async () => {
    const { call, answer } = await afterCall();
    const thought = { type: 'thought', signature: 'skip_thought_signature_validator' };
    expect((await answer(thought, call)).status).toBe(200);
  });

  test('needs no signatures before Gemini 3', async () => {
    const { call, answer } = await afterCall('gemini-2.5-flash');
    expect((await answer(call)).status).toBe(200);
  });

  test('of which a stream is asked learns of signatures when the stream is open', async () => {
    const { script, call } = await afterCall();
    const input = [question, call, resultOf(call)];
    const response = await post(script, { model: MODEL, tools, store: false, input, stream: true });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/event-stream']);
    const error = { message: UNEXPLAINED, code: 'invalid_request' };
    expect(await response.text()).toBe(`event: error\ndata: ${JSON.stringify({ error, event_type: 'error' })}\n\n`);
    expect(script.refusals()).toEqual([UNEXPLAINED]);
    expect(script.turnsLeft()).toBe(1);
  });

  test('is refused with a call that was changed', async () => {
    const { thought, call, refusedWith } = await afterCall();
    expect(await refusedWith(thought, { ...call, arguments: { code: 'print(1)' } })).toContain('was issued as {');
  });

  test('is refused without the result of a call, and with no word of the user at its end', async () => {
    const { script, thought, call } = await afterCall();
    const ask = async (...input: unknown[]) => (await refused(script, { tools, input })).message;
    expect(await ask(question, thought, call, question)).toContain('lacks a function_result');
    expect(await ask(question, { type: 'model_output', content: [] })).toBe(
      'fake: the input ends with a step of the model: model_output',
    );
  });
});
