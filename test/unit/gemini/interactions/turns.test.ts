import { describe, expect, it } from 'vitest';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { collect, playLocally, runPython, scriptedSandbox } from '../client/play.ts';
import { ASK, bodiesOf, typesOf } from './ask.ts';

const HOPS = [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }];
const print = () => '42\n';
const book = { type: 'function' as const, name: 'book', description: 'Books.', parameters: { type: 'object' } };
const callBook = { functionCall: { name: 'book', args: {} } };

describe('a conversation whose code ran here', () => {
  it('goes on from any id that its last turn has shown', async () => {
    const { ai, script } = playLocally({ turns: [...HOPS, { parts: [{ text: 'Sure.' }] }] }, { print });
    const events = await collect(await ai.interactions.create({ ...ASK, stream: true }));
    const [created] = events;
    const first = created?.event_type === 'interaction.created' ? created.interaction.id : '';
    const next = await ai.interactions.create({ ...ASK, input: 'Sure?', previous_interaction_id: first });
    expect(next.output_text).toBe('Sure.');
    const sent = bodiesOf(script).at(-1);
    expect(sent?.previous_interaction_id).not.toBe(first);
    expect(script.refusals()).toEqual([]);
  });

  it('has the files of all its turns for Python, under the names that the model was told', async () => {
    const turns = [{ parts: [{ text: 'Thanks.' }] }, { parts: [{ text: 'And again.' }] }, ...HOPS];
    const written: string[] = [];
    const { sandbox } = scriptedSandbox(print);
    Object.assign(sandbox.files, { write: async (name: string) => void written.push(name) });
    const { ai, script } = playLocally({ turns }, { sandbox });
    const send = async (data: string, previous?: string) => {
      const document = { type: 'document' as const, mime_type: 'text/csv', data: btoa(data) };
      const input = [document, { type: 'text' as const, text: 'Look.' }];
      return (await ai.interactions.create({ ...ASK, input, ...(previous && { previous_interaction_id: previous }) }))
        .id;
    };
    const second = await send('other', await send('one'));
    await ai.interactions.create({ ...ASK, previous_interaction_id: second });
    expect(written.toSorted()).toEqual(['file_1.csv', 'file_2.csv']);
    const [first, next, last] = bodiesOf(script).map(({ input }) => JSON.stringify(input));
    expect(first).toContain('file_1.csv (text/csv, 3 bytes)');
    expect(next).toContain('file_2.csv (text/csv, 5 bytes)');
    expect(next).not.toContain('file_1.csv');
    expect(last).not.toContain('.csv');
    expect(script.refusals()).toEqual([]);
  });

  it('goes on in a client that knows nothing of it', async () => {
    const { ai, original, script } = playLocally({ turns: [...HOPS, { parts: [{ text: 'Sure.' }] }] }, { print });
    const { id } = await ai.interactions.create(ASK);
    const next = await original.interactions.create({ model: ASK.model, input: 'Sure?', previous_interaction_id: id });
    expect(next.output_text).toBe('Sure.');
    expect(script.refusals()).toEqual([]);
  });

  it('can be kept by the application alone', async () => {
    const { ai, script } = playLocally({ turns: [...HOPS, ...HOPS] }, { print });
    const first = await ai.interactions.create({ ...ASK, store: false });
    const history = [
      { type: 'user_input' as const, content: [{ type: 'text' as const, text: ASK.input }] },
      ...first.steps,
    ];
    const next = { type: 'user_input' as const, content: [{ type: 'text' as const, text: 'Again?' }] };
    const second = await ai.interactions.create({ ...ASK, store: false, input: [...history, next] });
    expect(second.output_text).toBe('It is 42.');
    expect(typesOf(second.steps)).toEqual(['code_execution_call', 'code_execution_result', 'model_output']);
    const sent = bodiesOf(script).at(-1)?.input as { type: string }[];
    expect(typesOf(sent)).toEqual([
      'user_input',
      'function_call',
      'function_result',
      'model_output',
      'user_input',
      'function_call',
      'function_result',
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it.each(['requires_action', 'completed'] as const)(
    "waits for the application's functions, and sends its own results with theirs, if a turn with calls is said to be %s",
    async (callStatus) => {
      const turns = [{ parts: [runPython('print(6 * 7)'), callBook] }, { parts: [{ text: 'Booked.' }] }];
      const { ai, script } = playLocally({ turns, behaviors: { callStatus } }, { print });
      const tools = [...ASK.tools, book];
      const first = await ai.interactions.create({ ...ASK, tools });
      expect(first.status).toBe(callStatus);
      expect(typesOf(first.steps)).toEqual(['code_execution_call', 'code_execution_result', 'function_call']);
      const call = first.steps.find(({ type }) => type === 'function_call') as { id: string };
      const booked = { type: 'function_result' as const, call_id: call.id, name: 'book', result: 'yes' };
      const second = await ai.interactions.create({
        ...ASK,
        tools,
        previous_interaction_id: first.id,
        input: [booked],
      });
      expect(second.output_text).toBe('Booked.');
      expect(bodiesOf(script)[1]?.input).toEqual([
        { type: 'function_result', call_id: expect.any(String), name: 'run_python', result: '42\n' },
        booked,
      ]);
      expect(script.refusals()).toEqual([]);
    },
  );
});

describe('a turn that was several interactions', () => {
  it('is one when it is asked for, by each of its ids', async () => {
    const { ai } = playLocally({ turns: HOPS }, { print });
    const { id, steps, continuation_ids: ids = [], output_text: text } = await ai.interactions.create(ASK);
    for (const each of ids) expect(await ai.interactions.get(each)).toMatchObject({ id, steps, output_text: text });
  });

  it("is in the server's form also for a client that has not answered it", async () => {
    const { ai, original } = playLocally({ turns: HOPS }, { print });
    const { continuation_ids: [first = '', last = ''] = [] } = await ai.interactions.create(ASK);
    const other = withLocalPython(original, scriptedSandbox());
    expect(typesOf((await other.interactions.get(first)).steps)).toContain('code_execution_call');
    expect(typesOf((await other.interactions.get(last)).steps)).toContain('code_execution_result');
  });

  it('is deleted as a whole', async () => {
    const { ai, original } = playLocally({ turns: HOPS }, { print });
    const { id, continuation_ids: ids = [] } = await ai.interactions.create(ASK);
    await ai.interactions.delete(id);
    for (const each of ids)
      await expect(original.interactions.get(each, {}, { maxRetries: 0 })).rejects.toMatchObject({ status: 404 });
  });
});
