/** Answers of Google's servers that others recorded, if they are there: through the client they come to what the SDK makes of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { collect, scriptedSandbox } from '../client/play.ts';

const FOLDER = fileURLToPath(new URL('../../../../../shared/fixtures/interactions', import.meta.url));
const FILES = existsSync(FOLDER)
  ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(json|chunks\.txt|sse\.txt)$/.test(file),
    )
  : [];
const STREAM = { 'Content-Type': 'text/event-stream' };

/** Clients that get this recording for an answer: the SDK, and ours. */
function connect(file: string) {
  const recorded = readFileSync(path.join(FOLDER, file), 'utf8');
  const fetch = async () =>
    file.endsWith('.json')
      ? Response.json(JSON.parse(recorded))
      : new Response(asStream(recorded), { headers: STREAM });
  const original = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
  return { original, ai: withLocalPython(original, scriptedSandbox()) };
}

function asStream(recorded: string): string {
  if (recorded.startsWith('event: ')) return recorded;
  const events = recorded.split('\n').filter((line) => line !== '');
  const lines = events.map((line) => `event: ${JSON.parse(line).event_type}\ndata: ${line}\n\n`);
  return `${lines.join('')}event: done\ndata: [DONE]\n\n`;
}

const weather = { type: 'function' as const, parameters: { type: 'object' } };
const ask = {
  model: 'gemini-3.5-flash',
  input: 'Hello?',
  tools: ['getWeather', 'get_weather', 'get_weather_forecast'].map((name) => ({ ...weather, name })),
};
const withCode = { ...ask, tools: [...ask.tools, { type: 'code_execution' as const }] };

/** Without what carries no content: the response of HTTP, and a field that the SDK counts up. */
function plain(interaction: object) {
  const { sdkHttpResponse: _, ...rest } = interaction as { sdkHttpResponse?: unknown };
  return rest;
}

describe.skipIf(FILES.length === 0)('a recorded answer', () => {
  it.each(FILES.filter((file) => file.endsWith('.json')))('is what the SDK makes of it: %s', async (file) => {
    const { original, ai } = connect(file);
    const ours = await ai.interactions.create(withCode);
    expect(plain(ours)).toEqual(plain(await original.interactions.create(ask)));
  });

  it.each(FILES.filter((file) => file.endsWith('.txt')))('is streamed as the SDK streams it: %s', async (file) => {
    const { original, ai } = connect(file);
    const ours = await collect(await ai.interactions.create({ ...withCode, stream: true }));
    expect(ours).toEqual(await collect(await original.interactions.create({ ...ask, stream: true })));
  });
});
