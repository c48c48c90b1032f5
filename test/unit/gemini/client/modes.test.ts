import type { CallableTool, Chat, Content, GenerateContentConfig, GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../src/answer/options.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { GEMINI_2, GEMINI_3 } from '../../support/geminiFake/client.ts';
import {
  bodiesOf,
  collect,
  kindsOf,
  ON_SERVER,
  partsOf,
  playLocally,
  runPython,
  SERVER_ANSWER,
  scriptedSandbox,
  WITH_CODE,
} from './play.ts';

/** The strict fake signs what the server signs, and refuses a signature on any part but the one that it was issued on. */

const LOCAL_ANSWER = [{ parts: [{ text: 'Let me see.' }, runPython('print(41)')] }, { parts: [{ text: 'It is 41.' }] }];
const BYE = { parts: [{ text: 'Bye.' }] };
const MISSING = 'import tensorflow';

/** A library that is missing in the browser. */
const failing = async (code: string) => (code === MISSING ? 'ModuleNotFoundError' : '41\n');

/** A sandbox whose programs fail for a library that no browser has. */
function sandboxWithoutLibrary() {
  const { sandbox } = scriptedSandbox(failing);
  const runs = sandbox.run;
  const run = async (code: string) => ({
    ...(await runs(code)),
    ...(code === MISSING && { error: { type: 'ModuleNotFoundError', hint: 'tensorflow is not there.' } }),
  });
  return Object.assign(sandbox, { run });
}

const saved = (chat: Chat): Content[] => JSON.parse(JSON.stringify(chat.getHistory(true)));

async function send(chat: Chat, message: string, streamed: boolean, config?: GenerateContentConfig) {
  const request = { message, ...(config && { config }) };
  if (!streamed) return [await chat.sendMessage(request)];
  return collect(await chat.sendMessageStream(request));
}

describe.each([
  ['unary', false],
  ['streamed', true],
])('a chat with Gemini 3, %s,', (_, streamed) => {
  it.each<[string, (GenerateContentConfig | undefined)[], Script['turns']]>([
    ['from the server to here', [ON_SERVER, undefined, ON_SERVER], [SERVER_ANSWER, ...LOCAL_ANSWER, SERVER_ANSWER]],
    ['from here to the server', [undefined, ON_SERVER, undefined], [...LOCAL_ANSWER, SERVER_ANSWER, ...LOCAL_ANSWER]],
    ['from here to no tool at all', [undefined, {}, undefined], [...LOCAL_ANSWER, BYE, ...LOCAL_ANSWER]],
    ['from the server to no tool at all', [ON_SERVER, {}, ON_SERVER], [SERVER_ANSWER, BYE, SERVER_ANSWER]],
  ])('goes on %s', async (_way, configs, turns) => {
    const { ai, script } = playLocally({ turns });
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    for (const config of configs) await send(chat, 'Count.', streamed, config);
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it('goes on after the server was asked in place of the sandbox, in each mode', async () => {
    const turns = [{ parts: [runPython(MISSING)] }, SERVER_ANSWER, ...LOCAL_ANSWER, SERVER_ANSWER, ...LOCAL_ANSWER];
    const { ai, script } = playLocally({ turns }, { mode: 'auto', sandbox: sandboxWithoutLibrary() });
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    for (const config of [undefined, undefined, ON_SERVER, undefined]) await send(chat, 'Count.', streamed, config);
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  const another = (original: GoogleGenAI) => withLocalPython(original, scriptedSandbox());
  it.each<[string, (original: GoogleGenAI) => GoogleGenAI, GenerateContentConfig, Script['turns']]>([
    ['the SDK itself', (original) => original, WITH_CODE, [SERVER_ANSWER]],
    ['another client, on the server', another, ON_SERVER, [SERVER_ANSWER]],
    ['another client, here', another, WITH_CODE, LOCAL_ANSWER],
  ])('goes on from JSON with %s', async (_, clientOf, config, last) => {
    const { ai, original, script } = playLocally({ turns: [...LOCAL_ANSWER, SERVER_ANSWER, ...last] });
    const before = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    await send(before, 'Count.', streamed);
    await send(before, 'Count.', streamed, ON_SERVER);
    const after = clientOf(original).chats.create({ model: GEMINI_3, config, history: saved(before) });
    await send(after, 'And on.', streamed);
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });
});

describe('two chats at once, in two modes and of two clients', () => {
  it('do not take each other for their own', async () => {
    const { sandbox } = scriptedSandbox();
    const play = (mode: Mode, turns: Script['turns']) => playLocally({ turns }, { mode, sandbox });
    const played = [
      play('local', [...LOCAL_ANSWER, SERVER_ANSWER, ...LOCAL_ANSWER]),
      play('server', [SERVER_ANSWER, SERVER_ANSWER, SERVER_ANSWER]),
    ];
    const chats = played.map(({ ai }) => ai.chats.create({ model: GEMINI_3, config: WITH_CODE }));
    for (const config of [undefined, ON_SERVER, undefined])
      await Promise.all(chats.map((chat) => send(chat, 'Count.', true, config)));
    for (const { script } of played) expect([script.refusals(), script.turnsLeft()]).toEqual([[], 0]);
  });
});

describe('a chat that goes on with another model', () => {
  it('which signs its calls, is not refused for calls that nobody signed', async () => {
    const { ai, script } = playLocally({ turns: [...LOCAL_ANSWER, { parts: [runPython('print(42)')] }, BYE] });
    const before = ai.chats.create({ model: GEMINI_2, config: WITH_CODE });
    await before.sendMessage({ message: 'Count.' });
    const after = ai.chats.create({ model: GEMINI_3, config: WITH_CODE, history: saved(before) });
    await after.sendMessage({ message: 'And on.' });
    expect(script.refusals()).toEqual([]);
  });
});

const weather: CallableTool = {
  tool: async () => ({ functionDeclarations: [{ name: 'get_weather' }] }),
  callTool: async ([call]) => [
    { functionResponse: { ...(call?.id && { id: call.id }), name: 'get_weather', response: { output: 21 } } },
  ],
};
const askWeather = { functionCall: { name: 'get_weather', args: {} } };

describe('a function that was called here', () => {
  const warm = { parts: [{ text: 'Warm.' }] };
  const turns = [{ parts: [askWeather, runPython('print(41)')] }, warm];
  const config = { tools: [{ codeExecution: {} }, weather] };

  it.each<[string, GenerateContentConfig, Script['turns']]>([
    ['no tool', {}, [BYE]],
    ['that function alone', { tools: [weather] }, [BYE]],
    ['the server', ON_SERVER, [SERVER_ANSWER]],
    ['code that runs here', WITH_CODE, LOCAL_ANSWER],
  ])('is remembered in the next request, which has %s', async (_, next, more) => {
    const before = [turns, [{ parts: [askWeather] }, warm]];
    for (const [streamed, said] of [true, false].flatMap((each) => before.map((one) => [each, one] as const))) {
      const { ai, script } = playLocally({ turns: [...said, ...more] });
      const chat = ai.chats.create({ model: GEMINI_3, config });
      await send(chat, 'Weather?', streamed);
      await send(chat, 'Sure?', streamed, next);
      expect(script.refusals()).toEqual([]);
      expect(JSON.stringify(bodiesOf(script)[2]?.contents)).toContain('"functionResponse"');
    }
  });

  it('is remembered if the server takes over in the mode auto', async () => {
    const { ai, script } = playLocally(
      { turns: [...turns, { parts: [runPython(MISSING)] }, SERVER_ANSWER] },
      { mode: 'auto', sandbox: sandboxWithoutLibrary() },
    );
    const chat = ai.chats.create({ model: GEMINI_3, config });
    await chat.sendMessage({ message: 'Weather?' });
    await chat.sendMessage({ message: 'Sure?', config: WITH_CODE });
    expect(script.refusals()).toEqual([]);
  });
});

describe("a search of Google's", () => {
  const search = [
    { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['primes'] } } },
    { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { found: 2 } } },
  ];

  it.each<[string, GenerateContentConfig, Script['turns']]>([
    ['no tool', {}, [BYE]],
    ['the server', ON_SERVER, [SERVER_ANSWER]],
    ['code that runs here', WITH_CODE, LOCAL_ANSWER],
    ['the same tools', { tools: [{ codeExecution: {} }, { googleSearch: {} }] }, LOCAL_ANSWER],
  ])('is not in the way of a next request that has %s', async (_, next, more) => {
    const turns = [{ parts: [...search, { text: 'Two. ' }] }, ...more] as Script['turns'];
    const { ai, script } = playLocally({ turns });
    const config = { tools: [{ codeExecution: {} }, { googleSearch: {} }] };
    const chat = ai.chats.create({ model: GEMINI_3, config });
    await chat.sendMessage({ message: 'Search.' });
    await chat.sendMessage({ message: 'And?', config: next });
    expect(script.refusals()).toEqual([]);
  });
});

describe('JavaScript that ran here', () => {
  it('is told to the server as text, with what it printed', async () => {
    const program = { functionCall: { name: 'run_javascript', args: { code: 'console.log(41)' } } };
    const { ai, script } = playLocally(
      { turns: [{ parts: [program, runPython('print(1)')] }, BYE, SERVER_ANSWER] },
      { languages: ['PYTHON', 'JAVASCRIPT'], print: (code) => `${code} printed\n` },
    );
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    await chat.sendMessage({ message: 'Count.' });
    await chat.sendMessage({ message: 'And on.', config: ON_SERVER });
    expect(script.refusals()).toEqual([]);
    const parts = bodiesOf(script).at(-1)?.contents[1]?.parts ?? [];
    expect(parts.map((part) => Object.keys(part)[0])).toEqual([
      'text',
      'text',
      'executableCode',
      'codeExecutionResult',
      'text',
    ]);
    expect(parts[1]?.text).toContain('console.log(41) printed');
  });
});

describe("a call without a program beside a function of the caller's", () => {
  it('leaves the caller a call that can be answered', async () => {
    const noProgram = { functionCall: { name: 'run_python', args: { source: 'print(1)' } } };
    const sales = { functionCall: { name: 'get_sales', args: {} } };
    const { ai, script } = playLocally({ turns: [{ parts: [noProgram, sales] }, BYE] });
    const config = { tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'get_sales' }] }] };
    const chat = ai.chats.create({ model: GEMINI_3, config });
    const [call] = (await chat.sendMessage({ message: 'Sales?' })).functionCalls ?? [];
    const functionResponse = { id: call?.id ?? '', name: 'get_sales', response: { output: 1 } };
    await chat.sendMessage({ message: { functionResponse } });
    expect(script.refusals()).toEqual([]);
  });
});

describe('a File among the contents', () => {
  const file = new File(['1\n'], 'data.csv', { type: 'text/csv' });
  const sent = { inlineData: { data: btoa('1\n') } };

  it.each<[string, GenerateContentConfig, File | Blob, Script['turns']]>([
    ['here', WITH_CODE, file, [BYE]],
    ['to the server', ON_SERVER, file, [SERVER_ANSWER]],
    ['to the server, without a name', ON_SERVER, new Blob(['1\n'], { type: 'text/csv' }), [SERVER_ANSWER]],
    ['without a tool', {}, file, [BYE]],
  ])('is sent %s', async (_, config, blob, turns) => {
    const { ai, script } = playLocally({ turns: [...turns, ...turns] });
    await ai.models.generateContent({ model: GEMINI_3, contents: [blob, 'Sum?'] as never, config });
    const chat = ai.chats.create({ model: GEMINI_3, config });
    await chat.sendMessage({ message: [blob, 'Sum?'] as never });
    for (const { contents } of bodiesOf(script)) expect(contents[0]?.parts[0]).toMatchObject(sent);
    expect(script.refusals()).toEqual([]);
  });
});

describe("a cache that was made with Google's own code execution", () => {
  const history: Content[] = [
    { role: 'user', parts: [{ text: 'Count.' }] },
    {
      role: 'model',
      parts: [
        { executableCode: { language: 'PYTHON' as never, code: 'print(1)' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK' as never, output: '1\n' } },
        { text: 'One.' },
      ],
    },
  ];

  it.each<[Mode, string]>([
    ['server', 'executableCode'],
    ['local', 'text'],
  ])('has code of earlier turns in the mode %s as %s', async (mode, kind) => {
    const { ai, original, script } = playLocally({ turns: [BYE] }, { mode });
    const config = { contents: 'A long text.', tools: [{ codeExecution: {} }] };
    const { name = '' } = await original.caches.create({ model: GEMINI_3, config });
    const chat = ai.chats.create({ model: GEMINI_3, config: { cachedContent: name }, history });
    expect(partsOf(await chat.sendMessage({ message: 'And?' }))).toEqual([{ text: 'Bye.' }]);
    expect(Object.keys(bodiesOf(script)[0]?.contents[1]?.parts[0] ?? {})).toEqual([kind]);
    expect(script.refusals()).toEqual([]);
  });
});

describe('what the caller is given', () => {
  it('has ids and signatures in JSON too, though none that would go to the server on another part', async () => {
    const { ai } = playLocally({ turns: LOCAL_ANSWER });
    const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config: WITH_CODE });
    expect(kindsOf(response)).toEqual(['text', 'executableCode', 'codeExecutionResult', 'text']);
    expect(JSON.parse(JSON.stringify(partsOf(response)[1]))).toEqual({
      executableCode: { id: expect.any(String), language: 'PYTHON', code: 'print(41)' },
      localCall: { name: 'run_python', thoughtSignature: expect.any(String) },
    });
  });
});
