import type { GoogleGenAI, Interactions } from '@google/genai';
import { expect } from 'vitest';
import type { Script, ScriptedTurn } from '../../../../support/geminiFake/script/script.ts';
import type { ScriptHandle } from '../../../../support/geminiFake/server.ts';
import { gemini, hello, sdkFor } from '../client.ts';

/** What the tests of the fake's Interactions API have in common. */

export const MODEL = 'gemini-3.8-flash';
/** It takes functions beside built-in tools. */
export const MIXING_MODEL = 'gemini-3.5-flash';

type InteractionsClient = GoogleGenAI['interactions'];
type Params = Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming;
/** The rest is the model and a question. */
export type Request = Partial<Params>;
export type Events = Interactions.InteractionSSEEvent[];
export type Step = Interactions.Step;

export const runPython: Interactions.Tool = {
  type: 'function',
  name: 'run_python',
  description: 'Runs Python.',
  parameters: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
};
export const now: Interactions.Tool = { type: 'function', name: 'now' };
export const codeExecution: Interactions.Tool = { type: 'code_execution' };

/** Makes no second attempt, so that a refusal is one request. */
export const ONCE = { maxRetries: 0 };

export function clientOf(script: ScriptHandle): InteractionsClient {
  return sdkFor(script).interactions;
}

/** Asks a script of these turns once. */
export async function ask(request: Request, ...turns: ScriptedTurn[]) {
  return create(gemini.addScript({ turns }), request);
}

export async function create(script: ScriptHandle, request: Request) {
  const { sdkHttpResponse: _, ...interaction } = await clientOf(script).create(
    { model: MODEL, input: 'What is 47 * 109 - 6?', ...request } as Params,
    ONCE,
  );
  return interaction;
}

export async function stream(script: ScriptHandle, request: Request = {}): Promise<Events> {
  const params = { model: MODEL, input: 'What is 47 * 109 - 6?', ...request, stream: true as const };
  return collect(await clientOf(script).create(params, ONCE));
}

export async function collect(events: AsyncIterable<Interactions.InteractionSSEEvent>): Promise<Events> {
  const all: Events = [];
  for await (const event of events) all.push(event);
  return all;
}

/** What the API says of its error, beside the status of HTTP. */
export interface ApiError {
  status: number;
  code: string;
  message: string;
}

export async function errorOf(response: Response): Promise<ApiError> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(Object.keys(error)).toEqual(['message', 'code']);
  return { status: response.status, ...error };
}

/** A request without the SDK, which adds and drops nothing. */
export function post(script: ScriptHandle, body: unknown, { version = 'v1', key = 'test' } = {}): Promise<Response> {
  return fetch(`${script.baseUrl}/${version}/interactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Has a request refused, which uses no turn of the script. */
export async function refused(script: ScriptHandle, body: object): Promise<ApiError> {
  const left = script.turnsLeft();
  const error = await errorOf(await post(script, { model: MODEL, input: 'Hi', ...body }));
  expect(script.refusals().at(-1)).toBe(error.message);
  expect(script.turnsLeft()).toBe(left);
  return error;
}

/** The refusal of the first request of a script that would say hello. */
export async function refusal(body: object, script: Partial<Script> = {}): Promise<ApiError> {
  return refused(gemini.addScript({ turns: [hello], ...script }), body);
}

export async function accepted(body: object, script: Partial<Script> = {}): Promise<void> {
  const played = gemini.addScript({ turns: [hello], ...script });
  const response = await post(played, { model: MODEL, input: 'Hi', ...body });
  expect(await response.text()).toContain('Hello');
  expect(response.status).toBe(200);
}

export function resultOf(call: Step | undefined, result: unknown = '5117\n') {
  const { id, name } = call as { id: string; name: string };
  return { type: 'function_result', call_id: id, name, result } as Interactions.FunctionResultStep;
}

export function callsIn({ steps = [] }: { steps?: Step[] | undefined }): Step[] {
  return steps.filter(({ type }) => type === 'function_call');
}
