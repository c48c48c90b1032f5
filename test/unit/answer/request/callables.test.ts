import { ApiError } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { Callables } from '../../../../src/answer/request/callables.ts';
import { PICTURE } from '../../gemini/chatHistory/issuedTurns.ts';
import { type Body, localClient, refuses, says } from '../../gemini/client/localClient.ts';

const CALL = { functionCall: { name: 'run_python', args: { code: 'print(1)' } } };

it('an answer that comes as a whole has its code run, though a proxy gives no finish reason', async () => {
  const { ask } = localClient([says([CALL], {}), says([{ text: 'One.' }], {})]);
  const response = await ask('What is it?');
  expect(response.codeExecutionResult).toBe('1\n');
  expect(response.candidates?.[0]).toMatchObject({
    finishReason: 'STOP',
    content: { parts: [{}, {}, { text: 'One.' }] },
  });
});

describe('a picture that code made', () => {
  const REFUSAL = 'Unable to submit request because `function_response.parts` is not supported for this model.';
  const answerTo = (body: Body | undefined) => body?.contents.at(-1)?.parts ?? [];
  const shown = { inlineData: PICTURE };

  it.each(['gemini-flash-lite-latest', 'tunedModels/plotter', 'gemini-robotics-er-1.6-preview'])(
    'goes beside the response where a model refuses it inside: %s',
    async (model) => {
      const answers = [says([CALL]), refuses(REFUSAL), says([CALL]), says([{ text: 'Red.' }])];
      const { ask, bodies } = localClient(answers, { shows: [PICTURE.data] });
      expect((await ask('Draw.', model)).text).toBe('Red.');
      expect(bodies).toHaveLength(4);
      expect(answerTo(bodies[1])).toMatchObject([{ functionResponse: { parts: [shown] } }]);
      expect(answerTo(bodies[2])).toEqual([
        { functionResponse: { name: 'run_python', response: { outcome: 'OUTCOME_OK', output: '1\n' } } },
        shown,
      ]);
      expect(answerTo(bodies[3])).toMatchObject([{ functionResponse: {} }, shown]);
    },
  );

  it('goes nowhere if it is refused there too', async () => {
    const answers = [says([CALL]), refuses(REFUSAL), refuses('Invalid.'), says([{ text: 'Red.' }])];
    const { ask, bodies } = localClient(answers, { shows: [PICTURE.data] });
    const response = await ask('Draw.', 'gemini-flash-lite-latest');
    expect(response.text).toBe('Red.');
    expect(response.candidates?.[0]?.content?.parts).toContainEqual(shown);
    expect(JSON.stringify(bodies[3])).not.toContain(PICTURE.data);
  });

  it('is not what is refused if the refusal says something else', async () => {
    const { ask, bodies } = localClient([says([CALL]), refuses('Corrupted thought signature.')], {
      shows: [PICTURE.data],
    });
    await expect(ask('Draw.')).rejects.toThrow('Corrupted thought signature.');
    expect(bodies).toHaveLength(2);
  });
});

describe('a model that takes no system instruction', () => {
  it('is told in the first message where its code runs', async () => {
    const { ask, bodies } = localClient([says([{ text: 'Hello.' }])], { protocol: 'fences' });
    const contents = [
      { role: 'user', parts: [{ text: 'Hello?' }] },
      { role: 'model', parts: [{ text: 'Yes?' }] },
      { role: 'user', parts: [{ text: 'Again.' }] },
    ];
    await ask(contents, 'gemma-3-27b-it');
    expect(bodies[0]).not.toHaveProperty('systemInstruction');
    const [first, ...rest] = bodies[0]?.contents ?? [];
    expect(first?.parts).toEqual([
      { text: expect.stringContaining('To run code, write it between') },
      { text: 'Hello?' },
    ]);
    expect(rest).toEqual(contents.slice(1));
  });

  it.each(['gemma-4-31b-it', 'gemini-3.8-flash'])('is not %s', async (model) => {
    const { ask, bodies } = localClient([says([{ text: 'Hello.' }])], { protocol: 'fences' });
    await ask('Hello?', model);
    expect(bodies[0]?.systemInstruction?.parts).toHaveLength(1);
    expect(bodies[0]?.contents).toEqual([{ role: 'user', parts: [{ text: 'Hello?' }] }]);
  });
});

describe('a field that the version of the API does not know', () => {
  const MESSAGE = 'Invalid JSON payload received. Unknown name "systemInstruction": Cannot find field.';

  it('is refused with a message that names the version that knows it, in the form that it came in', async () => {
    const { ask } = localClient([refuses(MESSAGE)]);
    const error = await ask('Hello?').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400 });
    const { error: refused } = JSON.parse((error as ApiError).message);
    expect(refused).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    expect(refused.message).toContain(MESSAGE);
    expect(refused.message).toContain("new GoogleGenAI({ apiKey, apiVersion: 'v1beta' })");
  });

  it('is what it was if something else is refused, or code runs on the server', async () => {
    const { ask, ai } = localClient([refuses('No.'), refuses(MESSAGE)]);
    await expect(ask('Hello?')).rejects.toThrow(expect.not.stringContaining('v1beta'));
    const config = { tools: [{ codeExecution: { mode: 'server' } as object }] };
    const asked = ai.models.generateContent({ model: 'gemini-3.8-flash', contents: 'Hello?', config });
    await expect(asked).rejects.toThrow(expect.not.stringContaining('v1beta'));
  });
});

describe('a function that Python calls', () => {
  const call = async (response: Record<string, unknown>) => {
    const tool = {
      tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }),
      callTool: async () => [{ functionResponse: { name: 'look_up', response } }],
    };
    return (await Callables.read([tool])).forPython.look_up?.execute({}, { signal: new AbortController().signal });
  };

  it.each<[string, unknown, string]>([
    ['a word', 'no such page', 'no such page'],
    [
      'the answer of an MCP server',
      { content: [{ type: 'text', text: 'no such page' }], isError: true },
      'no such page',
    ],
    ['an error', { message: 'no such page' }, 'no such page'],
    ['anything', { code: 7 }, '{"code":7}'],
  ])('fails with what its error says: %s', async (_, error, message) => {
    await expect(call({ error })).rejects.toThrow(message);
  });

  it('does not fail if it says that there is no error', async () => {
    expect(await call({ error: null, output: 5 })).toBe(5);
  });
});
