import { readFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeDifference, firstDifference } from '../../../src/cassette/difference.ts';
import { type Cassette, InvalidCassetteError, readCassette } from '../../../src/cassette/format.ts';
import { CassetteMismatchError } from '../../../src/cassette/match.ts';
import { type ReplayOptions, replayFetch } from '../../../src/cassette/replay.ts';

const DEMOS = new URL('../../../public/demos/', import.meta.url);
const load = (name: string) => readCassette(JSON.parse(readFileSync(new URL(name, DEMOS), 'utf8')));

function clientFor(cassette: Cassette): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: replayFetch(cassette, { pace: 'instant' }) } });
}

const CONTENTS = [{ role: 'user', parts: [{ text: 'Hello?' }] }];
const PATH = 'models/gemini-test:streamGenerateContent';

/** A recording of one request, whose answer came in these pieces, 50 ms apart. */
function withAnswers(...texts: string[]): Cassette {
  const chunks = texts.map((text) => ({ after: 50, body: { candidates: [{ content: { parts: [{ text }] } }] } }));
  const settings = { generationConfig: { temperature: 0 } };
  const exchange = { request: { path: PATH, contents: CONTENTS, settings }, response: { status: 200, chunks } };
  return { ...load('primes.json'), exchanges: [exchange] };
}

function ask(cassette: Cassette, options: ReplayOptions, generationConfig = {}): Promise<Response> {
  const body = JSON.stringify({ contents: CONTENTS, generationConfig });
  return replayFetch(cassette, options)(`https://any.invalid/v1/${PATH}`, { method: 'POST', body });
}

describe('a cassette', () => {
  it('is played through the real SDK', async () => {
    const cassette = load('primes.json');
    const stream = await clientFor(cassette).models.generateContentStream({
      model: cassette.model,
      contents: cassette.prompts[0] ?? '',
    });
    const parts = [];
    for await (const chunk of stream) parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    expect(parts.find((part) => part.functionCall)?.functionCall?.name).toBe('run_python');
  });

  it('that meets a request it does not know says what differs', async () => {
    const cassette = load('primes.json');
    const asked = clientFor(cassette).models.generateContentStream({ model: cassette.model, contents: 'Hello?' });
    await expect(asked).rejects.toThrow(CassetteMismatchError);
    await expect(asked).rejects.toThrow(/contents\[0\]\.parts\[0\]\.text: expected "What is the sum.*, got "Hello\?"/);
  });

  it('of another model has no answer', async () => {
    const asked = clientFor(load('primes.json')).models.generateContent({
      model: 'gemini-2.5-flash',
      contents: 'Hello?',
    });
    await expect(asked).rejects.toThrow(/has no answer to .*gemini-2.5-flash:generateContent/);
  });

  it('that is aborted while it waits ends with an abort error', async () => {
    const cassette = load('primes.json');
    const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: replayFetch(cassette) } });
    const stream = client.models.generateContentStream({
      model: cassette.model,
      contents: cassette.prompts[0] ?? '',
      config: { abortSignal: AbortSignal.timeout(20) },
    });
    await expect(stream.then((chunks) => chunks.next())).rejects.toThrow(/abort/i);
  });

  it('is played at the pace of its recording, or at once', async () => {
    const cassette = withAnswers('one', 'two');
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let recorded: string | undefined;
    const played = ask(cassette, { pace: 'recorded' })
      .then((response) => response.text())
      .then((text) => {
        recorded = text;
      });
    await vi.advanceTimersByTimeAsync(99);
    expect(recorded).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await played;
    expect(recorded).toContain('two');
    expect(await (await ask(cassette, { pace: 'instant' })).text()).toBe(recorded);
  });

  it('gives an answer again that was given up, and only then the next one to the same request', async () => {
    const [first, second] = [withAnswers('one', 'more'), withAnswers('two')];
    const cassette = { ...first, exchanges: [...first.exchanges, ...second.exchanges] };
    const replay = replayFetch(cassette, { pace: 'instant' });
    const request = { method: 'POST', body: JSON.stringify({ contents: CONTENTS }) };
    const address = `https://any.invalid/v1/${PATH}`;
    const stop = new AbortController();
    const response = await replay(address, { ...request, signal: stop.signal });
    stop.abort();
    await expect(response.text()).rejects.toThrow(/abort/i);
    await (await replay(address, request)).body?.cancel();
    const texts = [];
    for (let count = 0; count < 3; count += 1) texts.push(await (await replay(address, request)).text());
    expect(texts.map((text) => /"text":"(\w+)"/.exec(text)?.[1])).toEqual(['one', 'two', 'two']);
  });

  it('names the exchange that comes closest', async () => {
    const { name, exchanges } = load('leap-years.json');
    const contents = structuredClone(exchanges[3]?.request.contents ?? []);
    const text = 'Now write one test.';
    contents[contents.length - 1] = { role: 'user', parts: [{ text }] };
    const place = `contents\\[${contents.length - 1}\\]`;
    const words = new RegExp(`"${name}" has no answer .* is exchange 4 of ${exchanges.length}, with ${place}.*got`);
    const { path } = exchanges[3]?.request ?? {};
    const replay = replayFetch(load('leap-years.json'), { pace: 'instant' });
    const body = JSON.stringify({ contents });
    await expect(replay(`https://any.invalid/v1/${path}`, { method: 'POST', body })).rejects.toThrow(words);
  });

  it('compares tools and settings if that is asked for', async () => {
    const cassette = withAnswers('one');
    await expect(ask(cassette, { compare: 'request' }, { temperature: 0 })).resolves.toHaveProperty('status', 200);
    await expect(ask(cassette, { compare: 'contents' }, { temperature: 1 })).resolves.toHaveProperty('status', 200);
    await expect(ask(cassette, { compare: 'request' }, { temperature: 1 })).rejects.toThrow(
      'with settings.generationConfig.temperature: expected 0, got 1',
    );
    const older = load('primes.json');
    const { path, contents } = older.exchanges[0]?.request ?? {};
    const body = JSON.stringify({ contents, generationConfig: { temperature: 1 } });
    const replayed = replayFetch(older, { compare: 'request' })(`https://any.invalid/v1/${path}`, {
      method: 'POST',
      body,
    });
    await expect(replayed).resolves.toHaveProperty('status', 200);
  });

  it('of a later version is refused', () => {
    const json = JSON.parse(readFileSync(new URL('primes.json', DEMOS), 'utf8'));
    expect(readCassette(json)).toEqual(json);
    expect(() => readCassette({ ...json, version: 2 })).toThrow(/version/);
  });

  it('that is none is refused with the place that is wrong', () => {
    const broken = { ...load('primes.json'), prompts: [] };
    expect(() => readCassette(broken)).toThrow(InvalidCassetteError);
    expect(() => readCassette(broken)).toThrow(/prompts/);
    expect(() => readCassette('a string')).toThrow(InvalidCassetteError);
  });
});

describe('the first difference', () => {
  it.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, undefined],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '.a[1].b: expected 2, got 3'],
    [[1], [1, 2], '[1]: expected nothing, got 2'],
    [[], {}, ': expected [], got {}'],
    [{ a: null }, { a: {} }, '.a: expected null, got {}'],
  ])('of %j and %j is %j', (expected, got, words) => {
    const difference = firstDifference(expected, got);
    expect(difference && describeDifference(difference)).toBe(words);
  });

  it('of long texts shows what is around it, and where that is', () => {
    const [expected, got] = [`${'-'.repeat(1000)}one${'-'.repeat(1000)}`, `${'-'.repeat(1000)}two`];
    const words = describeDifference({ path: 'text', expected, got });
    expect(words).toMatch(/^text: expected "-{40}one-+…", got "-{40}two" \(from character 961 on\)$/);
    expect(words.length).toBeLessThan(400);
  });
});
