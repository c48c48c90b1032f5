import { type GenerateContentResponse, GoogleGenAI } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GloveboxError } from '../../../src/errors.ts';
import { withLocalPython } from '../../../src/gemini/client.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { OWN_PAYLOADS, RECORDED_PAYLOADS } from '../../support/payloads.ts';
import { assertProperty } from '../assertProperty.ts';

const PAYLOADS = [...OWN_PAYLOADS, ...RECORDED_PAYLOADS];
const STREAMS = PAYLOADS.filter(({ isStream }) => isStream);
const UNARY = PAYLOADS.filter(({ isStream, isError }) => !isStream && !isError);
const MAX_RUNS = 6;
const PARAMS = { model: 'gemini-3-flash-preview', contents: 'Hello?', config: { tools: [{ codeExecution: {} }] } };

/** Runs come to nothing much. */
const sandbox = {
  closed: false,
  run: async () => ({ status: 'ok', output: '', results: [], files: [] }),
  files: { list: async () => [] },
  expose: () => {},
} as unknown as Sandbox;

/** A client whose API answers each request with this text. */
function clientOf(text: string) {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return new Response(text);
  };
  const ai = new GoogleGenAI({ apiKey: 'test', httpOptions: { fetch: fetch as never } });
  return { ai, requests: () => requests };
}

interface Answer {
  chunks?: GenerateContentResponse[];
  error?: unknown;
}

async function ask(ai: GoogleGenAI, streamed: boolean): Promise<Answer> {
  const chunks: GenerateContentResponse[] = [];
  try {
    if (!streamed) return { chunks: [await ai.models.generateContent(PARAMS)] };
    for await (const chunk of await ai.models.generateContentStream(PARAMS)) chunks.push(chunk);
    return { chunks };
  } catch (error) {
    return { error };
  }
}

/** Asks with and without Python: what the SDK itself does not take, the client need not take either. */
async function compare(text: string, streamed: boolean): Promise<void> {
  const plain = await ask(clientOf(text).ai, streamed);
  const { ai, requests } = clientOf(text);
  const events: string[] = [];
  const onEvent = ({ type }: { type: string }) => void events.push(type);
  const local = withLocalPython(ai, {
    sandbox: async () => sandbox,
    maxRuns: MAX_RUNS,
    retry: { attempts: 1 },
    onEvent,
  });
  const { chunks, error } = await ask(local, streamed);
  expect(requests()).toBeLessThanOrEqual(3 * (MAX_RUNS + 1));
  expect([events[0], events.at(-1)]).toEqual(['turn-start', 'turn-end']);
  for (const { candidates } of chunks ?? []) {
    if (candidates?.length) expect(candidates[0]?.content?.parts).not.toHaveLength(0);
  }
  if (error === undefined || GloveboxError.is(error)) return;
  // A stream without a single message is told as a failure of the network.
  if (plain.chunks?.length === 0) return expectMessage(error, /empty stream/);
  if (plain.error === undefined) throw new Error('An error that is neither ours nor of the SDK.', { cause: error });
  expectMessage(error, plain.error instanceof Error ? plain.error.message : String(plain.error));
}

function expectMessage(error: unknown, message: RegExp | string): void {
  expect(error).toBeInstanceOf(Error);
  if (typeof message === 'string') expect((error as Error).message).toBe(message);
  else expect((error as Error).message).toMatch(message);
}

/** Any value, with the names and the values that responses have. */
const names = fc.constantFrom(
  ...[
    'candidates',
    'content',
    'parts',
    'text',
    'functionCall',
    'name',
    'args',
    'code',
    'executableCode',
    'language',
    'id',
  ],
  ...[
    'codeExecutionResult',
    'outcome',
    'output',
    'inlineData',
    'mimeType',
    'data',
    'thought',
    'thoughtSignature',
    'role',
  ],
  ...[
    'finishReason',
    'promptFeedback',
    'blockReason',
    'usageMetadata',
    'totalTokenCount',
    'promptTokensDetails',
    '__proto__',
  ],
);
const values = fc.oneof(
  fc.constantFrom('STOP', 'MAX_TOKENS', 'MALFORMED_FUNCTION_CALL', 'run_python', 'PYTHON', 'OUTCOME_OK', 'print(1)'),
  fc.constantFrom('```python\n', '```', 'model', 'image/png', 'TEXT', '', '\ud800'),
  fc.constantFrom(null, true, 0, -1, 1e308),
  fc.jsonValue({ maxDepth: 1 }),
);
const { node: anyJson } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium' },
    values,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(names, tie('node'), { maxKeys: 4 }),
  ),
}));

/** Of the right shape down to somewhere. */
const response = fc.oneof(
  anyJson,
  fc.record({ candidates: fc.array(fc.record({ content: fc.record({ parts: anyJson }), finishReason: values })) }),
  fc.record({
    candidates: fc.array(
      fc.record({
        content: fc.record({ parts: fc.array(fc.dictionary(names, anyJson, { maxKeys: 3 }), { maxLength: 3 }) }),
        finishReason: fc.constant('STOP'),
      }),
      { maxLength: 2 },
    ),
    usageMetadata: anyJson,
  }),
);

/** Changes to a value: something in it is replaced, or left out. */
interface Change {
  path: number[];
  replacement: unknown;
  removes: boolean;
}
const change = fc.record({
  path: fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }),
  replacement: anyJson,
  removes: fc.boolean(),
});

function apply(value: unknown, { path, replacement, removes }: Change): unknown {
  const [step = 0, ...rest] = path;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % keys.length] ?? '';
  const entries = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (name !== key) return [[name, item]];
    if (rest.length > 0) return [[name, apply(item, { path: rest, replacement, removes })]];
    return removes ? [] : [[name, replacement]];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

const asStream = (messages: readonly unknown[]) =>
  messages.map((message) => `data: ${JSON.stringify(message)}\r\n\r\n`).join('');
const messagesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice('data:'.length)));

describe('a response of the API that is broken gives an answer, or an error of this library or of the SDK', () => {
  it('when values in what was recorded are others, or missing', async () => {
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    const stream = fc.asyncProperty(fc.constantFrom(...STREAMS), fc.nat(), changes, async ({ text }, at, all) => {
      const messages = messagesOf(text);
      const index = at % messages.length;
      const changed = messages.map((each, place) => (place === index ? all.reduce(apply, each) : each));
      await compare(asStream(changed), true);
    });
    await assertProperty(stream, 300);
    const unary = fc.asyncProperty(fc.constantFrom(...UNARY), changes, async ({ text }, all) => {
      await compare(JSON.stringify(all.reduce(apply, JSON.parse(text) as unknown)), false);
    });
    await assertProperty(unary, 300);
  });

  it('when it is any JSON at all', async () => {
    const property = fc.asyncProperty(fc.array(response, { maxLength: 3 }), fc.boolean(), async (all, streamed) => {
      await compare(streamed ? asStream(all) : JSON.stringify(all[0] ?? {}), streamed);
    });
    await assertProperty(property, 500);
  });

  it('when its bytes are cut off, or others', async () => {
    const spoil = fc.record({
      at: fc.nat(),
      length: fc.nat(5),
      insert: fc.string({ maxLength: 5 }),
      cut: fc.boolean(),
    });
    const property = fc.asyncProperty(fc.constantFrom(...STREAMS, ...UNARY), spoil, async ({ text, isStream }, how) => {
      const at = how.at % text.length;
      const changed = text.slice(0, at) + how.insert + (how.cut ? '' : text.slice(at + how.length));
      await compare(changed, isStream);
    });
    await assertProperty(property, 300);
  });
});
