import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { withLocalPython } from '../../../src/gemini/client.ts';
import { playLocally, runPython, scriptedSandbox, WITH_CODE } from './client/play.ts';

const model = 'gemini-3.8-flash';
const contents = 'What is 6 times 7?';
const WITH_TOOL = { tools: [{ codeExecution: {} }] };
const turns = [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }];

describe('the tokens of a request', () => {
  it('are those of what is sent: the contents, the functions and the instruction', async () => {
    const { ai, script } = playLocally({ turns: [...turns, ...turns] });
    const config = { ...WITH_CODE, systemInstruction: 'Be brief.' };
    const chat = ai.chats.create({ model, config });
    await chat.sendMessage({ message: contents });
    const history = chat.getHistory();
    const next = [...history, { role: 'user', parts: [{ text: 'Sure?' }] }];
    const { totalTokens } = await ai.models.countTokens({
      model,
      contents: next,
      config: { ...WITH_TOOL, systemInstruction: 'Be brief.' },
    });
    await chat.sendMessage({ message: 'Sure?' });
    const requests = script.requests();
    const counted = requests.find(({ method }) => method === 'countTokens')?.body as {
      generateContentRequest: Record<string, unknown>;
    };
    const { model: named, ...request } = counted.generateContentRequest;
    expect(named).toBe(`models/${model}`);
    expect({ ...request, generationConfig: {} }).toEqual(requests.at(-2)?.body);
    expect(totalTokens).toBe(Math.ceil(JSON.stringify(request).length / 4));
    expect(script.refusals()).toEqual([]);
  });

  it('without code execution are those of the contents in the form of the API', async () => {
    const { ai, script } = playLocally({ turns });
    const chat = ai.chats.create({ model, config: WITH_CODE });
    await chat.sendMessage({ message: contents });
    await ai.models.countTokens({
      model,
      contents: [...chat.getHistory(), { role: 'user', parts: [{ text: 'So?' }] }],
    });
    const body = JSON.stringify(script.requests().at(-1)?.body);
    expect(body).toContain('print(6 * 7)');
    expect(body).not.toContain('executableCode');
    expect(script.refusals()).toEqual([]);
  });

  it('on Vertex AI are those of the contents, the tools and the instruction', async () => {
    const bodies: Record<string, unknown>[] = [];
    const fetch = async (_: unknown, init?: RequestInit) => {
      bodies.push(JSON.parse(String(init?.body)));
      return Response.json({ totalTokens: 3 });
    };
    const original = new GoogleGenAI({ vertexai: true, apiKey: 'test', httpOptions: { fetch: fetch as never } });
    const ai = withLocalPython(original, { sandbox: scriptedSandbox().sandbox });
    await ai.models.countTokens({ model, contents, config: WITH_TOOL });
    await ai.models.computeTokens({ model, contents: [{ role: 'model', parts: [{ executableCode: { code: '1' } }] }] });
    expect(bodies[0]).toMatchObject({ tools: [{ functionDeclarations: [{ name: 'run_python' }] }] });
    expect(JSON.stringify(bodies[0]?.systemInstruction)).toContain("user's browser");
    expect(JSON.stringify(bodies[1])).not.toContain('executableCode');
  });
});
