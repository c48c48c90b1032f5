import { describe, expect, test, vi } from 'vitest';
import type { FAILURE_NAMES } from '../../../../support/geminiFake/failures.ts';
import type { ScriptedTurn } from '../../../../support/geminiFake/script/script.ts';
import { hello, play } from '../client.ts';
import { clientOf, create, type Events, errorOf, MODEL, ONCE, post, stream } from './client.ts';

const BODY = { model: MODEL, input: 'Hi' };
/** Nine events and the last, `done`. */
const texts: ScriptedTurn = { parts: [{ text: 'a' }, { text: 'b' }] };

/** The texts that the SDK reads of a stream, and how that ends. */
async function read(turn: ScriptedTurn) {
  const events: Events = [];
  try {
    for await (const event of await clientOf(play(turn)).create({ ...BODY, stream: true }, ONCE)) events.push(event);
    return { events, types: events.map(({ event_type }) => event_type) };
  } catch (error) {
    return { events, types: events.map(({ event_type }) => event_type), error: error as Error };
  }
}

describe('an error that the server is known for', () => {
  test.each<[(typeof FAILURE_NAMES)[number], number, string]>([
    ['quota-exceeded', 429, 'quota_exceeded'],
    ['resource-exhausted', 429, 'rate_limit_exceeded'],
    ['internal', 500, 'api_error'],
    ['overloaded', 503, 'service_unavailable'],
    ['timeout-exceeded', 504, 'gateway_timeout'],
    ['invalid-argument', 400, 'invalid_request'],
    ['location-unsupported', 400, 'failed_precondition'],
    ['permission-denied', 403, 'permission_denied'],
    ['not-found', 404, 'not_found'],
  ])('%s has its status and code, unary and streamed', async (failure, status, code) => {
    expect(await errorOf(await post(play({ failure }), BODY))).toMatchObject({ status, code });
    await expect(create(play({ failure }), {})).rejects.toMatchObject({ status });
    expect((await read({ failure })).error).toMatchObject({ status });
  });

  test('may come twice, and then the answer, for an SDK that tries again', async () => {
    const script = play({ failure: 'overloaded', times: 2 }, hello);
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 60_000 };
    const retries = { strategy: 'backoff', backoff } as const;
    expect((await clientOf(script).create(BODY, { retries })).output_text).toBe('Hello');
    expect(script.requests().map(({ httpStatus }) => httpStatus)).toEqual([503, 503, 200]);
    expect(script.refusals()).toEqual([]);
  });

  test('may be any other, by the code of either API', async () => {
    const other = { status: 409, error: { message: 'Gone.', status: 'aborted' } };
    expect(await errorOf(await post(play(other), BODY))).toEqual({ status: 409, code: 'aborted', message: 'Gone.' });
    const shared = { status: 503, error: { message: 'Busy.', status: 'UNAVAILABLE' } };
    expect(await errorOf(await post(play(shared), BODY))).toMatchObject({ code: 'service_unavailable' });
  });
});

describe('a stream', () => {
  test('may end with an error event, which the SDK hands on', async () => {
    const { events, error } = await read({ ...texts, failure: 'timeout-exceeded', failAfter: 3 });
    expect(error).toBeUndefined();
    expect(events.slice(3)).toEqual([
      {
        error: { message: 'Deadline expired before operation could complete.', code: 'gateway_timeout' },
        event_type: 'error',
      },
    ]);
  });

  test('may break after some events', async () => {
    const { types, error } = await read({ ...texts, cut: 2 });
    expect(types).toEqual(['interaction.created', 'interaction.status_update']);
    expect(error).toMatchObject({ name: 'APIConnectionError' });
  });

  test('may end before the interaction is complete, as if it were', async () => {
    const { types, error } = await read({ ...texts, endAfter: 3 });
    expect([types.length, error]).toEqual([3, undefined]);
  });

  test('may end in the middle of an event', async () => {
    const response = await post(play({ ...texts, halveAfter: 0 }), { ...BODY, stream: true });
    expect(await response.text()).toMatch(/^event: interaction\.created\ndata: \{"interaction":[^\n]*$/);
  });

  test('may say nothing more until the client gives up', async () => {
    const script = play({ ...texts, hangAfter: 1 });
    const abort = new AbortController();
    const events = await clientOf(script).create({ ...BODY, stream: true }, { signal: abort.signal });
    const reader = events.getReader();
    expect((await reader.read()).value?.event_type).toBe('interaction.created');
    abort.abort();
    await expect(reader.read()).rejects.toThrow();
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
  });

  test('comes at its pace: one event does not wait for the next', async () => {
    const abort = new AbortController();
    const script = play({ ...texts, delayMs: [0, 3_600_000] });
    const events = await clientOf(script).create({ ...BODY, stream: true }, { signal: abort.signal });
    const reader = events.getReader();
    expect((await reader.read()).value?.event_type).toBe('interaction.created');
    abort.abort();
    await expect(reader.read()).rejects.toThrow();
  });
});

describe('an answer', () => {
  test('may never come', async () => {
    const script = play({ hang: true });
    const abort = new AbortController();
    const answer = clientOf(script).create(BODY, { signal: abort.signal });
    await vi.waitFor(() => expect(script.requests()).toHaveLength(1));
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'APIUserAbortError' });
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
  });

  test('may be a connection that is reset, or one that breaks in the middle', async () => {
    await expect(create(play({ reset: true }), {})).rejects.toMatchObject({ name: 'APIConnectionError' });
    await expect(create(play({ ...texts, cut: 0 }), {})).rejects.toThrow('terminated');
  });

  test('may be half of one', async () => {
    const response = await post(play({ ...texts, halveAfter: 0 }), BODY);
    const text = await response.text();
    expect(text).toContain('"status": "completed"');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('may be any bytes', async () => {
    const wire = { status: 502, contentType: 'text/html', pieces: ['<h1>', 'Bad Gateway</h1>'] };
    const response = await post(play({ wire }), BODY);
    expect([response.status, await response.text()]).toEqual([502, '<h1>Bad Gateway</h1>']);
    expect(await stream(play({ wire: { status: 200, contentType: 'text/event-stream', pieces: [] } }))).toEqual([]);
  });
});
