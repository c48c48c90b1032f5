import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { gemini } from '../../support/geminiFake/client.ts';
import { typesOf } from '../interactions/ask.ts';
import { collect, kindsOf, runPython, scriptedSandbox, WITH_CODE } from './play.ts';

const model = 'gemini-3.8-flash';
const turns = [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }];
const CODE = ['executableCode', 'codeExecutionResult', 'text'];
const ask = { model, contents: 'What is 6 times 7?', config: WITH_CODE };
const interaction = { model, input: 'What is 6 times 7?', tools: [{ type: 'code_execution' as const }] };

/** A client of Vertex AI in express mode: with a key, and without a project. */
function express(script: Script) {
  const played = gemini.addScript(script);
  const original = new GoogleGenAI({ vertexai: true, apiKey: 'test', httpOptions: { baseUrl: played.baseUrl } });
  const { sandbox, ran } = scriptedSandbox(() => '42\n');
  return { ai: withLocalPython(original, { sandbox, retry: { attempts: 1 } }), original, script: played, ran };
}

describe('Vertex AI in express mode', () => {
  it.each([false, true])('runs the code of a request here (stream: %s)', async (stream) => {
    const { ai, script, ran } = express({ turns });
    const chunks = stream
      ? await collect(await ai.models.generateContentStream(ask))
      : [await ai.models.generateContent(ask)];
    expect(chunks.flatMap(kindsOf)).toEqual(CODE);
    expect(ran).toEqual(['print(6 * 7)']);
    expect(script.requests().map(({ apiVersion, isVertex }) => [apiVersion, isVertex])).toEqual([
      ['v1beta1', true],
      ['v1beta1', true],
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('runs the code of a chat here', async () => {
    const { ai, script, ran } = express({ turns: [...turns, ...turns] });
    const chat = ai.chats.create({ model, config: WITH_CODE });
    await chat.sendMessage({ message: 'What is 6 times 7?' });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('It is 42.');
    expect(ran).toHaveLength(2);
    expect(script.refusals()).toEqual([]);
  });

  it.each([{}, { toolConfig: { includeServerSideToolInvocations: true } }])(
    'takes search beside code, which it does not take beside functions, with the config %o',
    async (more) => {
      const fenced = { parts: [{ text: '```python\nprint(6 * 7)\n```\n' }] };
      const { ai, script, ran } = express({ turns: [fenced, { parts: [{ text: 'It is 42.' }] }] });
      const config = { tools: [{ codeExecution: {} }, { googleSearch: {} }], ...more };
      const response = await ai.models.generateContent({ ...ask, config });
      expect(kindsOf(response)).toEqual(CODE);
      expect(ran).toHaveLength(1);
      expect(script.refusals()).toEqual([]);
    },
  );

  it('runs the code of interactions here, at the address that is documented', async () => {
    const { ai, script, ran } = express({ turns: [...turns, ...turns] });
    const { id, steps } = await ai.interactions.create(interaction);
    expect(typesOf(steps)).toEqual(['code_execution_call', 'code_execution_result', 'model_output']);
    const stream = await ai.interactions.create({
      ...interaction,
      input: 'Sure?',
      previous_interaction_id: id,
      stream: true,
    });
    expect((await collect(stream)).at(-1)).toMatchObject({ event_type: 'interaction.completed' });
    await ai.interactions.get(id);
    await ai.interactions.delete(id);
    expect(ran).toHaveLength(2);
    const requests = script.requests();
    expect(new Set(requests.map(({ apiVersion }) => apiVersion))).toEqual(new Set(['v1beta1/locations/global']));
    expect(new Set(requests.map(({ method }) => method))).toEqual(
      new Set(['interactions.create', 'interactions.get', 'interactions.delete']),
    );
    expect(script.refusals()).toEqual([]);
  });

  it('answers interactions without code at that address, too, where the SDK alone finds nothing', async () => {
    const { ai, original, script } = express({ turns: [{ parts: [{ text: 'Hi.' }] }] });
    await expect(original.interactions.create({ model, input: 'Hello.' })).rejects.toMatchObject({ status: 404 });
    expect((await ai.interactions.create({ model, input: 'Hello.' })).output_text).toBe('Hi.');
    expect(script.requests()).toHaveLength(1);
  });

  it('is asked at the address that the app chooses', async () => {
    const asked: string[] = [];
    const fetch = async (request: Request) => {
      asked.push(new URL(request.url).pathname);
      return Response.json({ id: 'v1_a', status: 'completed', steps: [] });
    };
    const original = new GoogleGenAI({ vertexai: true, apiKey: 'test', httpOptions: { fetch: fetch as never } });
    const ai = withLocalPython(original, { sandbox: scriptedSandbox().sandbox });
    await ai.interactions.create({ model, input: 'Hello.', api_version: 'v2' });
    await ai.interactions.create({ model, input: 'Hello.' });
    expect(asked).toEqual(['/v2/interactions', '/v1beta1/locations/global/interactions']);
  });
});
