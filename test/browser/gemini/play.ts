import {
  type Content,
  type GenerateContentConfig,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
  type Tool,
  type ToolConfig,
} from '@google/genai';
import { inject } from 'vitest';
import { type AnswerEvent, type LocalPythonOptions, withLocalPython } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { sandbox } from '../sandbox/sharedSandbox.ts';

export const MODEL = 'gemini-3-flash-preview';
export const OLD_MODEL = 'gemini-2.5-flash';
export const WITH_CODE_EXECUTION: GenerateContentConfig = { tools: [{ codeExecution: {} }] };

/** As it came over the wire. */
export interface RequestBody {
  contents: Content[];
  tools?: Tool[];
  toolConfig?: ToolConfig;
  systemInstruction?: Content;
  generationConfig?: Record<string, unknown>;
}

/** What the fake was asked, and what it refused. */
export interface Report {
  requests: { body: RequestBody }[];
  refusals: unknown[];
  turnsLeft: number;
}

/** A client of a fake that plays `script`, what happened, and what that fake has been asked. Code runs in the file's sandbox. */
export async function play(script: Script, given: Partial<LocalPythonOptions> = {}) {
  const options: LocalPythonOptions = { sandbox, ...given };
  const response = await fetch(`${inject('fakeGemini')}/scripts`, { method: 'POST', body: JSON.stringify(script) });
  const { id, baseUrl } = await response.json();
  const original = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl } });
  const report = async (): Promise<Report> => (await fetch(`${inject('fakeGemini')}/scripts/${id}/requests`)).json();
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => {
    events.push(event);
    options.onEvent?.(event);
  };
  // No test waits for as long as a person would.
  const retry = { initialDelayMs: 10, ...options.retry };
  return { original, ai: withLocalPython(original, { ...options, retry, onEvent }), report, events };
}

/** A request with pictures or files beside its words: the SDK's types know no `File`, which the client takes too. */
export const requestWith = (contents: (Part | string | File)[], model = MODEL) => ({
  model,
  contents: contents as Part[],
  config: WITH_CODE_EXECUTION,
});

export const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
export const answersWith = (responseContains: string) => [
  { functionResponse: { name: 'run_python', responseContains } },
];

export const partsOf = (response: GenerateContentResponse | undefined): Part[] =>
  response?.candidates?.[0]?.content?.parts ?? [];

export const kinds = (response: GenerateContentResponse | undefined) =>
  partsOf(response).map((part) => Object.keys(part).find((key) => key !== 'thoughtSignature'));

export async function collect(stream: AsyncIterable<GenerateContentResponse>): Promise<GenerateContentResponse[]> {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
