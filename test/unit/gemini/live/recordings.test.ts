/** Live sessions that others recorded, if they are there: through the client, the app gets what the SDK gives it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LiveServerMessage } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { liveClient } from './openLive.ts';

const FOLDER = fileURLToPath(new URL('../../../../../shared/fixtures/interactions/js-genai-live', import.meta.url));
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER) : [];

/** Reads what a client got. A log has `>length JSON` for each message of the client, and `<length JSON` for each of the server. */
function readLog(file: string): object[] {
  const log = readFileSync(path.join(FOLDER, file), 'utf8');
  const entries = log.split(/^(?=[<>]\d+ )/m).filter((entry) => entry.startsWith('<'));
  return entries.map((entry) => JSON.parse(entry.replace(/^<\d+ /, '')));
}

const weather = { functionDeclarations: [{ name: 'get_current_weather' }] };

/** Plays a recording to a session. @returns what the app got */
async function play(received: object[], tools: object[], ours: boolean): Promise<LiveServerMessage[]> {
  const messages = received.slice(1) as Record<string, unknown>[];
  const {
    connect,
    original,
    messages: got,
    ai,
  } = liveClient([{ messages, unasked: true, undeclaredCalls: true }], {
    model: 'gemini-live-2.5-flash-preview',
    config: { tools },
  });
  await connect({}, ours ? ai : original);
  await expect.poll(() => got.length).toBe(messages.length + 1);
  return got;
}

describe.skipIf(FILES.length === 0)('a recorded session', () => {
  it.each(FILES)('is what the SDK makes of it, since no call runs code: %s', async (file) => {
    const recorded = readLog(file);
    expect(recorded.length).toBeGreaterThan(0);
    expect(await play(recorded, [{ codeExecution: {} }, weather], true)).toEqual(
      await play(recorded, [weather], false),
    );
  });
});
