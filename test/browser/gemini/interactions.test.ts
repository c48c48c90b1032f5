// @module-tag long
/** The Interactions API, with Python that really runs. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { call, collect, play } from './play.ts';
import { DRAW_RED } from './redPicture.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const ASK = { model: 'gemini-3.8-flash', input: 'Go.', tools: [{ type: 'code_execution' as const }] };
const DONE = { parts: [{ text: 'Done.' }] };

/** What the fake was sent last. */
async function lastInput(report: Awaited<ReturnType<typeof play>>['report']) {
  const { requests, refusals } = await report();
  expect(refusals).toEqual([]);
  const body = requests.at(-1)?.body as unknown as { input: Record<string, unknown>[] } | undefined;
  return body?.input ?? [];
}

describe('an interaction whose code runs in the tab', () => {
  it('has the output of Python, and the variables stay for the next', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('answer = 6 * 7\nprint(answer)')] }, DONE, { parts: [call('print(answer + 1)')] }, DONE],
    });
    const first = await ai.interactions.create(ASK);
    const second = await ai.interactions.create({ ...ASK, previous_interaction_id: first.id });
    const results = [...first.steps, ...second.steps].filter(({ type }) => type === 'code_execution_result');
    expect(results).toMatchObject([{ result: '42\n' }, { result: '43\n' }]);
    expect((await report()).turnsLeft).toBe(0);
  });

  it('has the pictures of its code in the words of the model, who sees them too', async () => {
    const { ai, report } = await play({ turns: [{ parts: [call(`${DRAW_RED}print("drawn")`)] }, DONE] });
    const { steps, output_image: picture } = await ai.interactions.create(ASK);
    expect(picture).toMatchObject({ type: 'image', mime_type: 'image/png' });
    expect(steps.filter(({ type }) => type !== 'thought').map(({ type }) => type)).toEqual([
      'code_execution_call',
      'code_execution_result',
      'model_output',
      'model_output',
    ]);
    const [result] = await lastInput(report);
    expect(result?.result).toMatchObject([
      { type: 'text', text: expect.stringContaining('drawn\n') },
      { type: 'image', mime_type: 'image/png', data: picture?.data },
    ]);
  });

  it('gives each program its own results, if they wait for those of a function', async () => {
    const book = { type: 'function' as const, name: 'book', description: 'Books.', parameters: { type: 'object' } };
    const programs = [call(`${DRAW_RED}print("drawn")`), call('print("counted")\n1 / 0')];
    const { ai, report } = await play({
      turns: [{ parts: [...programs, { functionCall: { name: 'book', args: {} } }] }, DONE],
    });
    const tools = [...ASK.tools, book];
    const { id, steps } = await ai.interactions.create({ ...ASK, tools });
    const booking = steps.find((step) => step.type === 'function_call');
    const booked = { type: 'function_result' as const, call_id: booking?.id ?? '', name: 'book', result: 'yes' };
    await ai.interactions.create({ ...ASK, tools, input: [booked], previous_interaction_id: id });
    const input = await lastInput(report);
    expect(input).toMatchObject([
      { result: [{ type: 'text', text: expect.stringContaining('drawn\n') }, { type: 'image' }] },
      { result: expect.stringContaining('counted\n'), is_error: true },
      booked,
    ]);
    expect(input).toHaveLength(3);
  });

  it('has the files of the user in its working directory, under names that the model is told', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('print(open("file_1.csv").read().split()[1])')] }, DONE],
    });
    const csv = { type: 'document' as const, mime_type: 'text/csv', data: btoa('sold\n40\n') };
    const { steps } = await ai.interactions.create({ ...ASK, input: [csv, { type: 'text', text: 'How many?' }] });
    expect(steps.find(({ type }) => type === 'code_execution_result')).toMatchObject({ result: '40\n' });
    const { requests } = await report();
    expect(JSON.stringify(requests[0]?.body)).toContain('file_1.csv (text/csv, 8 bytes)');
  });

  it('says what failed, as the server does', async () => {
    const { ai } = await play({ turns: [{ parts: [call('1 / 0')] }, DONE] });
    const { steps } = await ai.interactions.create(ASK);
    expect(steps.find(({ type }) => type === 'code_execution_result')).toMatchObject({
      is_error: true,
      result: expect.stringContaining('ZeroDivisionError: division by zero'),
    });
  });

  it('ends with its signal, and the sandbox goes on', async () => {
    const stop = new AbortController();
    const { ai, events } = await play({ turns: [{ parts: [call('print("on")\nwhile True: pass')] }, DONE] });
    const asking = ai.interactions.create(ASK, { signal: stop.signal });
    const rejected = expect(asking).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('output-delta'), 10_000);
    stop.abort();
    await rejected;
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('ends if nobody reads its stream to the end, and so does its program', async () => {
    const { ai, events } = await play({ turns: [{ parts: [call('print("on")\nwhile True: pass')] }, DONE] });
    const stream = await ai.interactions.create({ ...ASK, stream: true });
    const reader = stream.getReader();
    const reading = (async () => {
      while (!(await reader.read()).done);
    })().catch(() => {});
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('output-delta'), 10_000);
    await reader.cancel();
    await reading;
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('is streamed event by event', async () => {
    const { ai } = await play({ turns: [{ parts: [call('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] });
    const events = await collect(
      (await ai.interactions.create({ ...ASK, stream: true })) as unknown as AsyncIterable<never>,
    );
    expect(events.at(-1)).toMatchObject({
      event_type: 'interaction.completed',
      interaction: { status: 'completed' },
    });
  });
});
