import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/openai/client.ts';
import { codeInterpreter } from '../../../../src/openai/codeInterpreter.ts';
import { fetchCompletions } from '../../../../src/openai/completions/fetchCompletions.ts';
import type { ExecutedTool } from '../../../../src/openai/completions/wire.ts';
import { partialCompletion } from '../../../../src/openai/partial.ts';
import { addScript, collect, MODEL, playLocally, printed, RED_PIXEL, runs, scriptedSandbox } from '../fake.ts';

const DONE = { parts: [{ text: 'Done.' }] };
const PROGRAM = {
  turns: [
    { parts: [{ text: 'I compute.' }, runs('6 * 7')] },
    { parts: [{ text: 'It is 42.' }], expect: printed('42') },
  ],
};
const print42 = { print: () => '42\n' };

const question: ChatCompletionMessageParam = { role: 'user', content: 'What is 6 times 7?' };
const ask = () => ({ model: MODEL, messages: [question], tools: [codeInterpreter<ChatCompletionTool>()] });
const executedIn = (message: object | undefined) => (message as { executed_tools?: ExecutedTool[] }).executed_tools;

describe('a chat completion whose code runs in the sandbox', () => {
  it('is one completion, which tells what ran', async () => {
    const { client, handle, ran } = playLocally(PROGRAM, print42);
    const completion = await client.chat.completions.create(ask());
    const [choice] = completion.choices;
    expect(completion).toMatchObject({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: MODEL,
      usage: { total_tokens: 30 },
    });
    expect(choice).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'I compute.\n\nIt is 42.' },
    });
    expect(executedIn(choice?.message)).toEqual([
      expect.objectContaining({
        index: 0,
        type: 'python',
        arguments: '{"code":"6 * 7"}',
        output: '42\n',
        content_offset: 10,
      }),
    ]);
    expect(ran).toEqual(['6 * 7']);
    expect(handle.refusals()).toEqual([]);
  });

  it('has the pictures of its code', async () => {
    const { client, handle } = playLocally({ turns: [{ parts: [runs('plot()')] }, DONE] });
    const { choices } = await client.chat.completions.create(ask());
    expect(executedIn(choices[0]?.message)?.[0]?.code_results).toEqual([{ png: RED_PIXEL }]);
    expect(handle.refusals()).toEqual([]);
  });

  it('goes on in the next request, with code and results in their places', async () => {
    const { client, handle, bodies } = playLocally(
      { turns: [...PROGRAM.turns, { ...DONE, expect: [{ textContains: 'And now?' }] }] },
      print42,
    );
    const { choices } = await client.chat.completions.create(ask());
    const messages = [
      question,
      ...choices.map(({ message }) => message),
      { role: 'user' as const, content: 'And now?' },
    ];
    await client.chat.completions.create({ ...ask(), messages });
    const sent = bodies().at(-1)?.messages as { role: string; content: unknown }[];
    expect(sent.map(({ role, content }) => [role, content]).slice(1)).toEqual([
      ['user', 'What is 6 times 7?'],
      ['assistant', 'I compute.'],
      ['tool', '42\n'],
      ['assistant', '\n\nIt is 42.'],
      ['user', 'And now?'],
    ]);
    expect(handle.refusals()).toEqual([]);
  });

  it('is streamed in pieces that say the same', async () => {
    const { client } = playLocally(PROGRAM, print42);
    const chunks = await collect(
      await client.chat.completions.create({ ...ask(), stream: true, stream_options: { include_usage: true } }),
    );
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('I compute.\n\nIt is 42.');
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']));
    const tools = chunks.flatMap(({ choices }) => executedIn(choices[0]?.delta ?? {}) ?? []);
    expect(tools.map(({ output }) => output)).toEqual([undefined, '42\n', '42\n']);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason ?? undefined).filter(Boolean)).toEqual(['stop']);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 30 } });
  });

  it("is put together by the SDK's own stream", async () => {
    const { client } = playLocally(PROGRAM, print42);
    const completion = await client.chat.completions.stream(ask()).finalChatCompletion();
    expect(completion.choices[0]?.message.content).toBe('I compute.\n\nIt is 42.');
    expect(executedIn(completion.choices[0]?.message)).toMatchObject([{ output: '42\n' }]);
  });

  it('is JSON alone if that is asked for', async () => {
    const turns = [{ parts: [{ text: 'I compute.' }, runs('6 * 7')] }, { parts: [{ text: '{"answer":42}' }] }];
    const { client } = playLocally({ turns: [...turns, ...turns] }, print42);
    const response_format = { type: 'json_object' as const };
    const { choices } = await client.chat.completions.create({ ...ask(), response_format });
    expect(choices[0]?.message.content).toBe('{"answer":42}');
    const chunks = await collect(await client.chat.completions.create({ ...ask(), response_format, stream: true }));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('{"answer":42}');
  });

  it("gives the calls of the app's own functions to the app, with the results of code", async () => {
    const parameters = { type: 'object', properties: {} };
    const tools = [...ask().tools, { type: 'function' as const, function: { name: 'book', parameters } }];
    const booking = { functionCall: { name: 'book', args: { seat: 7 } } };
    const expected = [{ functionResponse: { name: 'book', responseContains: 'yes' } }];
    const { client, handle, bodies } = playLocally(
      { turns: [{ parts: [runs('6 * 7'), booking] }, { ...DONE, expect: expected }] },
      print42,
    );
    const { choices } = await client.chat.completions.create({ ...ask(), tools });
    const message = choices[0]?.message;
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(message?.tool_calls).toEqual([
      { id: 'call_2', type: 'function', function: { name: 'book', arguments: '{"seat":7}' } },
    ]);
    const messages = [
      question,
      ...choices.map((choice) => choice.message),
      { role: 'tool' as const, tool_call_id: 'call_2', content: 'yes' },
    ];
    await client.chat.completions.create({ ...ask(), tools, messages });
    expect(JSON.stringify(bodies().at(-1)?.messages)).toContain('42\\n');
    expect(handle.refusals()).toEqual([]);
  });

  it('keeps the instructions of the app, above its own', async () => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    const messages = [{ role: 'developer' as const, content: 'Be brief.' }, question];
    await client.chat.completions.create({ ...ask(), messages });
    expect(bodies()[0]?.messages).toMatchObject([
      { role: 'developer', content: expect.stringMatching(/^Be brief\.\n\nPython/) },
      { role: 'user', content: 'What is 6 times 7?' },
    ]);
  });

  it('finds the files of messages, which go to the model as they came', async () => {
    const { client, files, bodies } = playLocally({ turns: [{ parts: [runs('1')] }, DONE] });
    const image = {
      type: 'image_url' as const,
      image_url: { url: `data:image/png;base64,${RED_PIXEL}`, detail: 'low' as const },
    };
    const file = {
      type: 'file' as const,
      file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${btoa('%PDF')}` },
    };
    await client.chat.completions.create({
      ...ask(),
      messages: [{ role: 'user', content: [image, file, { type: 'text', text: 'Look.' }], name: 'ann' }],
    });
    expect(files).toEqual(['file_1.png', 'a.pdf']);
    expect(bodies()[0]?.messages).toMatchObject([
      {},
      { role: 'user', name: 'ann', content: [image, file, { text: 'Look.' }, { type: 'text' }] },
    ]);
  });

  it('goes on from where it failed', async () => {
    const turns = [...PROGRAM.turns.slice(0, 1), { failure: 'permission-denied' as const }, ...PROGRAM.turns.slice(1)];
    const { client, ran, handle } = playLocally({ turns }, print42);
    const error = await client.chat.completions.create(ask()).catch((reason) => reason);
    const resume = partialCompletion(error);
    const { choices } = await client.chat.completions.create({ ...ask(), tools: [codeInterpreter({ resume })] });
    expect(choices[0]?.message.content).toBe('I compute.\n\nIt is 42.');
    expect(ran).toEqual(['6 * 7']);
    expect(handle.refusals()).toEqual([]);
  });

  it('runs in the sandbox of its own conversation, if asked to', async () => {
    const made: string[] = [];
    const { sandbox } = scriptedSandbox(print42.print);
    const another = async () => {
      made.push('another');
      return scriptedSandbox(print42.print).sandbox;
    };
    const { client } = playLocally(
      { turns: [...PROGRAM.turns, ...PROGRAM.turns] },
      { sandbox: Object.assign(sandbox, { createAnother: another }) },
    );
    const tools = [codeInterpreter<ChatCompletionTool>({ sandbox: 'chat' })];
    const { choices } = await client.chat.completions.create({ ...ask(), tools });
    const messages = [
      question,
      ...choices.map(({ message }) => message),
      { role: 'user' as const, content: 'And now?' },
    ];
    await client.chat.completions.create({ ...ask(), tools, messages });
    expect(made).toEqual(['another']);
  });

  it('is asked of any object with completions, such as an engine in the page', async () => {
    const { baseURL } = addScript(PROGRAM);
    const { sandbox } = scriptedSandbox(print42.print);
    const engine = { chat: { completions: fetchCompletions({ baseURL }) } };
    const client = withLocalPython(engine, { sandbox });
    const completion = (await client.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: 'What is 6 times 7?' }],
      tools: [codeInterpreter()],
    })) as { choices: { message: { content: string } }[] };
    expect(completion.choices[0]?.message.content).toBe('I compute.\n\nIt is 42.');
  });
});

describe('a chat completion that is not for the sandbox', () => {
  it('goes out unchanged', async () => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    await client.chat.completions.create({ model: MODEL, messages: [question] });
    expect(bodies()).toEqual([{ model: MODEL, messages: [question] }]);
  });

  it('gets code of earlier answers as text', async () => {
    const { client, handle, bodies } = playLocally({ turns: [...PROGRAM.turns, DONE] }, print42);
    const { choices } = await client.chat.completions.create(ask());
    await client.chat.completions.create({
      model: MODEL,
      messages: [question, ...choices.map(({ message }) => message)],
    });
    expect(JSON.stringify(bodies().at(-1))).toContain('```python\\n6 * 7');
    expect(handle.refusals()).toEqual([]);
  });

  it('has no code if the model may call nothing', async () => {
    const { client, bodies } = playLocally({ turns: [DONE] });
    await client.chat.completions.create({ ...ask(), tool_choice: 'none' });
    expect(bodies()).toEqual([{ model: MODEL, messages: [question] }]);
  });

  it.each([
    [{ n: 2 }, /`n`/],
    [{ tools: [codeInterpreter<ChatCompletionTool>({ mode: 'server' })] }, /no code interpreter on a server/],
  ])('is refused if it can not be done: %j', async (more, message) => {
    const { client } = playLocally({ turns: [] });
    await expect(client.chat.completions.create({ ...ask(), ...more })).rejects.toThrow(InvalidOptionError);
    await expect(client.chat.completions.create({ ...ask(), ...more })).rejects.toThrow(message);
  });
});
