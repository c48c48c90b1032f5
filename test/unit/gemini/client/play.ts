import type { GenerateContentConfig, GenerateContentResponse, GoogleGenAI, Part } from '@google/genai';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import type { RunResult } from '../../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import type { ScriptHandle } from '../../../support/geminiFake/server.ts';
import { gemini, sdkFor } from '../../support/geminiFake/client.ts';

/** The client of `withLocalPython` in Node: the SDK and the strict fake over a socket, and programs that are told what they come to. */

export const WITH_CODE: GenerateContentConfig = { tools: [{ codeExecution: {} }] };
export const ON_SERVER = { tools: [{ codeExecution: { mode: 'server' } }] } as GenerateContentConfig;
/** What Google's own code execution answers. */
export const SERVER_ANSWER: Script['turns'][number] = {
  parts: [
    { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
    { text: 'It is 42.' },
  ],
};

/** What each program printed that ran, by the program. */
export type Print = (code: string) => string | Promise<string>;

/** A sandbox whose programs come to what `print` says; what it throws is what the run rejects with. */
export function scriptedSandbox(print: Print = () => 'done\n'): { sandbox: Sandbox; ran: string[] } {
  const ran: string[] = [];
  const run = async (code: string): Promise<Partial<RunResult>> => {
    ran.push(code);
    const output = await print(code);
    const status = output.includes('Error') ? 'error' : 'ok';
    return { ok: status === 'ok', status, output, results: [], files: [] };
  };
  const files = { list: async () => [], write: async () => {} };
  return { sandbox: { closed: false, run, files, expose: () => () => {} } as unknown as Sandbox, ran };
}

export interface Played {
  script: ScriptHandle;
  /** Of the SDK, of the same conversation. */
  original: GoogleGenAI;
  ai: GoogleGenAI;
  ran: string[];
  events: AnswerEvent[];
}

export function playLocally(script: Script, options: Partial<LocalPythonOptions> & { print?: Print } = {}): Played {
  const { print, ...rest } = options;
  const handle = gemini.addScript(script);
  const { sandbox, ran } = scriptedSandbox(print);
  const original = sdkFor(handle);
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => void events.push(event);
  const ai = withLocalPython(original, { sandbox, onEvent, ...rest, retry: { initialDelayMs: 1, ...rest.retry } });
  return { script: handle, original, ai, ran, events };
}

export const runPython = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });

export const partsOf = (response: GenerateContentResponse | undefined): Part[] =>
  response?.candidates?.[0]?.content?.parts ?? [];

export const kindsOf = (response: GenerateContentResponse | undefined) =>
  partsOf(response).map((part) => Object.keys(part).find((key) => key !== 'thoughtSignature' && key !== 'localCall'));

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** The body of a request, as it came over the wire. */
export interface Body {
  contents: { role?: string; parts: Record<string, unknown>[] }[];
  tools?: Record<string, unknown>[];
  toolConfig?: { functionCallingConfig?: { mode?: string; allowedFunctionNames?: string[] } };
  generationConfig?: Record<string, unknown>;
  systemInstruction?: unknown;
}

export const bodiesOf = (script: ScriptHandle): Body[] => script.requests().map(({ body }) => body as Body);
