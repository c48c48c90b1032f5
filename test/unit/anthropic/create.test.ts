import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { ASK, bodiesOf, CODE, contentOf, playLocally, runPython, TWO_HOPS, typesOf } from './play.ts';

describe('a message with code execution', () => {
  it('has the blocks of the server, from code that ran here', async () => {
    const { client, ran, script } = playLocally(TWO_HOPS);
    const message = await client.messages.create(ASK);
    expect(ran).toEqual(['print(6 * 7)']);
    const [call, result, text] = message.content;
    expect(call).toEqual({
      type: 'server_tool_use',
      id: expect.stringMatching(/^srvtoolu_local_\w+$/),
      name: 'code_execution',
      input: { code: 'print(6 * 7)' },
    });
    expect(result).toEqual({
      type: 'code_execution_tool_result',
      tool_use_id: (call as Anthropic.ServerToolUseBlock).id,
      content: { type: 'code_execution_result', stdout: '42\n', stderr: '', return_code: 0, content: [] },
    });
    expect(text).toMatchObject({ type: 'text', text: 'It is 42.' });
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn', model: ASK.model });
    expect(message.container).toEqual({
      id: expect.stringMatching(/^container_local_/),
      expires_at: expect.any(String),
      skills: null,
    });
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it('is one message: the tokens of all requests', async () => {
    const [first, second] = TWO_HOPS.turns.map((turn, index) => ({
      ...turn,
      usage: { input_tokens: 10 + index, output_tokens: 5, cache_read_input_tokens: 100 },
    }));
    const { client } = playLocally({ turns: [first, second].flatMap((turn) => turn ?? []) });
    const { usage } = await client.messages.create(ASK);
    expect(usage).toMatchObject({ input_tokens: 21, output_tokens: 10, cache_read_input_tokens: 200 });
  });

  it('asks the model with a tool of the application, and tells it about Python', async () => {
    const { client, script } = playLocally(TWO_HOPS);
    await client.messages.create({ ...ASK, system: 'Be brief.' });
    const [asked, answered] = bodiesOf(script);
    expect(asked?.tools).toEqual([expect.objectContaining({ name: 'run_python', input_schema: expect.any(Object) })]);
    expect(asked?.system).toEqual([
      { type: 'text', text: 'Be brief.' },
      { type: 'text', text: expect.stringContaining("Python runs in the user's browser") },
    ]);
    expect(contentOf(answered, 1)).toMatchObject([{ type: 'tool_use', name: 'run_python' }]);
    expect(contentOf(answered, 2)).toEqual([
      { type: 'tool_result', tool_use_id: contentOf(answered, 1)[0]?.id, content: [{ type: 'text', text: '42\n' }] },
    ]);
  });

  it('tells of a failure as the server does, and the model by an error', async () => {
    const error = 'ZeroDivisionError: division by zero\n';
    const { client, script } = playLocally(TWO_HOPS, {
      play: (_, { onOutput }) => {
        onOutput?.({ stream: 'stdout', text: 'one\n', time: 0 });
        onOutput?.({ stream: 'stderr', text: error, time: 1 });
        return `one\n${error}`;
      },
    });
    const { content } = await client.messages.create(ASK);
    expect(content[1]).toMatchObject({
      content: { stdout: 'one\n', stderr: 'ZeroDivisionError: division by zero\n', return_code: 1 },
    });
    expect(contentOf(bodiesOf(script)[1], 2)).toMatchObject([
      { is_error: true, content: [{ text: 'one\nZeroDivisionError: division by zero\n' }] },
    ]);
  });

  it('tells that a program took too long by the code of the server', async () => {
    const { client } = playLocally(TWO_HOPS, { play: () => ({ status: 'timeout', output: 'The run timed out.\n' }) });
    const { content } = await client.messages.create(ASK);
    expect(content[1]).toMatchObject({
      type: 'code_execution_tool_result',
      content: { type: 'code_execution_tool_result_error', error_code: 'execution_time_exceeded' },
    });
  });

  it('runs several programs of one turn in order, and sends their results together', async () => {
    const turns = [{ parts: [runPython('1'), runPython('2')] }, { parts: [{ text: 'Done.' }] }];
    const { client, script } = playLocally({ turns }, { play: (code) => `${code}\n` });
    const message = await client.messages.create(ASK);
    expect(typesOf(message)).toEqual([
      'server_tool_use',
      'server_tool_use',
      'code_execution_tool_result',
      'code_execution_tool_result',
      'text',
    ]);
    expect(contentOf(bodiesOf(script)[1], 2).map(({ content }) => content)).toMatchObject([
      [{ text: '1\n' }],
      [{ text: '2\n' }],
    ]);
  });

  it('sends thoughts back with their signatures', async () => {
    const thought = { text: 'Let me compute.', thought: true };
    const turns = [{ parts: [thought, runPython('6 * 7')] }, { parts: [thought, { text: 'It is 42.' }] }];
    const { client, script } = playLocally({ turns: [...turns, { parts: [{ text: 'Yes.' }] }] });
    const thinking = { type: 'adaptive' as const };
    const message = await client.messages.create({ ...ASK, thinking });
    expect(typesOf(message)).toEqual(['thinking', 'server_tool_use', 'code_execution_tool_result', 'thinking', 'text']);
    const messages = [...ASK.messages, { role: 'assistant' as const, content: message.content }, ...ASK.messages];
    await client.messages.create({ ...ASK, thinking, messages });
    const history = bodiesOf(script)[2]?.messages?.map(({ role, content }) =>
      typeof content === 'string' ? role : `${role}: ${content.map(({ type }) => type)}`,
    );
    expect(history).toEqual([
      'user: text',
      'assistant: thinking,tool_use',
      'user: tool_result',
      'assistant: thinking,text',
      'user: text',
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('hands out the calls of your own tools, and goes on from their results', async () => {
    const book = { name: 'book', description: 'Books.', input_schema: { type: 'object' as const } };
    const booking = { functionCall: { name: 'book', args: { room: 7 } } };
    const turns = [{ parts: [runPython('6 * 7'), booking] }, { parts: [{ text: 'Booked.' }] }];
    const { client, script } = playLocally({ turns });
    const tools = [...ASK.tools, book];
    const message = await client.messages.create({ ...ASK, tools });
    expect(message.stop_reason).toBe('tool_use');
    expect(typesOf(message)).toEqual(['server_tool_use', 'tool_use', 'code_execution_tool_result']);
    const { id } = message.content[1] as Anthropic.ToolUseBlock;
    const done = await client.messages.create({
      ...ASK,
      tools,
      messages: [
        ...ASK.messages,
        { role: 'assistant', content: message.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'yes' }] },
      ],
    });
    expect(done.content).toMatchObject([{ text: 'Booked.' }]);
    expect(done.container).toBeNull();
    const sent = bodiesOf(script)[1];
    expect(contentOf(sent, 1).map(({ name }) => name)).toEqual(['run_python', 'book']);
    expect(contentOf(sent, 2).map(({ content }) => content)).toEqual([[{ type: 'text', text: '42\n' }], 'yes']);
    expect(script.refusals()).toEqual([]);
  });

  it('is asked again if the API fails for the moment, by one kind of retries', async () => {
    const [first, second] = TWO_HOPS.turns;
    const turns = [first, { failure: 'overloaded' as const, times: 2 }, second].flatMap((turn) => turn ?? []);
    const { client, ran, script, events } = playLocally({ turns });
    expect((await client.messages.create(ASK)).content.at(-1)).toMatchObject({ text: 'It is 42.' });
    expect(ran).toHaveLength(1);
    expect(script.requests()).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  it('forces a tool in its first request only', async () => {
    const { client, script } = playLocally(TWO_HOPS);
    const choice = { type: 'tool' as const, name: 'code_execution', disable_parallel_tool_use: true };
    await client.messages.create({ ...ASK, tool_choice: choice });
    expect(bodiesOf(script).map(({ tool_choice }) => tool_choice)).toEqual([
      { type: 'tool', name: 'run_python', disable_parallel_tool_use: true },
      { type: 'auto', disable_parallel_tool_use: true },
    ]);
  });

  it('ends without further calls after the limit of runs', async () => {
    const { client, script } = playLocally(TWO_HOPS, { maxRuns: 1 });
    await client.messages.create(ASK);
    expect(bodiesOf(script)[1]?.tool_choice).toEqual({ type: 'none' });
  });

  it('answers in every version of the tool, also among the beta features', async () => {
    for (const type of ['code_execution_20250522', 'code_execution_20250825', 'code_execution_20260521'] as const) {
      const { client, ran } = playLocally(TWO_HOPS);
      const message = await client.beta.messages.create({ ...ASK, tools: [{ ...CODE, type }], betas: ['x'] });
      expect(typesOf(message)).toEqual(['server_tool_use', 'code_execution_tool_result', 'text']);
      expect(ran).toHaveLength(1);
    }
  });

  it('takes the options of one request from its tool, which are never sent', async () => {
    const { client, script, ran } = playLocally(TWO_HOPS);
    const tool = { ...CODE, cache_control: { type: 'ephemeral' as const }, beforeRun: () => ({ refuse: 'Not now.' }) };
    const { content } = await client.messages.create({ ...ASK, tools: [tool] });
    expect(ran).toEqual([]);
    expect(content[1]).toMatchObject({
      content: { return_code: 1, stderr: 'This code was refused, and was not run. Not now.\n' },
    });
    expect(bodiesOf(script)[0]?.tools).toMatchObject([{ name: 'run_python', cache_control: { type: 'ephemeral' } }]);
    const unknown = { ...ASK, tools: [{ ...CODE, timeLimit: 5 }] };
    await expect(client.messages.create(unknown)).rejects.toThrow(/has no option `timeLimit`/);
  });

  it('runs what a model writes as text, if your app says so', async () => {
    const turns = [{ parts: [{ text: 'So:\n```python\nprint(6 * 7)\n```\n' }] }, { parts: [{ text: 'It is 42.' }] }];
    const { client, script, ran } = playLocally({ turns }, { protocol: 'fences' });
    const message = await client.messages.create({ ...ASK, stop_sequences: ['END'] });
    expect(ran).toEqual(['print(6 * 7)\n']);
    expect(typesOf(message)).toEqual(['text', 'server_tool_use', 'code_execution_tool_result', 'text']);
    const [asked, answered] = bodiesOf(script);
    expect([asked?.tools, asked?.stop_sequences]).toEqual([undefined, ['END', '```output']]);
    expect(contentOf(answered, 2)).toMatchObject([{ type: 'text', text: expect.stringContaining('42') }]);
    expect(script.refusals()).toEqual([]);
  });

  it('tells events as any answer does', async () => {
    const { client, events } = playLocally(TWO_HOPS);
    await client.messages.create(ASK);
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

  it('counts the tokens of what is first sent', async () => {
    const { client, script } = playLocally({ turns: [] });
    const { max_tokens: _, ...ask } = ASK;
    expect((await client.messages.countTokens(ask)).input_tokens).toBeGreaterThan(100);
    expect(bodiesOf(script)[0]?.tools).toMatchObject([{ name: 'run_python' }]);
    expect(script.refusals()).toEqual([]);
  });

  it('leaves the client what it is', async () => {
    const { client, original } = playLocally({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    expect(client).toBeInstanceOf(Anthropic);
    expect(client.messages).toBeInstanceOf(original.messages.constructor);
    const { tools: _, ...ask } = ASK;
    const { data, response } = await client.messages.create(ask).withResponse();
    expect(data.content).toMatchObject([{ text: 'Hello.' }]);
    expect(response.status).toBe(200);
  });

  it('gives the response of its first request beside it', async () => {
    const { client } = playLocally(TWO_HOPS);
    const { data, request_id } = await client.messages.create(ASK).withResponse();
    expect([data.stop_reason, request_id]).toEqual(['end_turn', 'req_fake']);
    const { client: again } = playLocally(TWO_HOPS);
    expect(await (await again.messages.create(ASK).asResponse()).json()).toMatchObject({ stop_reason: 'end_turn' });
  });
});

describe('a request that this client cannot answer in the sandbox', () => {
  const refused: [string, object, RegExp][] = [
    ['a container of the server', { container: 'container_011' }, /container_011 is on Anthropic's servers/],
    ['skills', { container: { skills: [{ type: 'anthropic', skill_id: 'pptx' }] } }, /Skills run in containers/],
    ['a thread', { thread: { type: 'auto' } }, /A message thread is kept on Anthropic's servers/],
    [
      'a file of the server',
      { messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'file_011' }] }] },
      /The file file_011 is on Anthropic's servers/,
    ],
  ];

  it.each(refused)('is refused, and nothing is sent: %s', async (_, fields, reason) => {
    const { client, script } = playLocally({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    const asking = client.messages.create({ ...ASK, ...fields } as typeof ASK);
    await expect(asking).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(asking).rejects.toThrow(reason);
    expect(script.requests()).toEqual([]);
  });

  it('is refused in a batch', async () => {
    const { client, script } = playLocally({ turns: [] });
    const requests = [{ custom_id: 'one', params: ASK }];
    await expect(client.messages.batches.create({ requests })).rejects.toThrow(/runs code on Anthropic's servers/);
    expect(script.requests()).toEqual([]);
  });
});
