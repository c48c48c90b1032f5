import { type FunctionCall, GoogleGenAI, type Content as SdkContent } from '@google/genai';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import type { RpcStatus } from '../../../support/geminiFake/errors.ts';
import type { Script, ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import { type FakeGemini, type ScriptHandle, startFakeGemini } from '../../../support/geminiFake/server.ts';

/** What the tests of the fake have in common: a server for the file that imports this, and clients of it. */

export const GEMINI_2 = 'gemini-2.5-flash';
export const GEMINI_3 = 'gemini-3-flash-preview';

export const runPython = { name: 'run_python', parametersJsonSchema: { type: 'object' } };
export const now = { name: 'now' };
export const functions = [{ functionDeclarations: [runPython, now] }];
export const callPython = { functionCall: { name: 'run_python', args: { code: 'print(47 * 109 - 6)' } } };
export const callNow = { functionCall: { name: 'now', args: {} } };
export const question: Content = { role: 'user', parts: [{ text: 'What is 47 * 109 - 6?' }] };
export const hello: ScriptedTurn = { parts: [{ text: 'Hello' }] };

export let gemini: FakeGemini;
beforeAll(async () => {
  gemini = await startFakeGemini();
});
afterAll(() => gemini.close());

export function sdkFor(script: ScriptHandle): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: script.baseUrl } });
}

export function play(...turns: ScriptedTurn[]): ScriptHandle {
  return gemini.addScript({ turns });
}

/** Their types differ only in that the SDK's enums are TypeScript enums. */
export function forSdk(contents: Content[]): SdkContent[] {
  return contents as SdkContent[];
}

export function answerForSdk(...calls: (FunctionCall | undefined)[]) {
  const response = { output: 'done' };
  return {
    message: calls.map((call) => ({ functionResponse: { id: call?.id ?? '', name: call?.name ?? '', response } })),
  };
}

/** Array.fromAsync is not in Node 20. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function post(
  script: ScriptHandle,
  body: unknown,
  { model = GEMINI_2, method = 'generateContent', key = 'test' } = {},
) {
  return fetch(`${script.baseUrl}/v1/models/${model}:${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function errorOf(response: Response): Promise<RpcStatus> {
  const { error } = (await response.json()) as { error: RpcStatus };
  expect(error.code).toBe(response.status);
  return error;
}

/** What the server says to a body that a wrong client sends. */
export async function refusal(body: unknown, model = GEMINI_2, script: Partial<Script> = {}): Promise<string> {
  const played = gemini.addScript({ turns: [hello], ...script });
  const error = await errorOf(await post(played, body, { model }));
  expect(error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
  expect(played.refusals()).toEqual([error.message]);
  expect(played.turnsLeft()).toBe((script.turns ?? [hello]).length);
  return error.message;
}

export async function accepted(body: unknown, model = GEMINI_2, script: Partial<Script> = {}): Promise<void> {
  const played = gemini.addScript({ turns: [hello], ...script });
  const response = await post(played, body, { model });
  expect(await response.text()).toContain('Hello');
  expect(response.status).toBe(200);
}

export function modelTurn(...parts: Part[]): Content {
  return { role: 'model', parts };
}

export function userTurn(...parts: Part[]): Content {
  return { role: 'user', parts };
}

export function answerTo(part: Part, response: Record<string, unknown> = { output: '5117\n' }): Part {
  const { id, name } = part.functionCall ?? {};
  return { functionResponse: { ...(id === undefined ? {} : { id }), name, response } };
}

/** A Gemini 3 conversation after the model has called: the script waits with one more turn, `Hello`. */
export async function afterCalls(...calls: Part[]) {
  const script = play({ parts: calls }, hello);
  const response = await post(script, { contents: [question], tools: functions }, { model: GEMINI_3 });
  const { candidates } = (await response.json()) as { candidates: { content: { parts: Part[] } }[] };
  const issued = candidates[0]?.content.parts ?? [];
  const next = async (...contents: Content[]) => {
    const answer = await post(script, { contents: [question, ...contents], tools: functions }, { model: GEMINI_3 });
    return answer.ok ? 'accepted' : (await errorOf(answer)).message;
  };
  return { issued, next };
}

export async function afterOneCall() {
  const { issued, next } = await afterCalls(callPython);
  const [call = {}] = issued;
  return { call, next };
}
