import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { playLocally, runPython } from '../client/play.ts';
import { ASK, bodiesOf, isNoThought, typesOf } from './ask.ts';

const TWO_HOPS = { turns: [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] };
const print = () => '42\n';

describe('an interaction with code execution', () => {
  it('is answered with the steps of the server, from code that ran here', async () => {
    const { ai, ran, script } = playLocally(TWO_HOPS, { print });
    const interaction = await ai.interactions.create(ASK);
    expect(ran).toEqual(['print(6 * 7)']);
    expect(typesOf(interaction.steps)).toEqual(['code_execution_call', 'code_execution_result', 'model_output']);
    const [call, result, output] = interaction.steps.filter(isNoThought) as unknown as Record<string, unknown>[];
    expect(call).toEqual({
      type: 'code_execution_call',
      id: expect.stringMatching(/^[a-z0-9]{8}$/),
      signature: '',
      arguments: { language: 'python', code: 'print(6 * 7)' },
    });
    expect(result).toEqual({
      type: 'code_execution_result',
      call_id: call?.id,
      signature: '',
      result: '42\n',
      is_error: false,
    });
    expect(output).toEqual({ type: 'model_output', content: [{ type: 'text', text: 'It is 42.' }] });
    expect(interaction).toMatchObject({ status: 'completed', object: 'interaction', output_text: 'It is 42.' });
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it('is one interaction: the id of the last on the server, the beginning of the first, the tokens of all', async () => {
    const { ai, original } = playLocally(TWO_HOPS, { print });
    const { id, continuation_ids: ids = [], ...whole } = await ai.interactions.create(ASK);
    expect(ids).toHaveLength(2);
    expect(id).toBe(ids.at(-1));
    const hops = await Promise.all(ids.map((each) => original.interactions.get(each)));
    const sum = (name: 'total_tokens' | 'total_output_tokens') =>
      hops.reduce((total, { usage }) => total + (usage?.[name] ?? 0), 0);
    expect(whole.usage?.total_tokens).toBe(sum('total_tokens'));
    expect(whole.usage?.total_output_tokens).toBe(sum('total_output_tokens'));
    expect(whole.previous_interaction_id).toBeUndefined();
  });

  it('sends only what the server does not know yet, with the tools and the instruction again', async () => {
    const { ai, script } = playLocally(TWO_HOPS, { print });
    const { continuation_ids: [first] = [] } = await ai.interactions.create({
      ...ASK,
      system_instruction: 'Be brief.',
    });
    const [asked, answered] = bodiesOf(script);
    expect(asked?.tools).toEqual([expect.objectContaining({ type: 'function', name: 'run_python' })]);
    expect(asked?.system_instruction).toMatch(/^Be brief\.[\s\S]*Python runs in the user's browser/);
    expect(asked?.input).toEqual([{ type: 'user_input', content: [{ type: 'text', text: ASK.input }] }]);
    expect(answered?.previous_interaction_id).toBe(first);
    expect(answered?.input).toEqual([
      { type: 'function_result', call_id: expect.any(String), name: 'run_python', result: '42\n' },
    ]);
    expect([answered?.tools, answered?.system_instruction]).toEqual([asked?.tools, asked?.system_instruction]);
  });

  it('tells the model of a failure, and the application as the server does', async () => {
    const { ai, script } = playLocally(TWO_HOPS, { print: () => 'ZeroDivisionError: division by zero\n' });
    const { steps } = await ai.interactions.create(ASK);
    expect(steps.filter(isNoThought)[1]).toMatchObject({
      is_error: true,
      result: 'ZeroDivisionError: division by zero\n',
    });
    expect(bodiesOf(script)[1]?.input[0]).toMatchObject({ is_error: true });
  });

  it('runs several programs of one turn in order, and each result follows its program', async () => {
    const turns = [{ parts: [runPython('1'), runPython('2')] }, { parts: [{ text: 'Done.' }] }];
    const { ai, script } = playLocally({ turns }, { print: (code) => `${code}\n` });
    const { steps } = await ai.interactions.create(ASK);
    expect(typesOf(steps)).toEqual([
      'code_execution_call',
      'code_execution_result',
      'code_execution_call',
      'code_execution_result',
      'model_output',
    ]);
    expect(steps.filter(isNoThought)[1]).toMatchObject({ result: '1\n' });
    expect(bodiesOf(script)[1]?.input.map(({ result }) => result)).toEqual(['1\n', '2\n']);
  });

  it('tells events as any answer does', async () => {
    const { ai, events } = playLocally(TWO_HOPS, { print });
    await ai.interactions.create(ASK);
    expect(events.map(({ type }) => type)).toEqual([
      'turn-start',
      'usage',
      'code',
      'result',
      'text-delta',
      'usage',
      'turn-end',
    ]);
  });

  it('is asked again if the API fails for the moment, by one kind of retries', async () => {
    const [first, second] = TWO_HOPS.turns;
    const turns = [first, { failure: 'overloaded' as const, times: 2 }, second].flatMap((turn) => turn ?? []);
    const { ai, ran, script, events } = playLocally({ turns }, { print });
    expect((await ai.interactions.create(ASK)).output_text).toBe('It is 42.');
    expect(ran).toHaveLength(1);
    expect(script.requests()).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  it('leaves the client what it is', () => {
    const { ai, original } = playLocally({ turns: [] });
    expect(ai).toBeInstanceOf(GoogleGenAI);
    expect(ai.interactions).toBe(ai.interactions);
    expect(ai.interactions).toBeInstanceOf(original.interactions.constructor);
  });
});

describe('a request that this client cannot answer in the sandbox', () => {
  const refused: [string, Record<string, unknown>, RegExp][] = [
    ['an agent', { model: undefined, agent: 'deep-research-preview' }, /An agent runs its code on Google's servers/],
    ['the background', { background: true }, /`background` goes on while no page is open/],
    ['a webhook', { webhook_config: { url: 'https://example.com' } }, /`webhook_config` is answered while no page/],
  ];

  it.each(refused)('is refused, and nothing is sent: %s', async (_, fields, reason) => {
    const { ai, script } = playLocally({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    const asking = ai.interactions.create({ ...ASK, ...fields } as typeof ASK);
    await expect(asking).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(asking).rejects.toThrow(reason);
    await expect(asking).rejects.toThrow(/or the mode `server`/);
    expect(script.requests()).toEqual([]);
  });

  it('goes to the server if it has no code run', async () => {
    const { ai, script } = playLocally({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    const { tools: _, ...ask } = ASK;
    expect((await ai.interactions.create(ask)).output_text).toBe('Hello.');
    expect(bodiesOf(script)).toEqual([ask]);
  });
});
