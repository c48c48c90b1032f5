import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { codeInterpreter } from '../../../../src/openai/codeInterpreter.ts';
import type { ScriptedTurn as Turn } from '../../../support/geminiFake/script/script.ts';
import { MODEL, playLocally, runs } from '../fake.ts';
import { ASK, asInput, DONE, OUTPUTS, PROGRAM, print42, TOOLS } from './asked.ts';

describe('a response that is not for the sandbox', () => {
  it('goes out and comes back unchanged', async () => {
    const { client, bodies, ran } = playLocally({ turns: [DONE] });
    const response = await client.responses.create({ model: MODEL, input: 'Hello.' });
    expect(bodies()).toEqual([{ model: MODEL, input: 'Hello.' }]);
    expect(response).toMatchObject({ id: 'resp_1', output_text: 'Done.' });
    expect(ran).toEqual([]);
  });

  it("runs its code on OpenAI's servers in the mode server", async () => {
    const turn: Turn = {
      parts: [{ executableCode: { language: 'PYTHON', code: 'print(42)' } }, { text: 'It is 42.' }],
    };
    const { client, bodies, ran, events } = playLocally({ turns: [turn] });
    const response = await client.responses.create({
      ...ASK,
      tools: [codeInterpreter({ mode: 'server', timeout: 5 })],
    });
    expect(bodies()[0]?.tools).toEqual(TOOLS);
    expect(response.output[0]).toMatchObject({ type: 'code_interpreter_call', container_id: 'cntr_1' });
    expect(ran).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'code', code: 'print(42)' }));
  });

  it("falls back to OpenAI's servers in the mode auto", async () => {
    const turns: Turn[] = [
      { parts: [runs('slow()')] },
      { parts: [runs('slow()')] },
      { parts: [{ executableCode: { language: 'PYTHON', code: 'print(42)' } }, { text: 'It is 42.' }] },
    ];
    const { client, bodies, handle } = playLocally({ turns }, { mode: 'auto', sandbox: slowSandbox() });
    const response = await client.responses.create(ASK);
    expect(bodies().at(-1)).toMatchObject({ tools: TOOLS, include: OUTPUTS });
    expect(response.output.map(({ type }) => type)).toEqual([
      'code_interpreter_call',
      'code_interpreter_call',
      'code_interpreter_call',
      'message',
    ]);
    expect(handle.refusals()).toEqual([]);
  });

  it.each([
    [{ background: true }, /background/],
    [{ conversation: 'conv_1' }, /conversation/],
    [{ tools: [{ type: 'code_interpreter' as const, container: 'cntr_abc' }] }, /cntr_abc/],
  ])('is refused if it can only be done there: %j', async (more, message) => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    await expect(client.responses.create({ ...ASK, ...more })).rejects.toThrow(InvalidOptionError);
    await expect(client.responses.create({ ...ASK, ...more })).rejects.toThrow(message);
    expect(bodies()).toEqual([]);
  });

  it('gets code of earlier turns as text', async () => {
    const { client, bodies, handle } = playLocally({ turns: [...PROGRAM.turns, DONE] }, print42);
    const { output } = await client.responses.create(ASK);
    await client.responses.create({ model: MODEL, input: asInput(...output, { role: 'user', content: 'Thanks.' }) });
    expect(JSON.stringify(bodies()[2]?.input)).toContain('```python');
    expect(handle.refusals()).toEqual([]);
  });

  it('can be got and deleted, with all that a turn has left on the server', async () => {
    const { client, original } = playLocally(PROGRAM, print42);
    const created = await client.responses.create(ASK);
    const got = await client.responses.retrieve('resp_1');
    expect(got.output).toEqual(created.output);
    expect(got.output_text).toBe(created.output_text);
    await client.responses.delete(created.id);
    await expect(original.responses.retrieve('resp_1')).rejects.toThrow();
  });
});

/** A sandbox in which every program times out. */
function slowSandbox() {
  const run = async () => ({ status: 'timeout', output: '', results: [], files: [], durationMs: 1 });
  const files = { list: async () => [], write: async () => {} };
  return { closed: false, run, files, expose: () => () => {} } as never;
}
