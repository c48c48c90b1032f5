import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { codeExecution } from '../../../src/anthropic/codeExecution.ts';
import { ASK, bodiesOf, CODE, contentOf, playLocally, runPython, TWO_HOPS, typesOf } from './play.ts';

const HELLO = { parts: [{ text: 'Hello.' }] };
const SERVER_CALL = { type: 'server_tool_use', id: 'srvtoolu_01', name: 'code_execution', input: { code: 'print(1)' } };
const SERVER_RESULT = {
  type: 'code_execution_tool_result',
  tool_use_id: 'srvtoolu_01',
  content: { type: 'code_execution_result', stdout: '1\n', stderr: '', return_code: 0, content: [] },
};

/** A conversation that goes on after a message. */
const following = (message: Pick<Anthropic.Message, 'content'>) => ({
  ...ASK,
  messages: [...ASK.messages, { role: 'assistant' as const, content: message.content }, ...ASK.messages],
});

describe('code that ran here, in the history', () => {
  it('is the call and the result of our function again, also when it comes from JSON', async () => {
    const { client, script } = playLocally({ turns: [...TWO_HOPS.turns, HELLO] });
    const message = await client.messages.create(ASK);
    await client.messages.create(following(JSON.parse(JSON.stringify(message))));
    const [, second, third] = bodiesOf(script);
    expect(third?.messages?.slice(0, 3)).toEqual(
      second?.messages?.map(({ role, content }) => ({
        role,
        // Who called is not told again.
        content: (content as Record<string, unknown>[]).map(({ caller: _, ...block }) => block),
      })),
    );
    expect(script.refusals()).toEqual([]);
  });

  it('is text in a request without the tool, and in one for the server', async () => {
    for (const tools of [[], [codeExecution({ mode: 'server' })]]) {
      const { client, original, script } = playLocally({ turns: [...TWO_HOPS.turns, HELLO] });
      const message = await client.messages.create(ASK);
      await client.messages.create({ ...following(message), tools });
      const [, answer] = bodiesOf(script)[2]?.messages ?? [];
      expect(answer?.content).toMatchObject([
        { type: 'text', text: expect.stringContaining('print(6 * 7)') },
        { type: 'text', text: expect.stringContaining('42') },
        { type: 'text', text: 'It is 42.' },
      ]);
      expect(script.refusals()).toEqual([]);
      expect(original.messages).not.toBe(client.messages);
    }
  });

  it('is not sent by itself to a server that does not know it', async () => {
    const { client, original, script } = playLocally({ turns: [...TWO_HOPS.turns, HELLO] });
    const message = await client.messages.create(ASK);
    await expect(original.messages.create(following(message))).rejects.toMatchObject({ status: 400 });
    expect(script.refusals()).toEqual([expect.stringContaining('srvtoolu_local_')]);
  });
});

describe('code that ran on the server, in the history', () => {
  it('is text for a model whose code runs here', async () => {
    const { client, script } = playLocally({ turns: [HELLO] });
    const content = [SERVER_CALL, SERVER_RESULT] as unknown as Anthropic.ContentBlock[];
    await client.messages.create(following({ content }));
    expect(contentOf(bodiesOf(script)[0], 1)).toMatchObject([
      { type: 'text', text: '```python\nprint(1)\n```' },
      { type: 'text', text: expect.stringContaining('1\n') },
    ]);
  });

  it('goes back as it is beside a search that runs code there', async () => {
    const { client, script } = playLocally({ turns: [HELLO] });
    const search = { type: 'web_search_20260209' as const, name: 'web_search' as const };
    const found = { type: 'server_tool_use', id: 'srvtoolu_02', name: 'web_search', input: { query: 'x' } };
    const result = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_02', content: [] };
    const content = [found, result] as unknown as Anthropic.ContentBlock[];
    await client.messages.create({ ...following({ content }), tools: [CODE, search] });
    const [body] = bodiesOf(script);
    expect(contentOf(body, 1)).toEqual(content);
    expect(body?.tools?.map(({ name }) => name)).toEqual(['run_python', 'web_search']);
    expect(script.refusals()).toEqual([]);
  });
});

describe("Anthropic's own tools beside code", () => {
  const SEARCH = { type: 'web_search_20250305' as const, name: 'web_search' as const };
  const CALL = { type: 'server_tool_use', id: 'srvtoolu_02', name: 'web_search', input: { query: 'six' } };
  const RESULT = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_02', content: [] };
  const RUN = { type: 'tool_use', id: 'toolu_01', name: 'run_python', input: { code: '6 * 7' } };

  it('come through as they are, streamed and not', async () => {
    const turns = [
      { parts: [], interaction: { content: [CALL, RESULT, RUN], stop_reason: 'tool_use' } },
      { parts: [{ text: 'It is 42.' }] },
    ];
    const request = { ...ASK, tools: [CODE, SEARCH] };
    const types = [
      'server_tool_use',
      'web_search_tool_result',
      'server_tool_use',
      'code_execution_tool_result',
      'text',
    ];
    const unary = playLocally({ turns });
    const message = await unary.client.messages.create(request);
    expect(typesOf(message)).toEqual(types);
    expect(message.content.slice(0, 2)).toEqual([CALL, RESULT]);
    expect(contentOf(bodiesOf(unary.script)[1], 1)).toEqual([CALL, RESULT, RUN]);
    const streamed = playLocally({ turns });
    expect(typesOf(await streamed.client.messages.stream(request).finalMessage())).toEqual(types);
    expect(contentOf(bodiesOf(streamed.script)[1], 1)).toEqual([CALL, RESULT, RUN]);
    expect([...unary.script.refusals(), ...streamed.script.refusals()]).toEqual([]);
  });

  it('may pause the turn, which goes on when the answer is sent back', async () => {
    const turns = [
      { parts: [runPython('6 * 7')] },
      { parts: [], interaction: { content: [CALL, RESULT], stop_reason: 'pause_turn' } },
      { parts: [{ text: 'It is 42.' }] },
    ];
    const { client, script } = playLocally({ turns });
    const request = { ...ASK, tools: [CODE, SEARCH] };
    const paused = await client.messages.create(request);
    expect(paused.stop_reason).toBe('pause_turn');
    const messages = [...ASK.messages, { role: 'assistant' as const, content: paused.content }];
    const message = await client.messages.create({ ...request, messages });
    expect(message.content).toMatchObject([{ text: 'It is 42.' }]);
    expect(contentOf(bodiesOf(script)[2], -1)).toEqual([CALL, RESULT]);
    expect(script.refusals()).toEqual([]);
  });
});

describe('a model that is cut off', () => {
  it('runs nothing of an incomplete call', async () => {
    const { client, ran } = playLocally({ turns: [{ parts: [runPython('6 *')], finishReason: 'max_tokens' }] });
    const message = await client.messages.create(ASK);
    expect([message.stop_reason, ran]).toEqual(['max_tokens', []]);
  });
});
