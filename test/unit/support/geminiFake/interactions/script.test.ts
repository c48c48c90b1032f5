import { describe, expect, test } from 'vitest';
import type { Script, ScriptedTurn } from '../../../../support/geminiFake/script/script.ts';
import {
  callNow,
  callPython,
  functions,
  gemini,
  errorOf as generateContentError,
  hello,
  play,
  post as postModel,
  question,
} from '../client.ts';
import {
  ask,
  callsIn,
  codeExecution,
  create,
  errorOf,
  MODEL,
  now,
  post,
  refusal,
  refused,
  resultOf,
  runPython,
} from './client.ts';

/** What the fake says to a request that the script does not expect. */
async function misfit(turn: ScriptedTurn, body: object = {}): Promise<string> {
  const { code, message } = await refusal(body, { turns: [turn] });
  expect(code).toBe('invalid_request');
  return message;
}

describe('an expectation', () => {
  test('of a function result is met by the result that the input brings', async () => {
    const functionResponse = { name: 'run_python', responseContains: '5117\n' };
    const script = play({ parts: [callPython] }, { ...hello, expect: [{ functionResponse }] });
    const first = await create(script, { tools: [runPython] });
    const [call] = callsIn(first);
    const answer = (result: unknown) => ({ previous_interaction_id: first.id, input: [resultOf(call, result)] });
    expect((await refused(script, answer('5118\n'))).message).toContain(
      'expected a function_result like {"name":"run_python"',
    );
    const { name: _, ...unnamed } = resultOf(call, { output: '5117\n' });
    await create(script, { ...answer(''), input: [unnamed] });
    expect(script.turnsLeft()).toBe(0);
  });

  test('of the types of media in a function result is met by its blocks', async () => {
    const functionResponse = { name: 'now', mimeTypes: ['image/png'] };
    const script = play({ parts: [callNow] }, { ...hello, expect: [{ functionResponse }] });
    const first = await create(script, { tools: [now] });
    const [call] = callsIn(first);
    const text = { type: 'text', text: 'noon' };
    const image = { type: 'image', mime_type: 'image/png', data: 'iVBORw0K' };
    const body = { previous_interaction_id: first.id, input: [resultOf(call, [text])] };
    expect((await refused(script, body)).message).toContain('expected a function_result like');
    expect((await create(script, { ...body, input: [resultOf(call, [text, image])] })).output_text).toBe('Hello');
  });

  test('of a text is met by what the user says last', async () => {
    const turn = { ...hello, expect: [{ textContains: 'prime' }] };
    const user = (text: string) => ({ type: 'user_input', content: [{ type: 'text', text }] });
    const said = { type: 'model_output', content: [{ type: 'text', text: 'Yes.' }] };
    expect(await misfit(turn, { input: [user('A prime?'), said, user('And 8?')] })).toContain(
      'expected the text "prime"',
    );
    expect((await ask({ input: 'A prime?' }, turn)).output_text).toBe('Hello');
  });

  test('of declarations is met by the functions of the request', async () => {
    const turn = { ...hello, expect: [{ declares: ['now', 'run_python'] }] };
    expect(await misfit(turn, { tools: [now] })).toBe('fake: expected the functions now, run_python, got ["now"]');
    expect((await ask({ tools: [runPython, now] }, turn)).output_text).toBe('Hello');
  });

  test('of a field is met by the body of the request', async () => {
    const turn = { ...hello, expect: [{ field: { path: 'tools[0].type', equals: 'code_execution' } }] };
    expect(await misfit(turn, { tools: [now] })).toContain('expected tools[0].type to be "code_execution"');
    expect((await ask({ tools: [codeExecution] }, turn)).output_text).toBe('Hello');
  });

  test('of a method tells the two APIs apart', async () => {
    expect(await misfit({ ...hello, expect: [{ method: 'generateContent' }] })).toContain('the method generateContent');
    const turn: ScriptedTurn = { ...hello, expect: [{ method: 'interactions.create' }] };
    expect((await ask({}, turn)).output_text).toBe('Hello');
    const error = await generateContentError(await postModel(play(turn), { contents: [question] }));
    expect(error.message).toContain('the method interactions.create');
  });
});

describe('a script that does not fit the request', () => {
  test('calls what the request does not declare, unless it says so', async () => {
    const turn = { parts: [callNow] };
    expect(await misfit(turn)).toBe('fake: the script calls "now", but the request declares no functions');
    expect((await ask({}, { ...turn, undeclaredCalls: true })).status).toBe('requires_action');
    const steps = [{ type: 'function_call', id: 'x', name: 'now', arguments: {} }];
    expect(await misfit({ steps }, { tools: [runPython] })).toContain('the script calls "now"');
  });

  test('has steps of a tool that the request does not have, unless it says so', async () => {
    const turn = { parts: [{ executableCode: { code: '1' } }] };
    expect(await misfit(turn, { tools: [runPython] })).toBe(
      'fake: the script has code_execution steps, but the request has no code_execution tool',
    );
    expect((await ask({ tools: [runPython] }, { ...turn, undeclaredCalls: true })).steps).toHaveLength(2);
  });

  test('has steps of an MCP server, which the request has as a tool', async () => {
    const call = { type: 'mcp_server_tool_call', id: 'x', name: 'now', server_name: 'clock', arguments: {} };
    const tools = [{ type: 'mcp_server', name: 'clock', url: 'https://example.com' }] as const;
    expect((await ask({ tools: [...tools] }, { steps: [call] })).steps).toEqual([call]);
    expect(await misfit({ steps: [call] })).toContain('no mcp_server tool');
  });

  test('does not do what the tool choice says', async () => {
    const choose = (tool_choice: unknown) => ({ tools: [now, runPython], generation_config: { tool_choice } });
    expect(await misfit(hello, choose('any'))).toContain('the tool_choice is any');
    expect(await misfit({ parts: [callNow] }, choose('none'))).toContain('the tool_choice is none');
    const allowed = { allowed_tools: { mode: 'any', tools: ['run_python'] } };
    expect(await misfit({ parts: [callNow] }, choose(allowed))).toContain(
      'the script calls "now", which is not allowed',
    );
    expect(await misfit(hello, choose(allowed))).toContain('the tool_choice is any');
  });

  test('is a stream, or none, where the request asks otherwise', async () => {
    expect(await misfit({ events: [] })).toContain('the turn is a stream');
    expect(await misfit({ ...hello, endAfter: 1 })).toContain('the turn is a stream');
    expect(await misfit({ recorded: '{"object":"interaction"}' }, { stream: true })).toContain(
      'the turn is one response',
    );
  });

  test('has what only the other API has', async () => {
    expect(await misfit({ chunks: [{}] }, { stream: true })).toContain('the turn has chunks');
    expect(await misfit({ promptFeedback: {} })).toContain('the turn has promptFeedback');
    expect(await misfit({ ...hello, moreCandidates: [hello] })).toContain('the turn has moreCandidates');
    expect(await misfit({ parts: [{ functionResponse: { name: 'now' } }] })).toContain('no model says');
    for (const turn of [{ steps: [] }, { events: [] }]) {
      const response = await postModel(play(turn), { contents: [question], tools: functions });
      expect((await generateContentError(response)).message).toContain('the turn is an interaction');
    }
  });

  test('has no more turns', async () => {
    expect(await errorOf(await post(play(), { model: MODEL, input: 'Hi' }))).toMatchObject({
      message: 'fake: the script has no more turns',
    });
    const endless = gemini.addScript({ turns: [hello], repeat: true });
    for (let count = 0; count < 2; count++) expect((await create(endless, {})).output_text).toBe('Hello');
  });

  test('was given another token to continue with', async () => {
    expect((await refusal({ continuation_token: 'x' })).message).toContain('continuation_token "x" is not what');
  });
});

test('a script with a mistake in its steps is not accepted', () => {
  const broken = (turn: unknown) => () => gemini.addScript({ turns: [turn] } as Script);
  expect(broken({ steps: [{ id: 'x' }] })).toThrow('turns[0].steps[0].type: expected a step');
  expect(broken({ steps: [], parts: [] })).toThrow(/exactly one of parts, steps, events/);
  expect(broken({ ...hello, getsInProgress: 'often' })).toThrow('turns[0].getsInProgress: expected a whole number');
});
