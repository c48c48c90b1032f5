import { setImmediate as nextTask } from 'node:timers/promises';
import { GoogleGenAI } from '@google/genai';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Cassette } from '../../../src/cassette/format.ts';
import {
  type CassetteFacts,
  EmptyRecordingError,
  type FetchRecorder,
  recordFetch,
} from '../../../src/cassette/record.ts';
import { replayFetch } from '../../../src/cassette/replay.ts';
import { type Answer, event, json, saying, startScriptedServer, stream } from '../../support/scriptedServer.ts';

const MODEL = 'gemini-test';
const FACTS: CassetteFacts = { name: 'test', title: 'A test', description: '', prompts: ['Hello?'] };

function clientWith(fetch: typeof globalThis.fetch, baseUrl = 'http://nowhere.invalid'): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'AIzaSyA-key-of-nobody', httpOptions: { fetch, baseUrl } });
}

/** A client of a server that gives these answers, and what records it. */
async function recording(...answers: Answer[]): Promise<{ ai: GoogleGenAI; recorder: FetchRecorder; baseUrl: string }> {
  const { baseUrl } = await startScriptedServer(answers);
  const recorder = recordFetch(fetch);
  return { ai: clientWith(recorder.fetch, baseUrl), recorder, baseUrl };
}

async function textsOf(ai: GoogleGenAI, contents = 'Hello?', abortSignal?: AbortSignal): Promise<string[]> {
  const config = abortSignal ? { abortSignal } : {};
  const texts: string[] = [];
  for await (const chunk of await ai.models.generateContentStream({ model: MODEL, contents, config })) {
    texts.push(chunk.text ?? '');
  }
  return texts;
}

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    (error: Error & { status?: number }) => ({ name: error.name, status: error.status, message: error.message }),
  );

const replaying = (cassette: Cassette) => clientWith(replayFetch(cassette, { pace: 'instant' }));
const bodiesIn = ({ exchanges }: Cassette) =>
  exchanges.map(({ response }) => response.chunks.map(({ body, text }) => body ?? text));

/** A response whose body comes byte by byte. */
function byteByByte(text: string): Response {
  const bytes = new TextEncoder().encode(text).values();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = bytes.next();
      if (done) controller.close();
      else controller.enqueue(Uint8Array.of(value));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

describe('a recorded stream', () => {
  it.each([['\r\n'], ['\n'], ['\r']])(
    'is read right wherever the network cuts it, lines ending in %j',
    async (lineEnd) => {
      const chunks = [saying('日本語 🙂'), saying('\n\ndata: {"a": 1}\r\n\r\n'), saying('.', 'STOP')];
      const wire = chunks.map((chunk) => event(chunk, lineEnd)).join('');
      const recorder = recordFetch(async () => byteByByte(wire));
      const request = { method: 'POST', body: '{"contents":[]}' };
      const response = await recorder.fetch('https://any.invalid/v1/models/m:streamGenerateContent', request);
      expect(await response.text()).toBe(wire);
      expect(bodiesIn(recorder.cassette(FACTS))).toEqual([chunks]);
    },
  );

  it('says the same to the SDK when it is replayed', async () => {
    const bytes = new TextEncoder().encode([event(saying('Grüße ')), event(saying('🙂', 'STOP'))].join(''));
    const cut = [bytes.slice(0, 57), bytes.slice(57, 60), bytes.slice(60, -30), bytes.slice(-30)];
    const { ai, recorder } = await recording(stream(...cut));
    const said = await textsOf(ai);
    expect(said).toEqual(['Grüße ', '🙂']);
    const cassette = recorder.cassette(FACTS);
    expect(cassette).toMatchObject({ version: 1, origin: 'recorded', model: MODEL, prompts: ['Hello?'] });
    expect(cassette.exchanges[0]?.request).toMatchObject({
      path: 'models/gemini-test:streamGenerateContent',
      contents: [{ role: 'user', parts: [{ text: 'Hello?' }] }],
    });
    expect(await textsOf(replaying(cassette))).toEqual(said);
  });

  it('reaches the caller piece by piece, before the next piece is sent', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    let sendRest = () => {};
    const { ai, recorder } = await recording((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(saying('one')));
      sendRest = () => response.end(event(saying('two', 'STOP')));
    });
    const chunks = await ai.models.generateContentStream({ model: MODEL, contents: 'Hello?' });
    expect((await chunks.next()).value?.text).toBe('one');
    clock.mockReturnValue(60);
    sendRest();
    expect((await chunks.next()).value?.text).toBe('two');
    const [, second] = recorder.cassette(FACTS).exchanges[0]?.response.chunks ?? [];
    expect(second?.after).toBe(60);
  });

  it('is read no sooner than its caller reads it', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new TextEncoder().encode(event(saying(`${pulled}`))));
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-type': 'text/event-stream' };
    const recorder = recordFetch(async () => new Response(body, { headers }));
    const request = { method: 'POST', body: '{"contents":[]}' };
    const response = await recorder.fetch('https://any.invalid/v1/models/m:streamGenerateContent', request);
    await nextTask();
    expect(pulled).toBe(0);
    await response.body?.getReader().read();
    await nextTask();
    expect(pulled).toBe(1);
  });

  it('keeps what is neither an event nor JSON, and the SDK takes it as it did', async () => {
    const plain = '{"error": {"code": 503, "message": "Overloaded.", "status": "UNAVAILABLE"}}';
    const { ai, recorder } = await recording(
      stream(event(saying('one')), plain),
      stream(event(saying('one')), event(JSON.parse(plain))),
      stream(event(saying('one')), 'data: {"candidates": [{"cont'),
    );
    const outcomes = [];
    for (const prompt of ['A', 'B', 'C']) outcomes.push(await outcomeOf(textsOf(ai, prompt)));
    expect(outcomes[0]).toMatchObject({ name: 'ApiError', status: 503 });
    expect(outcomes[1]).toMatchObject({ name: 'ApiError', status: 503 });
    expect(outcomes[2]).toMatchObject({ message: 'Incomplete JSON segment at the end' });
    const replay = replaying(recorder.cassette(FACTS));
    for (const [index, prompt] of ['A', 'B', 'C'].entries()) {
      expect(await outcomeOf(textsOf(replay, prompt))).toEqual(outcomes[index]);
    }
  });

  it('that breaks is recorded, and breaks again', async () => {
    const { ai, recorder } = await recording((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '5000' });
      response.write(event(saying('one')), () => response.destroy());
    });
    await expect(textsOf(ai)).rejects.toThrow();
    const cassette = recorder.cassette(FACTS);
    expect(cassette.exchanges[0]?.response).toMatchObject({ chunks: [{ body: saying('one') }], ending: 'broken' });
    const chunks = await replaying(cassette).models.generateContentStream({ model: MODEL, contents: 'Hello?' });
    expect((await chunks.next()).value?.text).toBe('one');
    await expect(chunks.next()).rejects.toThrow(/Network error/);
  });
});

describe('an answer that is given up', () => {
  const endless =
    (gone: () => void): Answer =>
    (response) => {
      response.on('close', gone);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(saying('one')));
    };

  async function giveUpAfterFirst(ai: GoogleGenAI): Promise<void> {
    const stop = new AbortController();
    const config = { abortSignal: stop.signal };
    const chunks = await ai.models.generateContentStream({ model: MODEL, contents: 'Hello?', config });
    expect((await chunks.next()).value?.text).toBe('one');
    stop.abort();
    await expect(chunks.next()).rejects.toThrow(/abort/i);
  }

  it('is given up on the server too, and waits to be given up when it is replayed', async () => {
    let letGo = () => {};
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { ai, recorder } = await recording(endless(() => letGo()));
    await giveUpAfterFirst(ai);
    await gone;
    const cassette = recorder.cassette(FACTS);
    expect(cassette.exchanges[0]?.response).toMatchObject({ chunks: [{ body: saying('one') }], ending: 'aborted' });
    await giveUpAfterFirst(replaying(cassette));
  });

  it('by canceling its body lets go of the server', async () => {
    let letGo = () => {};
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { recorder, baseUrl } = await recording(endless(() => letGo()));
    const request = { method: 'POST', body: '{"contents":[]}' };
    const response = await recorder.fetch(`${baseUrl}/v1/models/m:streamGenerateContent`, request);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await gone;
    expect(recorder.cassette(FACTS).exchanges[0]?.response.ending).toBe('aborted');
  });

  it('before a first word came is given up in the replay too', async () => {
    const giveUp = new AbortController();
    const { ai, recorder } = await recording(() => giveUp.abort());
    await expect(textsOf(ai, 'Hello?', giveUp.signal)).rejects.toThrow(/abort/i);
    const cassette = recorder.cassette(FACTS);
    expect(cassette.exchanges[0]?.response).toEqual({ status: 0, chunks: [], ending: 'aborted' });
    await expect(textsOf(replaying(cassette), 'Hello?', AbortSignal.timeout(50))).rejects.toThrow(/abort/i);
  });

  it('is left out if the same was asked again and answered', async () => {
    const { ai, recorder } = await recording(
      endless(() => {}),
      stream(event(saying('one')), event(saying('two', 'STOP'))),
    );
    await giveUpAfterFirst(ai);
    await textsOf(ai);
    const cassette = recorder.cassette(FACTS);
    expect(cassette.exchanges).toHaveLength(1);
    const replay = replaying(cassette);
    await giveUpAfterFirst(replay);
    expect(await textsOf(replay)).toEqual(['one', 'two']);
  });
});

describe('an answer that is a refusal', () => {
  const overloaded = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };

  it('is played before the answer to the same request, which is then played for ever', async () => {
    const { ai, recorder } = await recording(json(overloaded, 503), json(saying('Here.', 'STOP')));
    const ask = (client: GoogleGenAI) =>
      outcomeOf(client.models.generateContent({ model: MODEL, contents: 'Hello?' }).then(({ text }) => text));
    const heard = [await ask(ai), await ask(ai)];
    expect(heard).toEqual([expect.objectContaining({ name: 'ApiError', status: 503 }), 'Here.']);
    const replay = replaying(recorder.cassette(FACTS));
    expect([await ask(replay), await ask(replay), await ask(replay)]).toEqual([...heard, 'Here.']);
  });

  it('is recorded even if nobody reads what it says', async () => {
    const { recorder, baseUrl } = await recording(json(overloaded, 503), json(saying('Here.', 'STOP')));
    const ask = () =>
      recorder.fetch(`${baseUrl}/v1/models/m:generateContent`, { method: 'POST', body: '{"contents":[]}' });
    await ask();
    await (await ask()).json();
    const { exchanges } = recorder.cassette(FACTS);
    expect(exchanges.map(({ response }) => [response.status, response.ending])).toEqual([
      [503, 'complete'],
      [200, 'complete'],
    ]);
  });

  it('of a proxy that speaks no JSON is told in the same words', async () => {
    const page: Answer = (response) =>
      void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    const { ai, recorder } = await recording(page);
    await expect(textsOf(ai)).rejects.toThrow('<h1>Bad gateway</h1>');
    const replayed = textsOf(replaying(recorder.cassette(FACTS)));
    await expect(replayed).rejects.toThrow('<h1>Bad gateway</h1>');
    await expect(replayed).rejects.toMatchObject({ status: 502 });
  });

  it('of the network itself is recorded, and comes again', async () => {
    const recorder = recordFetch(fetch);
    await expect(textsOf(clientWith(recorder.fetch, 'http://127.0.0.1:1'))).rejects.toThrow(/fetch failed/);
    const cassette = recorder.cassette(FACTS);
    expect(cassette.exchanges[0]?.response).toEqual({ status: 0, chunks: [], ending: 'broken' });
    await expect(textsOf(replaying(cassette))).rejects.toThrow(TypeError);
  });
});

describe('what is not asked of a model', () => {
  it('passes, and is not recorded', async () => {
    const { ai, recorder } = await recording(json({ name: 'models/gemini-test', displayName: 'Test' }));
    expect((await ai.models.get({ model: MODEL })).displayName).toBe('Test');
    expect(() => recorder.cassette(FACTS)).toThrow(EmptyRecordingError);
  });

  it('passes with the arguments that it came with, and so does the response', async () => {
    const response = new Response('{}', { status: 201, statusText: 'Made', headers: { 'x-more': 'yes' } });
    const seen: unknown[] = [];
    const recorder = recordFetch(async (...request) => {
      seen.push(...request);
      return response;
    });
    const request = { method: 'POST', body: '{"contents":[]}', keepalive: true };
    const got = await recorder.fetch('https://any.invalid/v1/models/m:generateContent', request);
    expect(seen).toEqual(['https://any.invalid/v1/models/m:generateContent', request]);
    expect(seen[1]).toBe(request);
    expect([got.status, got.statusText, got.headers.get('x-more'), await got.text()]).toEqual([
      201,
      'Made',
      'yes',
      '{}',
    ]);
  });

  it('is read from a Request without taking its body away', async () => {
    const { recorder, baseUrl } = await recording(json(saying('Here.', 'STOP')));
    const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Hello?' }] }] });
    const request = new Request(`${baseUrl}/v1/models/m:generateContent`, { method: 'POST', body });
    const response = await recorder.fetch(request);
    expect(response.url).toBe(request.url);
    await response.json();
    expect(recorder.cassette(FACTS).exchanges[0]?.request).toEqual({
      path: 'models/m:generateContent',
      ...JSON.parse(body),
      settings: {},
    });
  });
});

it.each([
  ['tunedModels/limericks-abc123', 'tunedModels/limericks-abc123'],
  ['projects/p1/locations/eu/endpoints/42', 'endpoints/42'],
  ['publishers/google/models/gemini-3.8-flash', 'gemini-3.8-flash'],
])('a conversation with %s is recorded, and replayed', async (asked, model) => {
  const { recorder, baseUrl } = await recording(json(saying('Hello.', 'STOP')));
  const ask = (send: typeof fetch) =>
    send(`${baseUrl}/v1/${asked}:generateContent`, { method: 'POST', body: '{"contents":[]}' });
  await (await ask(recorder.fetch)).text();
  const cassette = recorder.cassette(FACTS);
  expect(cassette.model).toBe(model);
  const response = await ask(replayFetch(cassette, { pace: 'instant' }));
  expect(await response.json()).toEqual(saying('Hello.', 'STOP'));
});
