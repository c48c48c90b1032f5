import type { LiveConnectConfig, LiveServerMessage, Part, Session } from '@google/genai';
import { expect, vi } from 'vitest';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import type { RunOptions } from '../../../../src/sandbox/options.ts';
import type { RunResult } from '../../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { Script, ScriptedTurn } from '../../../support/geminiFake/script/script.ts';
import { gemini, sdkFor } from '../../support/geminiFake/client.ts';

/** Live sessions of the client in Node, over a socket, with programs whose results are scripted. */

export const MODEL = 'gemini-3.8-live';
export const WITH_CODE: LiveConnectConfig = { tools: [{ codeExecution: {} }] };
export const SAYS_42: ScriptedTurn = { parts: [{ text: 'It is 42.' }] };

/** What a program comes to: its output, or more of its result. */
export type Run = (
  code: string,
  options: RunOptions,
) => string | Partial<RunResult> | Promise<string | Partial<RunResult>>;

export function sandboxThat(run: Run): Sandbox {
  const files = new Map<string, Uint8Array>();
  return {
    closed: false,
    run: async (code: string, options: RunOptions) => {
      const given = await run(code, options);
      const result = typeof given === 'string' ? { output: given } : given;
      return { status: 'ok', output: '', results: [], files: [], durationMs: 1, ...result };
    },
    files: {
      list: async () => [...files.keys()].map((path) => ({ path })),
      write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
      read: async (path: string) => new TextEncoder().encode(path),
    },
    expose: () => () => {},
  } as unknown as Sandbox;
}

/** A program that goes on until the session stops it, or the test ends it. */
export function endlessRun() {
  const { promise, resolve } = withResolvers<string>();
  const stopped = vi.fn();
  const run: Run = (_, { signal }) => {
    signal?.addEventListener('abort', () => {
      stopped();
      resolve('');
    });
    return promise;
  };
  return { run, stopped, end: resolve };
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

type Given = Partial<LocalPythonOptions> & {
  run?: Run;
  model?: string;
  config?: LiveConnectConfig;
  onmessage?: (message: LiveServerMessage) => void;
  script?: Partial<Script>;
};

/** Makes a client of a fake that plays these turns, with what happens in its sessions. */
export function liveClient(turns: ScriptedTurn[], given: Given = {}) {
  const { run = () => '42\n', model = MODEL, config = WITH_CODE, onmessage, script: more, ...options } = given;
  const script = gemini.addScript({ turns, ...more });
  const original = sdkFor(script);
  const events: AnswerEvent[] = [];
  const sandbox = sandboxThat(run);
  const ai = withLocalPython(original, { sandbox, onEvent: (event) => void events.push(event), ...options });
  const messages: LiveServerMessage[] = [];
  const closed = vi.fn<(event: { code: number; reason: string }) => void>();
  const connect = (overrides: LiveConnectConfig = {}, client = ai): Promise<Session> =>
    client.live.connect({
      model,
      config: { ...config, ...overrides },
      callbacks: {
        onmessage: (message) => {
          messages.push(message);
          onmessage?.(message);
        },
        onclose: closed,
      },
    });
  return { ai, original, connect, script, events, messages, closed };
}

/** A client and its session, which was asked something. */
export async function openLive(turns: ScriptedTurn[], given: Given = {}) {
  const live = liveClient(turns, given);
  const session = await live.connect();
  return { ...live, session, ask: () => session.sendClientContent({ turns: 'What is 6 times 7?' }) };
}

export const runPython = (code: string, id = `id of ${code}`) => ({
  functionCall: { name: 'run_python', args: { code }, id },
});

/** The parts of the model's turns, in short. */
export const partsOf = (messages: readonly LiveServerMessage[]): Part[] =>
  messages.flatMap(({ serverContent }) => serverContent?.modelTurn?.parts ?? []);

export const kindsOf = (messages: readonly LiveServerMessage[]) =>
  partsOf(messages).map((part) => Object.keys(part)[0]);

export const fieldsOf = (messages: readonly LiveServerMessage[]) => messages.flatMap((message) => Object.keys(message));

/** The responses that went to the server. */
export function responsesIn({ requests }: { requests: () => { body: unknown }[] }) {
  return requests().flatMap(({ body }) => {
    const { toolResponse } = body as { toolResponse?: { functionResponses: Record<string, unknown>[] } };
    return toolResponse?.functionResponses ?? [];
  });
}

export function setupOf({ requests }: { requests: () => { body: unknown }[] }): Record<string, unknown> {
  const [first] = requests();
  return Object(first?.body).setup;
}

/** Waits for the end of a turn of the server. */
export async function turnComplete(messages: readonly LiveServerMessage[], count = 1): Promise<void> {
  await vi.waitFor(() =>
    expect(messages.filter(({ serverContent }) => serverContent?.turnComplete).length).toBeGreaterThanOrEqual(count),
  );
}
