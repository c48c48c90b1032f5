import { readdirSync, readFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../src/cassette/difference.ts';
import { type Cassette, InvalidCassetteError, readCassette } from '../../src/cassette/format.ts';
import { CassetteMismatchError, replayFetch } from '../../src/cassette/replay.ts';

const DEMOS = new URL('../../public/demos/', import.meta.url);
const names = readdirSync(DEMOS).filter((name) => name !== 'index.json');
const load = (name: string) => readCassette(JSON.parse(readFileSync(new URL(name, DEMOS), 'utf8')));

function clientFor(cassette: Cassette): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: replayFetch(cassette, { pace: 'instant' }) } });
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

  it('that is none is refused with the place that is wrong', () => {
    const broken = { ...load('primes.json'), prompts: [] };
    expect(() => readCassette(broken)).toThrow(InvalidCassetteError);
    expect(() => readCassette(broken)).toThrow(/prompts/);
    expect(() => readCassette('a string')).toThrow(InvalidCassetteError);
  });
});

describe('the demos', () => {
  it('are all listed, with the title and description that they have', () => {
    const { demos } = JSON.parse(readFileSync(new URL('index.json', DEMOS), 'utf8'));
    const listed = names
      .map((name) => load(name))
      .map(({ name, title, description }) => ({ name, title, description }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(demos.toSorted(byName)).toEqual(listed.toSorted(byName));
  });
});

describe('the first difference', () => {
  it.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, undefined],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '.a[1].b: expected 2, got 3'],
    [[1], [1, 2], '[1]: expected nothing, got 2'],
    [[], {}, ': expected [], got {}'],
    [{ a: null }, { a: {} }, '.a: expected null, got {}'],
  ])('of %j and %j is %j', (expected, got, difference) => {
    expect(firstDifference(expected, got)).toBe(difference);
  });
});
