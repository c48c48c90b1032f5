import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { type Cassette, type Exchange, readCassette } from '../../../../src/cassette/format.ts';
import { cassetteScript } from '../../../support/geminiFake/script/cassetteScript.ts';
import { OWN_PAYLOADS, RECORDED_PAYLOADS } from '../../../support/payloads.ts';
import { errorOf, functions, GEMINI_2, GEMINI_3, gemini, play, post, question } from './client.ts';

const STREAM = 'streamGenerateContent?alt=sse';

describe('a payload of the API', () => {
  test.each([...OWN_PAYLOADS, ...RECORDED_PAYLOADS])('goes over the wire as it is: $name', async (payload) => {
    const { text, isStream, isError } = payload;
    const method = isStream ? STREAM : 'generateContent';
    const response = await post(play({ recorded: text }), { contents: [question] }, { method });
    expect(await response.text()).toBe(text);
    expect(response.ok).toBe(!isError);
  });

  test('may be an error in a list', async () => {
    const recorded = '[{ "error": { "code": 503, "message": "No.", "status": "UNAVAILABLE" } }]';
    const response = await post(play({ recorded }), { contents: [question] }, { method: STREAM });
    expect([response.status, await response.text()]).toEqual([503, recorded]);
  });
});

/** The data of the events, or the whole body. */
async function bodiesOf(response: Response): Promise<unknown[]> {
  const text = await response.text();
  const datas = /^(data|event):/.test(text) ? text.split('\r\n\r\n').filter(Boolean) : [text];
  const bodies = datas.map((data) => data.replace(/^(event:.*\r\n)?data: ?/, ''));
  return bodies.filter((body) => body !== '[DONE]').map((body) => JSON.parse(body));
}

/** Asks for an interaction with the function that the demos call. */
function create(baseUrl: string, interaction: object): Promise<Response> {
  const tools = [{ type: 'function', name: 'run_python', parameters: { type: 'object' } }];
  const headers = { 'x-goog-api-key': 'key', 'content-type': 'application/json' };
  const body = JSON.stringify({ ...interaction, tools, store: false });
  return fetch(`${baseUrl}/v1/interactions`, { method: 'POST', headers, body });
}

describe('a cassette', () => {
  const demos = new URL('../../../../public/demos/', import.meta.url);
  const names = readdirSync(demos).filter((name) => name !== 'index.json');

  test.each(names)('answers as it was recorded, and what was asked breaks no rule: %s', async (name) => {
    const cassette = readCassette(JSON.parse(readFileSync(new URL(name, demos), 'utf8')));
    const script = gemini.addScript(cassetteScript(cassette, { pace: 'instant' }));
    for (const { request, response } of cassette.exchanges) {
      const answer = request.interaction
        ? await create(script.baseUrl, request.interaction)
        : await post(
            script,
            { contents: request.contents, tools: functions },
            { model: cassette.model, method: STREAM },
          );
      expect(await bodiesOf(answer)).toEqual(response.chunks.flatMap(({ body }) => body ?? []));
    }
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  const body = { candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] } }] };
  const record = (response: object, method = 'streamGenerateContent') => {
    const request = { path: `models/${GEMINI_3}:${method}`, contents: [question] };
    return cassetteScript({ model: GEMINI_3, exchanges: [{ request, response } as Exchange] } as Cassette);
  };
  const asking = { contents: [question] };
  const streamed = { model: GEMINI_3, method: STREAM };

  test('answers only who says what was said, and names what differs', async () => {
    const script = gemini.addScript(record({ status: 200, chunks: [{ after: 0, body }] }));
    const other = { contents: [{ role: 'user', parts: [{ text: 'Hm?' }] }] };
    expect((await errorOf(await post(script, other, streamed))).message).toBe(
      'fake: expected contents[0].parts[0].text to be "What is 47 * 109 - 6?", got "Hm?"',
    );
    const error = await errorOf(await post(script, asking, { model: GEMINI_3 }));
    expect(error.message).toBe('fake: expected the method streamGenerateContent, got "generateContent"');
    expect((await errorOf(await post(script, asking, { ...streamed, model: GEMINI_2 }))).message).toContain(GEMINI_3);
    expect(await bodiesOf(await post(script, asking, streamed))).toEqual([body]);
  });

  test('has unary answers and errors', async () => {
    const unary = gemini.addScript(record({ status: 200, chunks: [{ after: 0, body }] }, 'generateContent'));
    expect(await bodiesOf(await post(unary, asking, { model: GEMINI_3 }))).toEqual([body]);
    const error = { code: 503, message: 'No.', status: 'UNAVAILABLE' };
    const failed = await post(
      gemini.addScript(record({ status: 503, chunks: [{ after: 0, body: { error } }] })),
      asking,
      streamed,
    );
    expect(failed.headers.get('content-type')).toContain('application/json');
    expect(await errorOf(failed)).toEqual(error);
  });

  test('keeps its pace', async () => {
    const began = performance.now();
    const script = gemini.addScript(
      record({
        status: 200,
        chunks: [
          { after: 60, body },
          { after: 60, body },
        ],
      }),
    );
    await (await post(script, asking, streamed)).text();
    expect(performance.now() - began).toBeGreaterThan(110);
  });

  test('breaks where its answer broke, and stops where it was given up', async () => {
    const chunks = [{ after: 0, text: 'data: {"cand' }];
    const broken = await post(gemini.addScript(record({ status: 200, chunks, ending: 'broken' })), asking, streamed);
    await expect(broken.text()).rejects.toThrow('terminated');
    const script = gemini.addScript(record({ status: 200, chunks, ending: 'aborted' }));
    const reader = (await post(script, asking, streamed)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: {"cand');
    await reader?.cancel();
    await vi.waitFor(() => expect(script.requests()[0]?.aborted).toBe(true));
    const none = gemini.addScript(record({ status: 0, chunks: [], ending: 'broken' }));
    await expect(post(none, asking, streamed)).rejects.toThrow('fetch failed');
  });

  test('may begin in the middle of a conversation', async () => {
    const signed = { text: 'Yes?', thoughtSignature: 'c2lnbmVk' };
    const contents = [question, { role: 'model', parts: [signed] }, question];
    const exchange = {
      request: { path: `models/${GEMINI_3}:generateContent`, contents },
      response: { status: 200, chunks: [{ after: 0, body }] },
    };
    const script = gemini.addScript(cassetteScript({ model: GEMINI_3, exchanges: [exchange] } as unknown as Cassette));
    expect((await post(script, { contents }, { model: GEMINI_3 })).status).toBe(200);
  });
});
