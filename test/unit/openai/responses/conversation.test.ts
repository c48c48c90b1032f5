import { describe, expect, it } from 'vitest';
import { collect, playLocally, printed, RED_PIXEL, runs } from '../fake.ts';
import { ASK, asInput, DONE, PROGRAM, print42, TOOLS } from './asked.ts';

describe('a conversation', () => {
  it('goes on from the id of a response, whichever way it came', async () => {
    const { client, handle, bodies } = playLocally(
      { turns: [...PROGRAM.turns, DONE, ...PROGRAM.turns, DONE] },
      print42,
    );
    const first = await client.responses.create(ASK);
    expect(first.id).toBe('resp_2');
    await client.responses.create({ ...ASK, input: 'And now?', previous_response_id: first.id });
    expect(bodies()[2]).toMatchObject({
      previous_response_id: 'resp_2',
      input: [{ role: 'user', content: [{ text: 'And now?' }] }],
    });
    const events = await collect(await client.responses.create({ ...ASK, stream: true }));
    const last = events.at(-1);
    const id = last?.type === 'response.completed' ? last.response.id : '';
    expect(id).toBe('resp_4');
    await client.responses.create({ ...ASK, input: 'And now?', previous_response_id: id });
    expect(bodies().at(-1)?.previous_response_id).toBe('resp_5');
    expect(handle.refusals()).toEqual([]);
  });

  it('goes on from items that the app keeps, with reasoning in its encrypted form', async () => {
    const turns = [
      { parts: [{ text: 'Hm.', thought: true }, runs('6 * 7')] },
      { parts: [{ text: 'Well.', thought: true }, { text: 'It is 42.' }] },
      DONE,
    ];
    const { client, handle, bodies } = playLocally({ turns }, print42);
    const question = { role: 'user' as const, content: 'What is 6 times 7?' };
    const first = await client.responses.create({ ...ASK, include: [], input: [question], store: false });
    expect(bodies()[1]?.input).toMatchObject([
      { role: 'user' },
      { type: 'reasoning', encrypted_content: 'secret_1' },
      { type: 'custom_tool_call', input: '6 * 7' },
      { type: 'custom_tool_call_output', output: '42\n' },
    ]);
    const input = asInput(question, ...first.output, { role: 'user' as const, content: 'And now?' });
    await client.responses.create({ ...ASK, input, store: false });
    expect(bodies()[2]?.input).toMatchObject([
      { role: 'user' },
      { type: 'reasoning', encrypted_content: 'secret_1' },
      { type: 'custom_tool_call', id: 'ctc_2', input: '6 * 7' },
      { type: 'custom_tool_call_output', output: '42\n' },
      { type: 'reasoning' },
      { type: 'message', role: 'assistant' },
      { role: 'user' },
    ]);
    expect(handle.refusals()).toEqual([]);
  });

  it('goes on without encrypted reasoning for a model that has none', async () => {
    const { client, handle } = playLocally(PROGRAM, print42);
    const response = await client.responses.create({ ...ASK, model: 'gpt-4.1', store: false });
    expect(response.output_text).toContain('42');
    expect(handle.refusals()).toEqual(['Encrypted content is not supported with this model.']);
  });

  it('sends everything again to a server that keeps nothing', async () => {
    const { client, handle, bodies } = playLocally(PROGRAM, print42);
    const response = await client.responses.create({ ...ASK, model: 'gpt-5-no-storage' });
    expect(response.output_text).toContain('42');
    expect(handle.refusals()).toHaveLength(1);
    expect(bodies().at(-1)?.input).toHaveLength(4);
  });

  it('finds the files of earlier turns', async () => {
    const turns = [DONE, { parts: [runs('1')] }, DONE];
    const { client, files, bodies } = playLocally({ turns });
    const file = {
      type: 'input_file' as const,
      filename: 'a.csv',
      file_data: `data:text/csv;base64,${btoa('x\n1\n')}`,
    };
    const image = {
      type: 'input_image' as const,
      detail: 'auto' as const,
      image_url: `data:image/png;base64,${RED_PIXEL}`,
    };
    const { id } = await client.responses.create({
      ...ASK,
      input: [{ role: 'user', content: [file, image, { type: 'input_text', text: 'Look.' }] }],
    });
    expect(bodies()[0]?.input).toMatchObject([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'x\n1\n' },
          image,
          { text: 'Look.' },
          { text: expect.stringMatching(/a\.csv.*file_2\.png/) },
        ],
      },
    ]);
    await client.responses.create({ ...ASK, input: 'Sum.', previous_response_id: id });
    expect(files).toEqual(['a.csv', 'file_2.png']);
  });

  it('has the files that were uploaded through this client', async () => {
    const { client, files } = playLocally({ turns: [{ parts: [runs('1')] }, DONE] });
    const file = new File(['x\n1\n'], 'a.csv', { type: 'text/csv' });
    const { id } = await client.files.create({ file, purpose: 'user_data' });
    const content = [{ type: 'input_file' as const, file_id: id }];
    await client.responses.create({ ...ASK, input: [{ role: 'user', content }] });
    expect(files).toEqual(['a.csv']);
  });

  it('has the files of its container if the app can read them', async () => {
    const readFile = async () => new Blob(['x']);
    const { client, files, bodies } = playLocally({ turns: [{ parts: [runs('1')] }, DONE] }, { readFile });
    const container = { type: 'auto' as const, file_ids: ['file-abc'] };
    await client.responses.create({ ...ASK, tools: [{ type: 'code_interpreter', container }] });
    expect(files).toEqual(['file_1.bin']);
    expect(JSON.stringify(bodies()[0]?.input)).not.toContain('file-abc');
  });
});

describe("the app's own tools beside code", () => {
  const book = {
    type: 'function' as const,
    name: 'book',
    description: 'Books.',
    parameters: { type: 'object', properties: {} },
    strict: false,
  };
  const booking = { functionCall: { name: 'book', args: { seat: 7 } } };
  const tools = [...TOOLS, book];

  it('are called by the app, as from the server', async () => {
    const turns = [
      { parts: [booking] },
      { ...DONE, expect: [{ functionResponse: { name: 'book', responseContains: 'yes' } }] },
    ];
    const { client, handle } = playLocally({ turns });
    const { id, output } = await client.responses.create({ ...ASK, tools });
    const [call] = output;
    expect(call).toMatchObject({ type: 'function_call', name: 'book', arguments: '{"seat":7}' });
    const result = { type: 'function_call_output' as const, call_id: 'call_1', output: 'yes' };
    await client.responses.create({ ...ASK, tools, input: [result], previous_response_id: id });
    expect(handle.refusals()).toEqual([]);
  });

  it('are answered together with a program of the same turn', async () => {
    const expected = [{ functionResponse: { name: 'book', responseContains: 'yes' } }, ...printed('42')];
    const { client, handle, ran } = playLocally(
      { turns: [{ parts: [runs('6 * 7'), booking] }, { ...DONE, expect: expected }] },
      print42,
    );
    const { id, output } = await client.responses.create({ ...ASK, tools, include: [] });
    expect(output.map(({ type }) => type)).toEqual(['code_interpreter_call', 'function_call']);
    const result = { type: 'function_call_output' as const, call_id: 'call_2', output: 'yes' };
    await client.responses.create({ ...ASK, tools, input: [result], previous_response_id: id });
    expect(ran).toHaveLength(1);
    expect(handle.refusals()).toEqual([]);
  });

  it('are answered together with a program in a conversation that the app keeps', async () => {
    const expected = [{ functionResponse: { name: 'book', responseContains: 'yes' } }];
    const { client, handle, bodies } = playLocally(
      { turns: [{ parts: [runs('6 * 7'), booking] }, { ...DONE, expect: expected }] },
      print42,
    );
    const question = { role: 'user' as const, content: 'Go.' };
    const { output } = await client.responses.create({ ...ASK, tools, store: false, input: [question] });
    const result = { type: 'function_call_output' as const, call_id: 'call_2', output: 'yes' };
    await client.responses.create({ ...ASK, tools, store: false, input: asInput(question, ...output, result) });
    expect(bodies()[1]?.input).toContainEqual({ type: 'custom_tool_call_output', call_id: 'call_1', output: '42\n' });
    expect(handle.refusals()).toEqual([]);
  });

  it('may be hosted by the server', async () => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    await client.responses.create({ ...ASK, tools: [...TOOLS, { type: 'web_search' }] });
    expect(bodies()[0]?.tools).toMatchObject([{ type: 'web_search' }, { type: 'custom' }]);
  });

  it('may be chosen, and so may code: in the first request', async () => {
    const { client, bodies, handle } = playLocally(PROGRAM, print42);
    await client.responses.create({ ...ASK, tools, tool_choice: { type: 'code_interpreter' } });
    expect(bodies().map((body) => body.tool_choice)).toEqual([{ type: 'custom', name: 'run_python' }, 'auto']);
    expect(handle.refusals()).toEqual([]);
  });

  it('are all that is offered if the model may call nothing', async () => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    await client.responses.create({ ...ASK, tools, tool_choice: 'none' });
    expect(bodies()[0]).toMatchObject({ tools, tool_choice: 'none' });
  });
});
