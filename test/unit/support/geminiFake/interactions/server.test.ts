import { fileURLToPath } from 'node:url';
import { GoogleGenAI } from '@google/genai';
import { describe, expect, test } from 'vitest';
import { readScriptFile } from '../../../../support/geminiFake/script/scriptFile.ts';
import { startFakeGemini } from '../../../../support/geminiFake/server.ts';
import { gemini, hello, play } from '../client.ts';
import { callsIn, clientOf, create, MODEL, ONCE, post, resultOf, runPython } from './client.ts';

function preflight(path: string, headers: string): Promise<Response> {
  return fetch(`${play().baseUrl}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin: 'null',
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers,
    },
  });
}

describe('a page of any origin', () => {
  test('may call each method', async () => {
    const response = await preflight('/v1/interactions', 'content-type,x-goog-api-client,x-goog-api-key');
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE, OPTIONS');
    expect(response.headers.get('access-control-allow-headers')).toContain('x-goog-api-key');
  });

  test('may not send the header that older SDKs sent, which generateContent allows', async () => {
    const headers = 'content-type, Api-Revision';
    expect((await preflight('/v1/interactions', headers)).status).toBe(403);
    expect((await preflight('/v1beta/interactions/v1_x', headers)).status).toBe(403);
    expect((await preflight(`/v1/models/${MODEL}:generateContent`, headers)).status).toBe(204);
  });

  test('gets refusals that it may read', async () => {
    const response = await post(play(), {});
    expect(response.status).toBe(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

test('the example of the command plays through interactions too', async () => {
  const example = new URL('../../../../support/geminiFake/example.json', import.meta.url);
  const script = gemini.addScript(await readScriptFile(fileURLToPath(example), { pace: 'instant' }));
  const question = { tools: [runPython], input: 'What is the sum of the first 50 prime numbers?' };
  await expect(create(script, question)).rejects.toMatchObject({ status: 503 });
  const asked = await create(script, question);
  const input = callsIn(asked).map((call) => resultOf(call, '5117'));
  const answer = await create(script, { tools: [runPython], previous_interaction_id: asked.id, input });
  expect([asked.output_text, answer.output_text]).toEqual(['I will count them.', 'The sum is 5117.']);
  expect(script.refusals()).toEqual([]);
});

describe('the address of a script', () => {
  test('takes both versions of the API, and a key in the address', async () => {
    const { baseUrl } = play(hello, hello);
    for (const version of ['v1', 'v1beta']) {
      const body = JSON.stringify({ model: MODEL, input: 'Hi' });
      const response = await fetch(`${baseUrl}/${version}/interactions?key=test`, { method: 'POST', body });
      expect(response.status).toBe(200);
    }
  });

  test('has no other version, path or method', async () => {
    const { baseUrl } = play(hello);
    const statusOf = async (method: string, path: string) =>
      (await fetch(`${baseUrl}${path}`, { method, headers: { 'x-goog-api-key': 'test' } })).status;
    expect(await statusOf('POST', '/v2/interactions')).toBe(404);
    expect(await statusOf('GET', '/v1/interactions')).toBe(404);
    expect(await statusOf('POST', '/v1/interactions/v1_x')).toBe(404);
    expect(await statusOf('PUT', '/v1/interactions/v1_x')).toBe(404);
    expect(await statusOf('GET', '/v1/interactions/v1_x/cancel')).toBe(404);
  });

  test('keeps its interactions to itself', async () => {
    const { id } = await create(play(hello), {});
    await expect(clientOf(play(hello)).get(id, {}, ONCE)).rejects.toMatchObject({ status: 404 });
  });

  test('may be the origin itself', async () => {
    const paths: (string | undefined)[] = [];
    await using own = await startFakeGemini({
      script: { turns: [hello] },
      onAnswered: ({ path, call }) => paths.push(`${call?.method} ${path}`),
    });
    const { interactions } = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: own.origin } });
    const { id } = await interactions.create({ model: MODEL, input: 'Hi' });
    expect((await interactions.get(id)).output_text).toBe('Hello');
    expect(paths).toEqual([
      'interactions.create /v1/interactions',
      `interactions.get /v1/interactions/${id}?stream=false`,
    ]);
  });

  test('tells what was asked to a page that asks', async () => {
    const script = play(hello);
    await create(script, { input: 'Hi' });
    const response = await fetch(`${gemini.origin}/scripts/${script.id}/requests`);
    expect(await response.json()).toMatchObject({
      requests: [{ api: 'interactions', method: 'interactions.create', body: { model: MODEL, input: 'Hi' }, turn: 0 }],
      refusals: [],
      turnsLeft: 0,
    });
  });
});
