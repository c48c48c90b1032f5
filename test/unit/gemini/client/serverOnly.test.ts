import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../src/answer/options.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { scriptedSandbox } from './play.ts';

/** A client, and the addresses that it has asked. */
function connect(mode?: Mode) {
  const asked: string[] = [];
  const fetch = async (url: unknown) => {
    asked.push(new URL(url instanceof Request ? url.url : String(url)).pathname);
    return Response.json({ id: 'one', name: 'cachedContents/one', status: 'completed', steps: [] });
  };
  const original = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
  const ai = withLocalPython(original, { ...scriptedSandbox(), ...(mode && { mode }) });
  return { ai, original, asked };
}

const model = 'gemini-3-flash-preview';
const tools = [{ codeExecution: {} }];
const calls: [string, (ai: GoogleGenAI) => Promise<unknown>][] = [
  ['batches.create', (ai) => ai.batches.create({ model, src: [{ contents: 'Count.', config: { tools } }] })],
];

describe.each(calls)('%s with code execution', (name, call) => {
  it.each([undefined, 'local', 'auto'] as const)('is refused, and nothing is sent, in the mode %s', async (mode) => {
    const { ai, asked } = connect(mode);
    const asking = call(ai);
    await expect(asking).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(asking).rejects.toThrow(`ai.${name}()`);
    await expect(asking).rejects.toThrow(/Use ai\.interactions\.create\(\).*or the mode `server`/);
    expect(asked).toEqual([]);
  });
});

describe('what runs on the server alone', () => {
  it.each(calls)('is there if that was chosen: %s', async (_, call) => {
    const { ai, original, asked } = connect('server');
    await call(ai);
    await call(original);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toBe(asked[1]);
  });

  it('is there if it has no code run, with all else that it has', async () => {
    const { ai, original, asked } = connect();
    await ai.interactions.create({ model, input: 'Hello?', tools: [{ type: 'google_search' }] });
    await ai.caches.create({ model, config: { contents: 'Long.' } });
    await ai.caches.get({ name: 'cachedContents/one' });
    expect(asked).toHaveLength(3);
    expect(ai.live.music).toBe(original.live.music);
    expect(ai.interactions).toBe(ai.interactions);
  });
});
