import { describe, expect, it } from 'vitest';
import { EngineBootError } from '../../../../src/errors.ts';
import { fileBlock } from '../../../../src/gemini/fileBlock.ts';
import { collect, playLocally, runPython, SERVER_ANSWER } from '../client/play.ts';
import { ASK, bodiesOf, inShort, typesOf } from './ask.ts';

const ON_SERVER = { ...ASK, tools: [{ type: 'code_execution' as const, mode: 'server' }] };
const TYPES = ['turn-start', 'code', 'result', 'text-delta', 'usage', 'turn-end'];

const GO = { type: 'user_input' as const, content: [{ type: 'text' as const, text: 'Go.' }] };
const textOf = (value: unknown) => JSON.stringify(value);

const noEngine = async (): Promise<never> => {
  throw new EngineBootError('No engine.');
};

/** The types of events, with consecutive ones of a type counted once. */
const kindsIn = (events: readonly { type: string }[]) =>
  events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);

describe('an interaction whose code runs on Google’s servers', () => {
  it('is told of in the events of any answer, and reaches the app as the SDK gives it', async () => {
    const { ai, original, events, ran } = playLocally({ turns: [SERVER_ANSWER] });
    const interaction = await ai.interactions.create(ON_SERVER);
    expect(kindsIn(events)).toEqual(TYPES);
    expect(events).toContainEqual({ type: 'code', answer: 1, id: 1, language: 'PYTHON', code: 'print(6 * 7)' });
    expect(events).toContainEqual({ type: 'result', answer: 1, id: 1, outcome: 'OUTCOME_OK', output: '42\n' });
    expect(ran).toEqual([]);
    expect(interaction.output_text).toBe('It is 42.');
    const { steps } = await original.interactions.get(interaction.id);
    expect(steps.filter(({ type }) => type !== 'user_input')).toEqual(interaction.steps);
  });

  it('is streamed with the same events', async () => {
    const { ai, original, events } = playLocally({ turns: [SERVER_ANSWER, SERVER_ANSWER] });
    const streamed = await collect(await ai.interactions.create({ ...ON_SERVER, stream: true }));
    expect(kindsIn(events)).toEqual(TYPES);
    const direct = await collect(await original.interactions.create({ ...ASK, stream: true }));
    expect(inShort(streamed)).toEqual(inShort(direct));
  });

  it('has its code in the events if the answer began here', async () => {
    const { ai, events, script } = playLocally(
      { turns: [{ parts: [runPython('import nothing')] }, SERVER_ANSWER] },
      { mode: 'auto', sandbox: noEngine },
    );
    const { steps } = await ai.interactions.create({ ...ASK, store: false });
    expect(kindsIn(events)).toContain('escalate');
    expect(events.filter(({ type }) => type === 'code')).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'result')).toHaveLength(2);
    expect(typesOf(steps)).toEqual([
      'code_execution_call',
      'code_execution_result',
      'code_execution_call',
      'code_execution_result',
      'model_output',
    ]);
    expect(script.refusals()).toEqual([]);
  });
});

describe('the history of an interaction that is not stored', () => {
  it('brings the signature of a call back with the call', async () => {
    const call = { type: 'function_call', id: 'a1', name: 'run_python', arguments: { code: '1' }, signature: 'c2ln' };
    const { ai, script } = playLocally({
      turns: [{ steps: [call] }, { parts: [{ text: 'One.' }] }, { parts: [{ text: 'Yes.' }] }],
    });
    const { steps } = await ai.interactions.create({ ...ASK, store: false, input: [GO] });
    await ai.interactions.create({ ...ASK, store: false, input: [GO, ...steps, GO] });
    expect(bodiesOf(script)[2]?.input).toContainEqual(call);
    expect(script.refusals()).toEqual([]);
  });

  it('has code that ran here as text, for Google’s own code execution', async () => {
    const turns = [{ parts: [runPython('print(41)')] }, { parts: [{ text: 'So.' }] }, SERVER_ANSWER];
    const { ai, script } = playLocally({ turns });
    const { steps } = await ai.interactions.create({ ...ASK, store: false, input: [GO] });
    await ai.interactions.create({ ...ON_SERVER, store: false, input: [GO, ...steps, GO] });
    expect(textOf(bodiesOf(script).at(-1)?.input)).toContain('print(41)');
    expect(script.refusals()).toEqual([]);
  });

  it('has it as text if the server takes over, too', async () => {
    const local = [{ parts: [runPython('print(41)')] }, { parts: [{ text: 'So.' }] }];
    const turns = [...local, { parts: [runPython('print(42)')] }, SERVER_ANSWER];
    const print = (code: string) => (code === 'print(42)' ? noEngine() : '41\n');
    const { ai, script } = playLocally({ turns }, { mode: 'auto', print });
    const { steps } = await ai.interactions.create({ ...ASK, store: false, input: [GO] });
    await ai.interactions.create({ ...ASK, store: false, input: [GO, ...steps, GO] });
    expect(textOf(bodiesOf(script).at(-1)?.input)).toContain('print(41)');
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });
});

describe('a file of an interaction', () => {
  const input = async (file: File) => [await fileBlock(file), { type: 'text' as const, text: 'What is in it?' }];

  it('has its own name for code, which the API does not get', async () => {
    const { ai, script } = playLocally({ turns: [SERVER_ANSWER, { parts: [{ text: 'Sums.' }] }] });
    const csv = await input(new File(['sold\n40\n'], 'sold.csv'));
    await ai.interactions.create({ ...ON_SERVER, input: csv });
    await ai.interactions.create({ ...ASK, input: csv });
    const [direct, local] = bodiesOf(script);
    expect(direct?.input).toEqual([{ type: 'document', mime_type: 'text/csv', data: btoa('sold\n40\n') }, csv[1]]);
    expect(textOf(local?.input)).toContain('sold.csv (text/csv, 8 bytes)');
    expect(textOf([direct, local])).not.toContain('display_name');
  });

  it('is text for the model if it is no table and no document', async () => {
    const { ai, script } = playLocally({ turns: [{ parts: [{ text: 'Notes.' }] }] });
    await ai.interactions.create({ ...ASK, input: await input(new File(['{"a": 1}'], 'notes.json')) });
    expect(bodiesOf(script)[0]?.input[0]?.content).toContainEqual({ type: 'text', text: '{"a": 1}' });
    expect(textOf(bodiesOf(script)[0]?.input)).toContain('notes.json');
  });
});
