import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll } from 'vitest';
import type { AnswerEvent } from '../../../src/answer/events.ts';
import type { LocalPythonOptions } from '../../../src/answer/options.ts';
import { withLocalPython } from '../../../src/anthropic/client.ts';
import type { RunOptions } from '../../../src/sandbox/options.ts';
import type { RunResult } from '../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Tool } from '../../../src/sandbox/tools/tool.ts';
import { type AnthropicScript, type FakeAnthropic, startFakeAnthropic } from '../../support/anthropicFake/server.ts';
import type { Block, Body } from '../../support/anthropicFake/wire.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';

/** The client of `withLocalPython` in Node: the SDK and the strict fake over a socket, and programs that are told what they come to. */

export const CODE = { type: 'code_execution_20260120' as const, name: 'code_execution' as const };
export const ASK = {
  model: 'claude-opus-5-5',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'What is 6 times 7?' }],
  tools: [CODE] as Anthropic.Messages.ToolUnion[],
};

/** What a program came to: what it printed, with `Error` in it if it failed. */
type Come = string | Partial<RunResult>;
type Play = (code: string, options: RunOptions, tools: Record<string, Tool>) => Come | Promise<Come>;

export let anthropic: FakeAnthropic;
beforeAll(async () => {
  anthropic = await startFakeAnthropic();
});
afterAll(() => anthropic.close());

function scriptedSandbox(play: Play): { sandbox: Sandbox; ran: string[]; files: Record<string, Uint8Array> } {
  const ran: string[] = [];
  const written: Record<string, Uint8Array> = {};
  let tools: Record<string, Tool> = {};
  const run = async (code: string, options: RunOptions): Promise<Partial<RunResult>> => {
    ran.push(code);
    const come = await play(code, options, tools);
    if (typeof come !== 'string') return { status: 'ok', output: '', results: [], files: [], ...come };
    return { status: come.includes('Error') ? 'error' : 'ok', output: come, results: [], files: [] };
  };
  const files = {
    list: async () => Object.keys(written).map((path) => ({ path })),
    write: async (path: string, bytes: Uint8Array) => {
      written[path] = bytes;
    },
    read: async (path: string) => written[path],
  };
  const expose = (given: Record<string, Tool>) => {
    tools = given;
    return () => {
      tools = {};
    };
  };
  return { sandbox: { closed: false, run, files, expose } as unknown as Sandbox, ran, files: written };
}

export interface Played {
  script: AnthropicScript;
  /** Of the SDK, of the same conversation. */
  original: Anthropic;
  client: Anthropic;
  ran: string[];
  /** Of the sandbox. */
  files: Record<string, Uint8Array>;
  events: AnswerEvent[];
}

export function playLocally(script: Script, options: Partial<LocalPythonOptions> & { play?: Play } = {}): Played {
  const { play = () => '42\n', ...rest } = options;
  const handle = anthropic.addScript(script);
  const { sandbox, ran, files } = scriptedSandbox(play);
  const original = new Anthropic({ apiKey: 'test', baseURL: handle.baseURL });
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => void events.push(event);
  const client = withLocalPython(original, { sandbox, onEvent, ...rest, retry: { initialDelayMs: 1, ...rest.retry } });
  return { script: handle, original, client, ran, files, events };
}

export const runPython = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
export const TWO_HOPS = { turns: [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] };

export const bodiesOf = (script: AnthropicScript): Body[] => script.requests().map(({ body }) => body);

/** The blocks of one message of a request. */
export const contentOf = (body: Body | undefined, at: number) => body?.messages?.at(at)?.content as Block[];

export const typesOf = (message: { content: readonly { type: string }[] }) => message.content.map(({ type }) => type);

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** A stream in short: the type of each event, with that of its block or delta. */
export const inShort = (events: readonly Anthropic.RawMessageStreamEvent[]) =>
  events.map((event) => {
    if (event.type === 'content_block_start') return `${event.index} ${event.content_block.type}`;
    if (event.type === 'content_block_delta') return `${event.index} + ${event.delta.type}`;
    return event.type === 'content_block_stop' ? `${event.index} .` : event.type;
  });
