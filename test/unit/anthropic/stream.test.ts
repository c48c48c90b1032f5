import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { codeExecution } from '../../../src/anthropic/codeExecution.ts';
import { partialMessage } from '../../../src/anthropic/partialMessage.ts';
import { ASK, collect, inShort, playLocally, runPython, TWO_HOPS, typesOf } from './play.ts';

const STREAMED = { ...ASK, stream: true as const };

describe('a streamed message with code execution', () => {
  it('has the events of one message, with indexes that run on', async () => {
    const thought = { text: 'Hm.', thought: true };
    const turns = [{ parts: [thought, runPython('6 * 7')] }, { parts: [{ text: 'It is 42.' }] }];
    const { client, script } = playLocally({ turns });
    const events = await collect(await client.messages.create(STREAMED));
    expect(inShort(events)).toEqual([
      'message_start',
      ...['0 thinking', '0 + thinking_delta', '0 + thinking_delta', '0 + signature_delta', '0 .'],
      ...['1 server_tool_use', '1 + input_json_delta', '1 .'],
      ...['2 code_execution_tool_result', '2 .'],
      ...['3 text', '3 + text_delta', '3 + text_delta', '3 .'],
      'message_delta',
      'message_stop',
    ]);
    expect(events[0]).toMatchObject({
      message: { id: expect.stringMatching(/^msg_/), content: [], stop_reason: null },
    });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn', container: { id: expect.stringMatching(/^container_local_/) } },
    });
    expect(script.refusals()).toEqual([]);
  });

  it('comes to the same message as one that is not streamed, by the helper of the SDK', async () => {
    const usage = { input_tokens: 10, output_tokens: 5 };
    const turns = TWO_HOPS.turns.map((turn) => ({ ...turn, usage }));
    for (const kind of ['messages', 'beta'] as const) {
      const { client } = playLocally({ turns });
      const texts: string[] = [];
      const take = (text: string) => void texts.push(text);
      const streamed =
        kind === 'beta'
          ? await client.beta.messages.stream(ASK).on('text', take).finalMessage()
          : await client.messages.stream(ASK).on('text', take).finalMessage();
      expect(texts).toEqual(['It is', ' 42.']);
      const unary = await playLocally({ turns }).client.messages.create(ASK);
      expect(typesOf(streamed)).toEqual(typesOf(unary));
      expect(streamed.content[0]).toMatchObject({ input: { code: 'print(6 * 7)' } });
      expect(streamed.usage).toMatchObject({ input_tokens: 20, output_tokens: 10 });
      expect(streamed.stop_reason).toBe('end_turn');
    }
  });

  it('is a stream of the SDK, which can be split', async () => {
    const { client, original } = playLocally({ turns: [...TWO_HOPS.turns, { parts: [{ text: 'Hello.' }] }] });
    const ours = await client.messages.create(STREAMED);
    const [left, right] = ours.tee();
    expect((await collect(left)).length).toBe((await collect(right)).length);
    const { tools: _, ...ask } = STREAMED;
    const theirs = await original.messages.create(ask);
    expect(Object.getPrototypeOf(ours)).toBe(Object.getPrototypeOf(theirs));
    theirs.controller.abort();
  });

  it('rejects the call if the API refuses the request', async () => {
    const error = { message: 'That is not possible.', status: 'INVALID_ARGUMENT' };
    const { client } = playLocally({ turns: [{ status: 400, error }] });
    await expect(client.messages.create(STREAMED)).rejects.toMatchObject({ status: 400 });
  });

  it('is asked again if the server says that it is overloaded before it has said anything else', async () => {
    const [first, second] = TWO_HOPS.turns;
    const overloaded = { parts: [{ text: 'It' }], failAfter: 1, failure: 'overloaded' as const };
    const { client, script } = playLocally({ turns: [first, overloaded, second].flatMap((turn) => turn ?? []) });
    expect((await client.messages.stream(ASK).finalMessage()).content.at(-1)).toMatchObject({ text: 'It is 42.' });
    expect(script.requests()).toHaveLength(3);
  });

  it('ends the run of its program if nobody reads on', async () => {
    let stopped: Promise<unknown> | undefined;
    const { client, ran } = playLocally(TWO_HOPS, {
      play: (_, { signal }) => {
        stopped = new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return new Promise<string>(() => {});
      },
    });
    const stream = await client.messages.create(STREAMED);
    for await (const event of stream)
      if (event.type === 'content_block_stop') {
        setTimeout(() => stream.controller.abort());
      }
    await stopped;
    expect(ran).toHaveLength(1);
  });

  it('rejects with the error of the SDK if your app aborts it', async () => {
    const stop = new AbortController();
    const { client, original } = playLocally(TWO_HOPS, {
      play: (_, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          stop.abort();
        }),
    });
    const asking = client.messages.create(ASK, { signal: stop.signal });
    const { APIUserAbortError } = original.constructor as typeof Anthropic;
    await expect(asking).rejects.toBeInstanceOf(APIUserAbortError);
  });
});

describe('a message that broke off', () => {
  const BROKEN = {
    turns: [...TWO_HOPS.turns.slice(0, 1), { parts: [{ text: 'It is 42.' }], cut: 4 }, ...TWO_HOPS.turns.slice(1)],
  };

  it('goes on from its part that had arrived, and runs nothing again', async () => {
    const { client, ran, script } = playLocally(BROKEN);
    const error = await client.messages
      .stream(ASK)
      .finalMessage()
      .catch((reason: unknown) => reason);
    const resume = partialMessage(error);
    expect(resume).toMatchObject({
      stop_reason: null,
      content: [{ type: 'server_tool_use' }, { type: 'code_execution_tool_result' }, { type: 'text', text: 'It is' }],
    });
    const tools = [codeExecution({ resume })];
    const message = await client.messages.stream({ ...ASK, tools }).finalMessage();
    expect(message.content).toMatchObject([
      { type: 'server_tool_use' },
      { content: { stdout: '42\n' } },
      { text: 'It is 42.' },
    ]);
    expect(message.id).toBe(resume?.id);
    expect(ran).toHaveLength(1);
    expect(script.refusals()).toEqual([]);
  });

  it('is no partial answer if nothing had arrived', async () => {
    const { client } = playLocally({ turns: [{ failure: 'permission-denied' }] });
    const error = await client.messages.create(ASK).catch((reason: unknown) => reason);
    expect(partialMessage(error)).toBeUndefined();
  });
});
