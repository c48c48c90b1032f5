import { describe, expect, test, vi } from 'vitest';
import { callNow, gemini, hello, play } from '../client.ts';
import { clientOf, collect, create, errorOf, MODEL, now, ONCE, post, refused, stream } from './client.ts';

const NOT_FOUND = { status: 404, error: { error: { code: 'not_found' } } };

describe('an interaction that is stored', () => {
  test('is told again by get, with its input', async () => {
    const script = play(hello, hello);
    const first = await create(script, { input: 'Hi' });
    const { id } = await create(script, { input: 'And?', previous_interaction_id: first.id });
    const got = await clientOf(script).get(id, {}, ONCE);
    expect(got).toMatchObject({ id, status: 'completed', output_text: 'Hello', previous_interaction_id: first.id });
    expect(got.steps.map(({ type }) => type)).toEqual(['user_input', 'thought', 'model_output']);
    expect(got.steps[0]).toEqual({ type: 'user_input', content: [{ type: 'text', text: 'And?' }] });
  });

  test('is told without its input while it requires action, and if the script says so', async () => {
    const script = play({ parts: [callNow] });
    const { id } = await create(script, { tools: [now] });
    expect((await clientOf(script).get(id, { include_input: true }, ONCE)).steps).toHaveLength(2);
    const brief = gemini.addScript({ turns: [hello], behaviors: { inputInGet: 'absent' } });
    const { id: other } = await create(brief, {});
    expect((await clientOf(brief).get(other, {}, ONCE)).steps).toHaveLength(2);
  });

  test('is streamed again by get', async () => {
    const script = play(hello);
    const events = await stream(script);
    const { interaction_id: id } = events[1] as { interaction_id: string };
    expect(await collect(await clientOf(script).get(id, { stream: true }, ONCE))).toEqual(events);
  });

  test('is gone after delete, and what continues it cannot be continued', async () => {
    const script = play(hello, hello, hello);
    const { id } = await create(script, {});
    const { id: next } = await create(script, { previous_interaction_id: id });
    await clientOf(script).delete(id, {}, ONCE);
    await expect(clientOf(script).get(id, {}, ONCE)).rejects.toMatchObject(NOT_FOUND);
    expect(await refused(script, { previous_interaction_id: id })).toMatchObject({ code: 'not_found' });
    expect((await clientOf(script).get(next, {}, ONCE)).id).toBe(next);
    expect((await refused(script, { previous_interaction_id: next })).message).toContain('has been deleted');
  });

  test('can be continued without what was deleted if the script allows it', async () => {
    const script = gemini.addScript({ turns: [hello, hello, hello], behaviors: { deletedHistory: 'accepted' } });
    const { id } = await create(script, {});
    const { id: next } = await create(script, { previous_interaction_id: id });
    await clientOf(script).delete(id, {}, ONCE);
    expect((await create(script, { previous_interaction_id: next })).output_text).toBe('Hello');
  });

  test('is not there for a client that went away before its end', async () => {
    const script = play({ ...hello, delayMs: [0, 3_600_000] }, hello);
    const abort = new AbortController();
    const answer = await clientOf(script).create({ model: MODEL, input: 'Hi', stream: true }, { signal: abort.signal });
    const { value } = await answer.getReader().read();
    abort.abort();
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
    const { id } = (value as { interaction: { id: string } }).interaction;
    expect(await refused(script, { previous_interaction_id: id })).toMatchObject({ code: 'not_found' });
  });

  test('that never was is not found by get, delete and cancel', async () => {
    const client = clientOf(play());
    await expect(client.get('v1_none', {}, ONCE)).rejects.toMatchObject(NOT_FOUND);
    await expect(client.delete('v1_none', {}, ONCE)).rejects.toMatchObject(NOT_FOUND);
    await expect(client.cancel('v1_none', {}, ONCE)).rejects.toMatchObject(NOT_FOUND);
  });

  test('and every call of it is recorded', async () => {
    const script = play(hello);
    const { id } = await create(script, { input: 'Hi' });
    await clientOf(script).get(id, { include_input: true }, ONCE);
    await clientOf(script).delete(id, {}, ONCE);
    expect(script.requests()).toMatchObject([
      { api: 'interactions', method: 'interactions.create', model: MODEL, body: { input: 'Hi' }, httpStatus: 200 },
      { method: 'interactions.get', interactionId: id, query: { stream: 'false', include_input: 'true' } },
      { method: 'interactions.delete', interactionId: id, body: '', apiVersion: 'v1' },
    ]);
  });
});

describe('an interaction in the background', () => {
  test('is in progress at first, and complete when it is asked for', async () => {
    const script = play(hello);
    const started = await create(script, { background: true });
    expect(started).toMatchObject({ status: 'in_progress', object: 'interaction', model: MODEL });
    expect(started).not.toHaveProperty('output_text');
    expect(await clientOf(script).get(started.id, {}, ONCE)).toMatchObject({
      status: 'completed',
      output_text: 'Hello',
    });
  });

  test('is in progress as often as the script says', async () => {
    const script = play({ ...hello, getsInProgress: 2 });
    const { id } = await create(script, { background: true });
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await clientOf(script).get(id, {}, ONCE)).status);
    expect(statuses).toEqual(['in_progress', 'in_progress', 'completed', 'completed']);
  });

  test('cannot be continued before it is complete', async () => {
    const script = play(hello, hello);
    const { id } = await create(script, { background: true });
    expect(await refused(script, { previous_interaction_id: id })).toMatchObject({
      status: 400,
      message: `fake: the interaction ${id} is still in progress`,
    });
    await clientOf(script).get(id, {}, ONCE);
    expect((await create(script, { previous_interaction_id: id })).output_text).toBe('Hello');
  });

  test('can be cancelled while it runs, and no other can', async () => {
    const script = play({ hang: true }, hello);
    const { id } = await create(script, { background: true });
    expect((await clientOf(script).get(id, {}, ONCE)).status).toBe('in_progress');
    expect((await clientOf(script).cancel(id, {}, ONCE)).status).toBe('cancelled');
    expect((await clientOf(script).get(id, {}, ONCE)).status).toBe('cancelled');
    const other = await create(script, {});
    for (const ended of [id, other.id]) {
      await expect(clientOf(script).cancel(ended, {}, ONCE)).rejects.toMatchObject({
        status: 400,
        error: { error: { code: 'failed_precondition' } },
      });
    }
  });

  test('streams events with ids, after any of which get goes on when the connection broke', async () => {
    const script = play({ ...hello, endAfter: 4 });
    const began = await stream(script, { background: true });
    expect(began.map((event) => 'event_id' in event && event.event_id)).toEqual([1, 2, 3, 4].map((n) => `event_${n}`));
    const id = (began[1] as { interaction_id: string }).interaction_id;
    const params = { stream: true, last_event_id: 'event_4' } as const;
    const rest = await collect(await clientOf(script).get(id, params, ONCE));
    expect([...began, ...rest].map(({ event_type }) => event_type)).toEqual([
      'interaction.created',
      'interaction.status_update',
      'step.start',
      'step.delta',
      'step.stop',
      'step.start',
      'step.delta',
      'step.stop',
      'interaction.completed',
    ]);
    await expect(clientOf(script).get(id, { ...params, last_event_id: 'event_0' }, ONCE)).rejects.toThrow('never sent');
  });

  test('that never ends leaves its stream open', async () => {
    const script = play({ hang: true });
    const abort = new AbortController();
    const params = { model: MODEL, input: 'Hi', background: true, stream: true } as const;
    const reader = (await clientOf(script).create(params, { signal: abort.signal })).getReader();
    const { value } = await reader.read();
    await reader.read();
    abort.abort();
    await expect(reader.read()).rejects.toThrow();
    const { id } = (value as { interaction: { id: string } }).interaction;
    expect((await clientOf(script).get(id, {}, ONCE)).status).toBe('in_progress');
  });

  test('has to be stored', async () => {
    const error = await errorOf(await post(play(hello), { model: MODEL, input: 'Hi', background: true, store: false }));
    expect(error.message).toContain('background needs store');
  });
});
