import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeAnthropic, startFakeAnthropic } from '../../support/anthropicFake/server.ts';
import type { Script, ScriptedTurn } from '../../support/geminiFake/script/script.ts';

let anthropic: FakeAnthropic;
beforeAll(async () => {
  anthropic = await startFakeAnthropic();
});
afterAll(() => anthropic.close());

const HELLO: ScriptedTurn = { parts: [{ text: 'Hello' }] };
const RUN = { name: 'run_python', input_schema: { type: 'object' } };
const ASK = { model: 'claude-test', max_tokens: 100, messages: [{ role: 'user', content: 'Hi.' }] };
const HEADERS = { 'x-api-key': 'test', 'anthropic-version': '2023-06-01' };

async function post(
  body: object,
  { turns = [HELLO] }: Partial<Script> = {},
  headers: Record<string, string> = HEADERS,
) {
  const script = anthropic.addScript({ turns });
  const response = await fetch(`${script.baseURL}/v1/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { response, script };
}

async function refusalOf(body: object, script?: Partial<Script>): Promise<string> {
  const { response } = await post(body, script);
  expect(response.status).toBe(400);
  const { type, error } = (await response.json()) as { type: string; error: { type: string; message: string } };
  expect([type, error.type]).toEqual(['error', 'invalid_request_error']);
  return error.message;
}

describe('the fake of Anthropic’s API', () => {
  it('plays a turn as a message', async () => {
    const { response, script } = await post(ASK);
    expect(await response.json()).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello' }],
      stop_reason: 'end_turn',
    });
    expect(script.turnsLeft()).toBe(0);
  });

  it('plays it as a stream', async () => {
    const { response } = await post({ ...ASK, stream: true });
    const names = [...(await response.text()).matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('wants a key', async () => {
    const { response } = await post(ASK, {}, { 'anthropic-version': '2023-06-01' });
    expect(response.status).toBe(401);
  });

  const call = { type: 'tool_use', id: 'toolu_1', name: 'run_python', input: {} };
  const asked = [...ASK.messages, { role: 'assistant', content: [call] }];
  const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: '1' };
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: '' } };
  const refused: [string, object, RegExp][] = [
    ['no limit of tokens', { max_tokens: undefined }, /^max_tokens: Field required$/],
    ['an unknown field', { modell: 1 }, /^modell: Extra inputs are not permitted$/],
    ['an unknown field of a tool', { tools: [{ ...RUN, run: 1 }] }, /^tools\.0\.custom\.run: Extra inputs/],
    ['two tools of one name', { tools: [RUN, RUN] }, /^tools: Tool names must be unique\.$/],
    ['a caller that is not there', { tools: [{ ...RUN, allowed_callers: ['code_execution_20260120'] }] }, /^fake: /],
    ['a choice of no tool', { tools: [RUN], tool_choice: { type: 'tool', name: 'x' } }, /^Tool 'x' not found/],
    ['an empty text', { messages: [{ role: 'user', content: ' ' }] }, /must contain non-whitespace text$/],
    ['a call without a result', { messages: [...asked, ...ASK.messages] }, /ids were found without `tool_result`/],
    [
      'a result behind a text',
      { messages: [...asked, { role: 'user', content: [{ type: 'text', text: 'Hm.' }, result] }] },
      /ids were found without `tool_result`/,
    ],
    ['a result without a call', { messages: [{ role: 'user', content: [result] }] }, /unexpected `tool_use_id`/],
    ['a picture of another type', { messages: [{ role: 'user', content: [image] }] }, /media_type: Input should be/],
    ['an empty instruction', { system: '' }, /^system: text content blocks must be non-empty$/],
  ];

  it.each(refused)('refuses %s', async (_, fields, message) => {
    expect(await refusalOf({ ...ASK, ...fields })).toMatch(message);
  });

  it('refuses thoughts that are not its own, and calls without a thought before them', async () => {
    const thinking = { type: 'adaptive' };
    const forged = { type: 'thinking', thinking: 'Hm.', signature: 'forged' };
    const messages = [...ASK.messages, { role: 'assistant', content: [forged] }, ...ASK.messages];
    expect(await refusalOf({ ...ASK, thinking, messages })).toMatch(/Invalid `signature` in `thinking` block$/);
    const answered = [...asked, { role: 'user', content: [result] }];
    expect(await refusalOf({ ...ASK, thinking, tools: [RUN], messages: answered })).toMatch(/Expected `thinking`/);
  });

  it('refuses a script that does not fit the request', async () => {
    const calls = [{ parts: [{ functionCall: { name: 'run_python', args: {} } }] }];
    expect(await refusalOf(ASK, { turns: calls })).toBe(
      'fake: the script calls "run_python", but the request has no tools',
    );
    const tool_choice = { type: 'none' };
    expect(await refusalOf({ ...ASK, tools: [RUN], tool_choice }, { turns: calls })).toMatch(
      /^fake: the tool choice is none/,
    );
    expect(await refusalOf(ASK, { turns: [] })).toBe('fake: the script has no more turns');
    const expecting = [{ ...HELLO, expect: [{ textContains: 'Bye' }] }];
    expect(await refusalOf(ASK, { turns: expecting })).toMatch(/^fake: expected the text "Bye"/);
  });
});
