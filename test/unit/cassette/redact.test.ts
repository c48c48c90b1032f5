import { type Content, GoogleGenAI, type Part } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Cassette } from '../../../src/cassette/format.ts';
import { type CassetteFacts, recordFetch } from '../../../src/cassette/record.ts';
import { replayFetch } from '../../../src/cassette/replay.ts';
import { startFakeGemini } from '../../support/geminiFake/server.ts';
import { event, json, saying, startScriptedServer, stream } from '../../support/scriptedServer.ts';

const MODEL = 'gemini-3-flash-preview';
const KEY = 'AIzaSyB-0123456789_key-of-nobody-at-all';
const FACTS: CassetteFacts = { name: 'test', title: 'A test', description: '', prompts: ['Hello?'] };
const DECLARATION = { name: 'run_python', parametersJsonSchema: { type: 'object' } };

const clientWith = (fetch: typeof globalThis.fetch, baseUrl = 'http://nowhere.invalid') =>
  new GoogleGenAI({ apiKey: KEY, httpOptions: { fetch, baseUrl } });
const partsIn = (cassette: Cassette): Part[] =>
  cassette.exchanges.flatMap(({ request, response }) => [
    ...contentsIn(request.contents),
    ...response.chunks.flatMap(({ body }) =>
      contentsIn((body as { candidates: { content: Content }[] }).candidates.map(({ content }) => content)),
    ),
  ]);
const contentsIn = (contents: Content[] = []): Part[] => contents.flatMap(({ parts = [] }) => parts);

/** A conversation in which the model calls twice, and everything goes back to it as it came. */
async function converse(ai: GoogleGenAI): Promise<Content[]> {
  const contents: Content[] = [{ role: 'user', parts: [{ text: 'Add, please.' }] }];
  const config = { tools: [{ functionDeclarations: [DECLARATION] }] };
  for (;;) {
    const parts: Part[] = [];
    for await (const chunk of await ai.models.generateContentStream({ model: MODEL, contents, config })) {
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    }
    contents.push({ role: 'model', parts });
    const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
    if (calls.length === 0) return contents;
    const answers = calls.map(({ id = '', name = '' }) => ({
      functionResponse: { id, name, response: { output: '2' } },
    }));
    contents.push({ role: 'user', parts: answers });
  }
}

const call = (code: string): Part => ({ functionCall: { name: 'run_python', args: { code } } });

async function recordConversation(): Promise<{ said: Content[]; cassette: Cassette }> {
  await using gemini = await startFakeGemini();
  const { baseUrl } = gemini.addScript({
    turns: [
      { parts: [{ text: 'So. ' }, call('1 + 1'), call('2 + 2')] },
      { parts: [call('3 + 3')] },
      { parts: [{ text: 'Two.', thoughtSignature: 'Zm91cnRoIHNpZ25hdHVyZQ==' }] },
    ],
  });
  const recorder = recordFetch(fetch);
  const said = await converse(clientWith(recorder.fetch, baseUrl));
  return { said, cassette: recorder.cassette(FACTS) };
}

const signaturesOf = (contents: Content[]) =>
  contentsIn(contents).flatMap(({ thoughtSignature }) => thoughtSignature ?? []);

describe('a thought signature', () => {
  it('is in no cassette: a short one is on each part that had one, the same wherever it goes', async () => {
    const { said, cassette } = await recordConversation();
    const signatures = signaturesOf(said);
    expect(signatures).toHaveLength(3);
    for (const signature of signatures) expect(JSON.stringify(cassette)).not.toContain(signature);
    const signed = partsIn(cassette).filter(({ thoughtSignature }) => thoughtSignature);
    expect(signed.map(({ thoughtSignature, functionCall }) => [thoughtSignature, functionCall?.args?.code])).toEqual([
      ['signature-000001', '1 + 1'],
      ['signature-000001', '1 + 1'],
      ['signature-000002', '3 + 3'],
      ['signature-000001', '1 + 1'],
      ['signature-000002', '3 + 3'],
      ['signature-000003', undefined],
    ]);
  });

  it('that is redacted comes and goes with its part when the conversation is replayed', async () => {
    const { said, cassette } = await recordConversation();
    const replayed = await converse(clientWith(replayFetch(cassette, { pace: 'instant', compare: 'request' })));
    expect(signaturesOf(replayed)).toEqual(['signature-000001', 'signature-000002', 'signature-000003']);
    const unsigned = (contents: Content[]) => contentsIn(contents).map(({ thoughtSignature, ...part }) => part);
    expect(unsigned(replayed)).toEqual(unsigned(said));
  });

  it('that is redacted is one for an API that is strict with signatures', async () => {
    const { cassette } = await recordConversation();
    await using gemini = await startFakeGemini();
    const turns = cassette.exchanges.map(({ response }) => ({
      chunks: response.chunks.map(({ body }) => body as Record<string, unknown>),
    }));
    const script = gemini.addScript({ turns });
    const said = await converse(clientWith(fetch, script.baseUrl));
    expect(signaturesOf(said)).toHaveLength(3);
    expect(script.refusals()).toEqual([]);
  });

  it('from before the recording is redacted too, and a replay takes any in its place', async () => {
    const { baseUrl } = await startScriptedServer([json(saying('Yes.', 'STOP'))]);
    const recorder = recordFetch(fetch);
    const ask = (ai: GoogleGenAI, thoughtSignature: string) => {
      const model = { role: 'model', parts: [{ text: 'Hello.', thoughtSignature }] };
      const again = { role: 'user', parts: [{ text: 'Again?' }] };
      return ai.models.generateContent({ model: MODEL, contents: [again, model, again] });
    };
    await ask(clientWith(recorder.fetch, baseUrl), 'b2Yg4oCmIGFub3RoZXIgZGF5');
    const cassette = recorder.cassette(FACTS);
    expect(JSON.stringify(cassette)).not.toContain('b2Yg4oCmIGFub3RoZXIgZGF5');
    const replay = clientWith(replayFetch(cassette, { pace: 'instant' }));
    expect((await ask(replay, 'b2YgdG9kYXk=')).text).toBe('Yes.');
  });

  it('in half an event is redacted', async () => {
    const whole = event({ candidates: [{ content: { parts: [{ text: '', thoughtSignature: 'c2VjcmV0' }] } }] });
    const { baseUrl } = await startScriptedServer([stream(whole.slice(0, whole.indexOf('V0"')))]);
    const recorder = recordFetch(fetch);
    await expect(converse(clientWith(recorder.fetch, baseUrl))).rejects.toThrow(/Incomplete JSON/);
    const text = JSON.stringify(recorder.cassette(FACTS));
    expect(text).toContain('signature-000001');
    expect(text).not.toContain('c2Vjcm');
  });
});

describe('what belongs to an account', () => {
  it.each([
    ['a key in a header', '', { 'x-goog-api-key': KEY }],
    ['a bearer token', '', { authorization: `Bearer ${KEY}` }],
    ['a key in the address', `?key=${KEY}`, {}],
    ['a token in the address', `?access_token=${KEY}`, {}],
  ] as [string, string, HeadersInit][])(
    'is not in a cassette: %s, even where the answer quotes it',
    async (_, query, headers) => {
      const details = [{ '@type': 'type.googleapis.com/google.rpc.DebugInfo', detail: `Invalid API key: ${KEY}` }];
      const refusal = { error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT', details } };
      const { baseUrl } = await startScriptedServer([json(refusal, 400)]);
      const recorder = recordFetch(fetch);
      const response = await recorder.fetch(`${baseUrl}/v1/models/${MODEL}:generateContent${query}`, {
        method: 'POST',
        headers,
        body: '{"contents":[]}',
      });
      expect(await response.json()).toEqual(refusal);
      const text = JSON.stringify(recorder.cassette(FACTS));
      expect(text).toContain('Invalid API key: REDACTED');
      expect(text).not.toContain(KEY);
    },
  );

  it('is not in a cassette: ids, files, caches and the project; what everybody may know stays', async () => {
    const message =
      'API has not been used in project 123456789012 before. Visit https://console.developers.google.com/?project=123456789012';
    const metadata = {
      consumer: 'projects/123456789012',
      containerInfo: '123456789012',
      service: 'any.googleapis.com',
    };
    const { baseUrl } = await startScriptedServer([
      json({ ...saying('project 123456789012', 'STOP'), responseId: 'kJ8zaP3hBsKvkdUP' }),
      json({ error: { code: 403, message, status: 'PERMISSION_DENIED', details: [{ metadata }] } }, 403),
    ]);
    const recorder = recordFetch(fetch);
    const ai = clientWith(recorder.fetch, baseUrl);
    const file = (fileUri: string): Part => ({ fileData: { fileUri, mimeType: 'text/csv' } });
    const upload = 'https://generativelanguage.googleapis.com/v1beta/files/a1b2c3d4e5f6';
    const ask = (client: GoogleGenAI, address: string, cachedContent: string) =>
      client.models.generateContent({
        model: MODEL,
        contents: [{ role: 'user', parts: [file(address), file('https://example.com/files/sold.csv/raw')] }],
        config: { cachedContent },
      });
    await ask(ai, upload, 'cachedContents/zyx987');
    await expect(ai.models.generateContent({ model: MODEL, contents: 'Hello?' })).rejects.toThrow(/project/);

    const cassette = recorder.cassette(FACTS);
    const text = JSON.stringify(cassette);
    for (const secret of ['kJ8zaP3hBsKvkdUP', 'a1b2c3d4e5f6', 'zyx987', 'projects/123456789012']) {
      expect(text).not.toContain(secret);
    }
    const [answered, refused] = cassette.exchanges;
    expect(JSON.stringify(refused)).not.toContain('123456789012');
    expect(JSON.stringify(refused)).toContain('in project redacted before');
    expect(answered?.response.chunks[0]?.body).toMatchObject({ responseId: 'response-1' });
    expect(JSON.stringify(answered)).toContain('"text":"project 123456789012"');
    expect(text).toContain('https://example.com/files/sold.csv/raw');

    const replay = clientWith(replayFetch(cassette, { pace: 'instant', compare: 'request' }));
    expect((await ask(replay, upload.replace('a1b2', 'f6e5'), 'cachedContents/abc')).text).toContain('project');
  });

  it('is not in a cassette if the refusal is a web page', async () => {
    const page = `<p>Enable it for projects/123456789012, or ask for ${KEY}.</p>`;
    const { baseUrl } = await startScriptedServer([
      (response) => void response.writeHead(403, { 'content-type': 'text/html' }).end(page),
    ]);
    const recorder = recordFetch(fetch);
    const asked = clientWith(recorder.fetch, baseUrl).models.generateContent({ model: MODEL, contents: 'Hello?' });
    await expect(asked).rejects.toThrow('projects/123456789012');
    const [chunk] = recorder.cassette(FACTS).exchanges[0]?.response.chunks ?? [];
    expect(chunk?.text).toBe('<p>Enable it for projects/redacted, or ask for REDACTED.</p>');
  });

  it.each<[string, HeadersInit, string]>([
    ['a key of a proxy', { 'x-api-key': KEY }, KEY],
    ['a cookie', { cookie: `session=${KEY}` }, `session=${KEY}`],
    ['a key in another spelling', { 'x-goog-api-key': 'AIza+key/of nobody' }, encodeURIComponent('AIza+key/of nobody')],
  ])('is not in a cassette whose refusal quotes it: %s', async (_, headers, quoted) => {
    const { baseUrl } = await startScriptedServer([json({ error: { code: 403, message: `No: ${quoted}.` } }, 403)]);
    const recorder = recordFetch(fetch);
    const address = `${baseUrl}/v1/models/${MODEL}:generateContent`;
    await (await recorder.fetch(address, { method: 'POST', headers, body: '{"contents":[]}' })).text();
    expect(JSON.stringify(recorder.cassette(FACTS))).toContain('No: REDACTED.');
  });

  it('is not in a cassette: keys for tools and for servers of tools, and a replay takes any in their place', async () => {
    const { baseUrl } = await startScriptedServer([json(saying(`Your key ${KEY} is known.`, 'STOP'))]);
    const recorder = recordFetch(fetch);
    const settingsWith = (key: string, project: string) => ({
      tools: [
        {
          mcpServers: [
            {
              streamableHttpTransport: {
                url: `https://tools.example/mcp?token=${key}`,
                headers: { Authorization: `Bearer ${key}`, 'x-team': `team-${key}` },
              },
            },
          ],
        },
        { googleMaps: { authConfig: { apiKeyConfig: { apiKeyString: key } } } },
        { parallelAiSearch: { api_key: key } },
        { retrieval: { vertexAiSearch: { datastore: `projects/${project}/locations/eu/dataStores/books` } } },
        { functionDeclarations: [{ name: 'log_in', parameters: { properties: { password: { type: 'STRING' } } } }] },
      ],
      cachedContent: `projects/${project}/locations/eu/cachedContents/9`,
      generationConfig: { maxOutputTokens: 100, responseSchema: { properties: { token: 'a word' } } },
    });
    const ask = (send: typeof fetch, key: string, project: string) =>
      send(`${baseUrl}/v1/models/${MODEL}:generateContent`, {
        method: 'POST',
        body: JSON.stringify({ contents: [], ...settingsWith(key, project) }),
      });
    await (await ask(recorder.fetch, KEY, '123456789012')).text();
    const cassette = recorder.cassette(FACTS);
    const text = JSON.stringify(cassette);
    for (const secret of [KEY, '123456789012', 'cachedContents/9']) expect(text).not.toContain(secret);
    for (const kept of ['https://tools.example/mcp', '"type":"STRING"', '"a word"', 'dataStores/books', '100']) {
      expect(text).toContain(kept);
    }
    const replay = replayFetch(cassette, { pace: 'instant', compare: 'request' });
    expect(await (await ask(replay, 'another-key', '210987654321')).text()).toContain('is known.');
  });

  it('is not in a cassette: what signs the address of a file, which a replay takes with any; that of a video stays', async () => {
    const place = 'https://bucket.s3.amazonaws.com/sold.csv';
    const signed = `${place}?X-Amz-Credential=someone&X-Amz-Signature=${KEY}`;
    const video = 'https://www.youtube.com/watch?v=abcdefghijk';
    const { baseUrl } = await startScriptedServer([json(saying(`Read from ${signed}.`, 'STOP'))]);
    const recorder = recordFetch(fetch);
    const ask = (ai: GoogleGenAI, ...addresses: string[]) =>
      ai.models.generateContent({
        model: MODEL,
        contents: [{ role: 'user', parts: addresses.map((fileUri) => ({ fileData: { fileUri } })) }],
      });
    await ask(clientWith(recorder.fetch, baseUrl), signed, video);
    const cassette = recorder.cassette(FACTS);
    const text = JSON.stringify(cassette);
    for (const secret of [KEY, 'someone']) expect(text).not.toContain(secret);
    expect(text).toContain(video);
    const replay = clientWith(replayFetch(cassette, { pace: 'instant' }));
    expect((await ask(replay, `${place}?X-Amz-Signature=new`, video)).text).toContain('Read from');
    await expect(ask(replay, 'https://elsewhere.example/sold.csv?X-Amz-Signature=new', video)).rejects.toThrow(
      /no answer/,
    );
  });

  it('is not taken for a word of the conversation if it is short', async () => {
    const { baseUrl } = await startScriptedServer([json(saying('There is none.', 'STOP'))]);
    const recorder = recordFetch(fetch);
    const ai = new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: recorder.fetch, baseUrl } });
    await ai.models.generateContent({ model: MODEL, contents: 'Hello?' });
    expect(JSON.stringify(recorder.cassette(FACTS))).toContain('There is none.');
  });
});
