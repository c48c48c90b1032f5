import { describe, expect, it } from 'vitest';
import { type Body, localClient, refuses, says } from '../../gemini/client/localClient.ts';

const LATEST = 'gemini-flash-latest';
const ANSWER = says([{ text: 'It is 42.' }]);
const FENCED = says([{ text: '```python\nprint(42)\n```\n' }]);
const CALL = says([{ functionCall: { name: 'run_python', args: { code: 'plot()' } } }]);
const code = { codeExecution: {} };
const hasFunctions = (body: Body) => JSON.stringify(body).includes('functionDeclarations');

describe('a model whose name does not tell what it takes', () => {
  it('is asked to write its code as text once it has refused functions, from then on at once', async () => {
    const refusal = refuses(`Function calling is not enabled for models/${LATEST}`);
    const { ask, bodies } = localClient([refusal, FENCED, ANSWER, FENCED, ANSWER]);
    for (let time = 0; time < 2; time += 1)
      expect((await ask('What is 6 times 7?', LATEST)).executableCode).toBe('print(42)\n');
    expect(bodies.map(hasFunctions)).toEqual([true, false, false, false, false]);
  });

  it("keeps Google's own tools if it takes no functions beside them", async () => {
    const { ai, bodies } = localClient([refuses('Tool use with function calling is unsupported'), FENCED, ANSWER]);
    const config = { tools: [code, { googleSearch: {} }] };
    const { text } = await ai.models.generateContent({ model: LATEST, contents: 'Search.', config });
    expect(text).toContain('It is 42.');
    expect(bodies.map(hasFunctions)).toEqual([true, false, false]);
    for (const body of bodies) expect(JSON.stringify(body)).toContain('googleSearch');
  });

  it('gets the instruction above the question if it takes no system instruction', async () => {
    const refusal = refuses('Developer instruction is not enabled for models/gemma-next');
    const { ask, bodies } = localClient([refusal, ANSWER, ANSWER]);
    await ask('Hello.', 'gemma-next');
    await ask('Hello again.', 'gemma-next');
    expect(bodies.map(({ systemInstruction }) => systemInstruction !== undefined)).toEqual([true, false, false]);
    expect(bodies[2]?.contents[0]?.parts[0]?.text).toContain("runs in the user's browser");
  });

  it('may refuse one thing after the other', async () => {
    const model = 'gemma-next';
    const refusals = [
      refuses(`Function calling is not enabled for models/${model}`),
      refuses(`Developer instruction is not enabled for models/${model}`),
    ];
    const { ask, bodies } = localClient([...refusals, FENCED, ANSWER]);
    expect((await ask('What is 6 times 7?', model)).text).toContain('It is 42.');
    expect(bodies.map(hasFunctions)).toEqual([true, false, false, false]);
    expect(bodies.map(({ systemInstruction }) => systemInstruction !== undefined)).toEqual([true, true, false, false]);
  });

  it('gets pictures beside responses at once, if it has refused them inside', async () => {
    const refusal = refuses('Unable to submit request because `function_response.parts` is not supported.');
    const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const { ask, bodies } = localClient([CALL, refusal, ANSWER, CALL, ANSWER], { shows: [picture] });
    await ask('Plot.', LATEST);
    await ask('Plot again.', LATEST);
    const answers = bodies.map(({ contents }) => contents.at(-1)?.parts ?? []);
    const isInside = answers.map((parts) => parts.some(({ functionResponse }) => functionResponse?.parts));
    expect(isInside).toEqual([false, true, false, false, false]);
    expect(answers[4]?.some(({ inlineData }) => inlineData)).toBe(true);
  });

  it('is not asked again if it refuses what was chosen for it', async () => {
    const refusal = refuses(`Function calling is not enabled for models/${LATEST}`);
    const { ask, bodies } = localClient([refusal, refusal, refusal], { protocol: 'functions' });
    await expect(ask('Hello.', LATEST)).rejects.toThrow('Function calling is not enabled');
    expect(bodies).toHaveLength(2);
  });

  it('is not asked in another way after any other error', async () => {
    const { ask, bodies } = localClient([refuses('Request contains an invalid argument.')]);
    await expect(ask('Hello.', LATEST)).rejects.toThrow('invalid argument');
    expect(bodies).toHaveLength(1);
  });
});
