import OpenAI from 'openai';
import { afterAll, beforeAll } from 'vitest';
import type { AnswerEvent } from '../../../src/answer/events.ts';
import type { LocalPythonOptions } from '../../../src/answer/options.ts';
import { withLocalPython } from '../../../src/openai/client.ts';
import type { RunResult } from '../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { type FakeOpenAI, type OpenAIScript, startFakeOpenAI } from '../../support/openaiFake/server.ts';

/** A fake of OpenAI's API for the file that imports this, and clients of it. */

let fake: FakeOpenAI;
beforeAll(async () => {
  fake = await startFakeOpenAI();
});
afterAll(() => fake.close());

export const MODEL = 'gpt-5.5';

export function addScript(script: Script): OpenAIScript {
  return fake.addScript(script);
}

export function sdkFor({ baseURL }: OpenAIScript): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL });
}

/** A picture of one red pixel. */
export const RED_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What a program comes to: its output; one that shows the red pixel begins with `plot`, one that fails has `Error` in it. */
export type Print = (code: string) => string | Promise<string>;

export function scriptedSandbox(print: Print = () => 'done\n') {
  const ran: string[] = [];
  const files: string[] = [];
  const run = async (code: string): Promise<Partial<RunResult>> => {
    ran.push(code);
    const output = await print(code);
    const results = code.startsWith('plot') ? [{ source: 'display', data: { 'image/png': RED_PIXEL } } as const] : [];
    return { status: output.includes('Error') ? 'error' : 'ok', output, results, files: [], durationMs: 1 };
  };
  const write = async (name: string) => void files.push(name);
  const sandbox = { closed: false, run, files: { list: async () => [], write }, expose: () => () => {} };
  return { sandbox: sandbox as unknown as Sandbox, ran, files };
}

export const runs = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
export const printed = (responseContains: string) => [{ functionResponse: { name: 'run_python', responseContains } }];

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** The client of withLocalPython, over the SDK and the fake. */
export function playLocally(script: Script, options: Partial<LocalPythonOptions> & { print?: Print } = {}) {
  const { print, ...rest } = options;
  const handle = addScript(script);
  const { sandbox, ran, files } = scriptedSandbox(print);
  const original = sdkFor(handle);
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => void events.push(event);
  const client = withLocalPython(original, { sandbox, onEvent, ...rest, retry: { initialDelayMs: 1, ...rest.retry } });
  const bodies = () => handle.requests().map(({ body }) => body);
  return { client, original, handle, bodies, ran, files, events };
}
