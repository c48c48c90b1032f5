import { describe, expect, it } from 'vitest';
import { collect, playLocally, runPython } from '../client/play.ts';
import { ASK, inShort } from './ask.ts';

const TWO_HOPS = { turns: [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is ' }, { text: '42.' }] }] };
const STREAMED = { ...ASK, stream: true as const };
const print = () => '42\n';

describe('a streamed interaction with code execution', () => {
  it('has the events of one interaction, with indexes that run on', async () => {
    const { ai, script } = playLocally(TWO_HOPS, { print });
    const events = await collect(await ai.interactions.create(STREAMED));
    const short = inShort(events);
    expect(short).toEqual([
      'interaction.created',
      'interaction.status_update',
      ...['0 thought', '0 + thought_signature', '0 .'],
      ...['1 code_execution_call', '1 + code_execution_call', '1 .'],
      ...['2 code_execution_result', '2 + code_execution_result', '2 .'],
      ...['3 thought', '3 + thought_signature', '3 .'],
      ...['4 model_output', '4 + text', '4 + text', '4 .'],
      'interaction.completed',
    ]);
    const texts = events.map((event) =>
      event.event_type === 'step.delta' && 'text' in event.delta ? event.delta.text : '',
    );
    expect(texts.join('')).toBe('It is 42.');
    expect(script.refusals()).toEqual([]);
  });

  it('is complete with the id and the status of its last interaction, and the tokens of all', async () => {
    const { ai } = playLocally(TWO_HOPS, { print });
    const unary = await playLocally(TWO_HOPS, { print }).ai.interactions.create(ASK);
    const last = (await collect(await ai.interactions.create(STREAMED))).at(-1);
    expect(last).toMatchObject({
      event_type: 'interaction.completed',
      interaction: { status: 'completed', usage: { total_tokens: unary.usage?.total_tokens } },
    });
    expect(last).not.toHaveProperty('interaction.steps');
  });

  it('is a stream of the SDK', async () => {
    const { ai, original } = playLocally({ turns: [...TWO_HOPS.turns, { parts: [{ text: 'Hello.' }] }] }, { print });
    const ours = await ai.interactions.create(STREAMED);
    await collect(ours);
    const theirs = await original.interactions.create({ model: ASK.model, input: 'Hello?', stream: true });
    expect(Object.getPrototypeOf(ours)).toBe(Object.getPrototypeOf(theirs));
    await theirs.cancel();
  });

  it('rejects the call if the API refuses the request', async () => {
    const error = { message: 'That is not possible.', status: 'INVALID_ARGUMENT' };
    const { ai } = playLocally({ turns: [{ status: 400, error }] });
    await expect(ai.interactions.create(STREAMED)).rejects.toMatchObject({ status: 400 });
  });

  it('ends the run of its program if nobody reads on', async () => {
    let ended: (() => void) | undefined;
    const running = new Promise<string>((resolve) => {
      ended = () => resolve('42\n');
    });
    const { ai, ran } = playLocally(TWO_HOPS, { print: () => running });
    const stream = await ai.interactions.create(STREAMED);
    for await (const event of stream) if (event.event_type === 'step.start') break;
    ended?.();
    expect(ran.length).toBeLessThanOrEqual(1);
  });
});
