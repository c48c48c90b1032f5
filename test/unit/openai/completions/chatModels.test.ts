import type { GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { joinChunks, partsOf } from '../../../../src/answer/codec/chunk.ts';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import { Responder } from '../../../../src/answer/loop/responder.ts';
import { ChatModels } from '../../../../src/openai/completions/chatModels.ts';
import { ChatServerError, fetchCompletions } from '../../../../src/openai/completions/fetchCompletions.ts';
import type { Completions } from '../../../../src/openai/completions/wire.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import type { OpenAIScript } from '../../../support/openaiFake/server.ts';
import { addScript, collect, MODEL, type Print, printed, RED_PIXEL, runs, scriptedSandbox, sdkFor } from '../fake.ts';

/** A conversation with a server, without an adapter's own shapes: as the page asks any address. */
function chatWith(
  script: Script,
  { print, transport }: { print?: Print; transport?: (script: OpenAIScript) => Completions } = {},
) {
  const handle = addScript(script);
  const { sandbox, ran, files } = scriptedSandbox(print);
  const models = new ChatModels(transport?.(handle) ?? fetchCompletions({ baseURL: handle.baseURL, apiKey: 'test' }));
  const events: AnswerEvent[] = [];
  const responder = new Responder({
    options: { sandbox, retry: { initialDelayMs: 1 }, onEvent: (event) => void events.push(event) },
    traits: { abilities: models.abilities, signsCalls: false },
  });
  const ask = async (
    contents: GenerateContentParameters['contents'],
    { model = MODEL, ...config }: Record<string, unknown> = {},
  ) => {
    const params = { model: String(model), contents, config: { tools: [{ codeExecution: {} }], ...config } };
    return joinChunks(await collect(responder.respond(params, models.ask)));
  };
  const bodies = () =>
    handle
      .requests()
      .map(({ body }) => body as { messages: { role: string; content: unknown }[]; [field: string]: unknown });
  return { ask, handle, bodies, ran, files, events, models };
}

const textOf = (answer: GenerateContentResponse) =>
  partsOf(answer)
    .map(({ text = '', thought }) => (thought ? '' : text))
    .join('');
const DONE = { parts: [{ text: 'Done.' }] };

describe('a model behind any address that speaks Chat Completions', () => {
  it('runs code and answers with its result', async () => {
    const { ask, ran, bodies, handle } = chatWith(
      {
        turns: [
          { parts: [{ text: 'Let me see.' }, runs('6 * 7')] },
          { parts: [{ text: 'It is 42.' }], expect: printed('42') },
        ],
      },
      { print: () => '42\n' },
    );
    const answer = await ask('What is 6 times 7?');
    expect(partsOf(answer)).toMatchObject([
      { text: 'Let me see.' },
      { executableCode: { code: '6 * 7', language: 'PYTHON' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
      { text: 'It is 42.' },
    ]);
    expect(ran).toEqual(['6 * 7']);
    expect(handle.refusals()).toEqual([]);
    expect(bodies()[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
  });

  it('is asked in the same way through the SDK', async () => {
    const { ask, handle } = chatWith(
      { turns: [{ parts: [runs('6 * 7')] }, { parts: [{ text: 'It is 42.' }], expect: printed('42') }] },
      { print: () => '42\n', transport: (script) => sdkFor(script).chat.completions },
    );
    expect(textOf(await ask('What is 6 times 7?'))).toBe('It is 42.');
    expect(handle.refusals()).toEqual([]);
  });

  it('runs several programs of one turn in order, and one that fails again', async () => {
    const { ask, ran, handle } = chatWith(
      {
        turns: [
          { parts: [runs('a'), runs('b')] },
          { parts: [runs('c')], expect: [...printed('OUTCOME_FAILED'), ...printed('a')] },
          { ...DONE, expect: printed('c') },
        ],
      },
      { print: (code) => (code === 'b' ? 'NameError\n' : `${code}\n`) },
    );
    await ask('Go.');
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(handle.refusals()).toEqual([]);
  });

  it('gets the pictures of its code in a message of the user', async () => {
    const { ask, handle } = chatWith({
      turns: [
        { parts: [runs('plot()')] },
        { ...DONE, expect: [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }] },
      ],
    });
    expect(partsOf(await ask('Plot.'))).toContainEqual({ inlineData: { mimeType: 'image/png', data: RED_PIXEL } });
    expect(handle.refusals()).toEqual([]);
  });

  it('gets no pictures any more once it has refused them, and goes on', async () => {
    const turns = [{ parts: [runs('plot()')] }, DONE, { parts: [runs('plot()')] }, DONE];
    const { ask, handle, models } = chatWith({ turns });
    const model = 'local-no-images';
    for (let time = 0; time < 2; time += 1) expect(textOf(await ask('Plot.', { model }))).toBe('Done.');
    expect(handle.refusals()).toHaveLength(1);
    expect(models.abilities.of(model).pictures).toBe('nowhere');
  });

  it('writes its code as text if it can call no functions', async () => {
    const program = { parts: [{ text: 'I try:\n```python\nprint(42)\n```\n' }] };
    const { ask, ran, handle, bodies } = chatWith({ turns: [program, DONE, program, DONE] });
    const model = 'local-no-tools';
    for (let time = 0; time < 2; time += 1) expect(textOf(await ask('Go.', { model }))).toBe('I try:\nDone.');
    expect(ran).toEqual(['print(42)\n', 'print(42)\n']);
    expect(handle.refusals()).toHaveLength(1);
    expect(bodies().map((body) => 'tools' in body)).toEqual([true, false, false, false, false]);
  });

  it('gets the instruction in the question if it takes no system message', async () => {
    const { ask, handle, bodies } = chatWith({ turns: [DONE] });
    await ask('Go.', { model: 'local-no-system' });
    expect(handle.refusals()).toHaveLength(1);
    const [message] = bodies().at(-1)?.messages ?? [];
    expect(message).toMatchObject({ role: 'user', content: expect.stringContaining("runs in the user's browser") });
  });

  it('gives its thoughts, and gets them back beside its calls', async () => {
    const thought = { text: 'Hm.', thought: true };
    const { ask, handle, bodies } = chatWith({ turns: [{ parts: [thought, runs('1')] }, DONE] });
    const answer = await ask('Go.', { model: 'local-llama' });
    expect(partsOf(answer)[0]).toMatchObject(thought);
    expect(bodies()[1]?.messages[2]).toMatchObject({ role: 'assistant', reasoning_content: 'Hm.' });
    expect(handle.refusals()).toEqual([]);
  });

  it("gives the calls of the app's own functions to the app, with the results of code", async () => {
    const book = { functionDeclarations: [{ name: 'book', parametersJsonSchema: { type: 'object' } }] };
    const booking = { functionCall: { name: 'book', args: { seat: 7 } } };
    const { ask, handle } = chatWith({
      turns: [
        { parts: [runs('1'), booking] },
        { ...DONE, expect: [{ functionResponse: { name: 'book', responseContains: 'yes' } }, ...printed('done')] },
      ],
    });
    const tools = [{ codeExecution: {} }, book];
    const answer = await ask('Go.', { tools });
    const call = partsOf(answer).find(({ functionCall }) => functionCall)?.functionCall;
    expect(call).toMatchObject(booking.functionCall);
    const result = { functionResponse: { id: call?.id ?? '', name: 'book', response: { output: 'yes' } } };
    const contents = [
      { role: 'user', parts: [{ text: 'Go.' }] },
      { role: 'model', parts: partsOf(answer) },
      { role: 'user', parts: [result] },
    ];
    expect(textOf(await ask(contents, { tools }))).toBe('Done.');
    expect(handle.refusals()).toEqual([]);
  });

  it('gets text files as text, and its code finds every file', async () => {
    const { ask, files, bodies } = chatWith({ turns: [{ parts: [runs('1')] }, DONE] });
    const file = (name: string, mimeType: string, data: string) => ({
      inlineData: { displayName: name, mimeType, data: btoa(data) },
    });
    await ask([file('a.csv', 'text/csv', 'x\n1\n'), file('b.zip', 'application/zip', 'PK'), { text: 'Sum.' }]);
    expect(bodies()[0]?.messages[1]).toMatchObject({
      content: expect.stringMatching(/^x\n1\n\n\nSum\.\n\nFiles .*a\.csv.*b\.zip/s),
    });
    expect(files).toEqual(['a.csv', 'b.zip']);
  });

  it('counts tokens of all its requests', async () => {
    const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 7, thoughtsTokenCount: 3 };
    const { ask, events } = chatWith({
      turns: [
        { parts: [runs('1')], usageMetadata },
        { ...DONE, usageMetadata },
      ],
    });
    expect((await ask('Go.')).usageMetadata).toMatchObject({
      candidatesTokenCount: 14,
      thoughtsTokenCount: 6,
      totalTokenCount: 220,
    });
    expect(events.filter(({ type }) => type === 'usage')).toHaveLength(2);
  });

  it('is asked again after a failure of the server, which names the pause', async () => {
    const { ask, events } = chatWith({
      turns: [{ failure: 'quota-exceeded', retryDelay: '0s' }, { failure: 'internal' }, DONE],
    });
    expect(textOf(await ask('Go.'))).toBe('Done.');
    expect(events).toContainEqual(expect.objectContaining({ type: 'retry', attempt: 1, delayMs: 0 }));
  });

  it('is asked again if its call is not valid JSON', async () => {
    const delta = {
      tool_calls: [
        { index: 0, id: 'call_0', type: 'function', function: { name: 'run_python', arguments: '{"code": "1' } },
      ],
    };
    const chunks = [{ choices: [{ index: 0, delta, finish_reason: 'tool_calls' }] }];
    const { ask, ran } = chatWith({ turns: [{ chunks }, { parts: [runs('1')] }, DONE] });
    await ask('Go.');
    expect(ran).toEqual(['1']);
  });

  it('is told to answer in words once its code has failed too often', async () => {
    const { ask, bodies } = chatWith(
      { turns: [...Array(5).fill({ parts: [runs('1')] }), DONE] },
      { print: () => 'Error\n' },
    );
    await ask('Go.');
    expect(bodies().at(-1)).toMatchObject({ tool_choice: 'none' });
  });
});

describe('completions without a package', () => {
  it('fail with the words of the server', async () => {
    const { baseURL } = addScript({ turns: [{ failure: 'permission-denied' }] });
    const models = new ChatModels(fetchCompletions({ baseURL }));
    const asked = collect(models.ask({ model: MODEL, contents: [{ role: 'user', parts: [{ text: 'Go.' }] }] }));
    const error = await asked.catch((reason) => reason);
    expect(error).toBeInstanceOf(ChatServerError);
    expect(error).toMatchObject({ status: 401, message: 'Incorrect API key provided: test.', code: 'invalid_api_key' });
  });

  it('fail with an error that comes in the middle of a stream', async () => {
    const { baseURL } = addScript({
      turns: [{ chunks: [{ choices: [{ delta: { content: 'Hel' } }] }, { error: { message: 'Gone.', code: 502 } }] }],
    });
    const models = new ChatModels(fetchCompletions({ baseURL }));
    const asked = collect(models.ask({ model: MODEL, contents: [{ role: 'user', parts: [{ text: 'Go.' }] }] }));
    await expect(asked).rejects.toThrow('Gone.');
  });

  it('list the models of the server', async () => {
    const { baseURL } = addScript({ turns: [DONE] });
    expect(await fetchCompletions({ baseURL: `${baseURL}/` }).models()).toEqual(['gpt-5.5', 'local-llama']);
  });
});
