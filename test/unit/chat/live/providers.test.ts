/** The page's chat with each provider: strict fakes, and programs that are told what they come to. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import type { Access } from '../../../../src/chat/live/access.ts';
import { connect } from '../../../../src/chat/live/connect.ts';
import { historyForOthers } from '../../../../src/chat/live/history.ts';
import { listServerModels } from '../../../../src/chat/live/server/serverErrors.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { fakeLanguageModel, type ModelScript } from '../../../support/languageModelFake/languageModelFake.ts';
import { startServer } from '../../../support/localServer.ts';
import type { OpenAIScript } from '../../../support/openaiFake/server.ts';
import { addScript, runs, scriptedSandbox } from '../../openai/fake.ts';
import { gemini } from '../../support/geminiFake/client.ts';

const PAGE = 'https://glovebox.example/';
const FENCED = '```python\nprint(40 + 2)\n```\n';
const DONE = { parts: [{ text: 'It is 42.' }] };

beforeEach(() => {
  vi.stubGlobal('location', new URL(PAGE));
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', { language: 'en-GB', onLine: true });
});
afterEach(() => vi.unstubAllGlobals());

function stubModel(script: ModelScript) {
  const model = fakeLanguageModel({ isActive: () => true, ...script });
  vi.stubGlobal('LanguageModel', model);
  return model;
}

async function open(access: Partial<Access>) {
  const { sandbox, ran } = scriptedSandbox(() => '42\n');
  const connection = await connect({ apiKey: '', model: 'gpt-5.5', ...access }, async () => sandbox);
  const events: AnswerEvent[] = [];
  const notes: string[] = [];
  const ask = (
    question: string,
    {
      files = [],
      signal = new AbortController().signal,
      resumes,
    }: { files?: File[]; signal?: AbortSignal; resumes?: unknown } = {},
  ) =>
    connection.ask({
      question,
      files,
      signal,
      resumes,
      onEvent: (event) => events.push(event),
      onNote: (text, replaced) => {
        if (notes.at(-1) === replaced) notes.pop();
        notes.push(text);
      },
    });
  return { ...connection, ask, events, notes, ran };
}

const openServer = (script: Script, access: Partial<Access> = {}) => {
  const handle = addScript(script);
  return { handle, chat: open({ provider: 'openai', baseURL: handle.baseURL, ...access }) };
};

/** The roles of the messages that were sent last. */
function rolesOf(handle: OpenAIScript): string[] {
  const messages = handle.requests().at(-1)?.body.messages as { role: string }[];
  return messages.map(({ role }) => role);
}

/** How an error of a chat is shown. */
async function explained(asking: Promise<unknown>) {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeDefined();
  return explainError(error);
}

describe('a chat with a server', () => {
  it('has its code run here, and brings the earlier turns with the next question', async () => {
    const { handle, chat } = openServer({
      turns: [{ parts: [runs('print(40 + 2)')] }, DONE, { parts: [{ text: 'Gladly.' }] }],
    });
    const { ask, events, ran, history } = await chat;
    await ask('What is 6 times 7?');
    expect(ran).toEqual(['print(40 + 2)']);
    const kinds = events.map(({ type }) => type).filter((type) => type !== 'usage');
    expect(kinds).toEqual(['turn-start', 'code', 'result', 'text-delta', 'turn-end']);
    await ask('Thank you.');
    expect(rolesOf(handle)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
    expect(history()).toHaveLength(4);
    expect(handle.refusals()).toEqual([]);
  });

  it('sends the files of a question, which code finds under their names', async () => {
    const { handle, chat } = openServer({ turns: [DONE] });
    const { ask } = await chat;
    await ask('What is in it?', { files: [new File(['sold\n40\n'], 'sales.csv', { type: 'text/csv' })] });
    expect(JSON.stringify(handle.requests()[0]?.body)).toContain('sales.csv (text/csv, 8 bytes)');
  });

  it('goes on with an answer that failed', async () => {
    const { chat } = openServer({
      turns: [{ parts: [runs('print(40 + 2)')] }, ...[1, 2].map(() => ({ failure: 'overloaded' as const })), DONE],
    });
    const { ask, ran } = await chat;
    const error: unknown = await ask('What is 6 times 7?').catch((thrown: unknown) => thrown);
    expect(explainError(error)).toMatchObject({ title: 'The server failed' });
    await ask('What is 6 times 7?', { resumes: error });
    expect(ran).toHaveLength(1);
  });
});

describe('an error of a server', () => {
  it('about an unknown model names those that it has', async () => {
    const { chat } = openServer({ turns: [{ failure: 'not-found' }] }, { model: 'gpt-nobody' });
    expect(await explained((await chat).ask('Hello?'))).toEqual({
      title: 'There is no such model',
      advice: 'Choose one of those below, then try again.',
      detail: 'The model does not exist or you do not have access to it. Models of this server: gpt-5.5, local-llama.',
      settings: true,
      remedy: 'model',
    });
  });

  it.each([
    ['', 'This server needs a key'],
    ['wrong', 'The API key was refused'],
  ])('about the key "%s" is: %s', async (apiKey, title) => {
    const { chat } = openServer({ turns: [{ failure: 'permission-denied' }] }, { apiKey });
    expect(await explained((await chat).ask('Hello?'))).toMatchObject({ title, remedy: 'key' });
  });

  it('without such an API is about the address', async () => {
    await using server = await startServer((_, response) => response.writeHead(404).end('<!doctype html>'));
    const { ask } = await open({ provider: 'openai', baseURL: server.origin });
    expect(await explained(ask('Hello?'))).toMatchObject({
      title: 'There is no OpenAI-compatible API at this address',
      advice: expect.stringContaining('http://localhost:11434/v1'),
      remedy: 'address',
    });
    expect(await explained(listServerModels({ baseURL: server.origin, apiKey: '' }))).toMatchObject({
      remedy: 'address',
    });
  });

  /** Browsers give no more words to any of these. */
  const failed = () => Promise.reject(new TypeError('Failed to fetch'));
  const askAt = async (baseURL: string) => {
    const { ask } = await open({ provider: 'openai', baseURL });
    return explained(ask('Hello?'));
  };

  it('that does not run says where it was looked for', async () => {
    vi.stubGlobal('fetch', failed);
    expect(await askAt('http://localhost:11434/v1')).toMatchObject({
      title: 'No server answers at this address',
      detail: 'http://localhost:11434/v1: Failed to fetch',
      settings: true,
    });
  });

  it('that does not allow this page says how to allow it', async () => {
    vi.stubGlobal('fetch', (_: string, { mode }: RequestInit) =>
      mode === 'no-cors' ? Promise.resolve(Response.error()) : failed(),
    );
    expect(await askAt('http://localhost:11434/v1')).toMatchObject({
      title: 'The server does not allow this page',
      advice: expect.stringContaining('OLLAMA_ORIGINS=https://glovebox.example'),
    });
  });

  it('that the user has forbidden this page to reach says so', async () => {
    vi.stubGlobal('fetch', failed);
    const query = async ({ name }: { name: string }) => {
      if (name !== 'loopback-network') throw new TypeError('There is no such permission.');
      return { state: 'denied' };
    };
    vi.stubGlobal('navigator', { onLine: true, permissions: { query } });
    expect(await askAt('http://127.0.0.1:8080/v1')).toMatchObject({ title: 'This page may not reach your network' });
  });

  it('that the policy of the page blocks names the directive', async () => {
    vi.stubGlobal('fetch', () => {
      const violation = Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'connect-src' });
      setTimeout(() => document.dispatchEvent(violation));
      return failed();
    });
    expect(await askAt('http://localhost:1234/v1')).toMatchObject({
      title: 'This page’s security policy blocks this address',
      advice: 'Its author has to allow http://localhost:1234 in connect-src.',
    });
  });

  it('in another network without HTTPS can never be reached from a page with HTTPS', async () => {
    vi.stubGlobal('fetch', failed);
    expect(await askAt('http://192.168.1.5:11434/v1')).toMatchObject({
      title: 'This address needs HTTPS',
      remedy: 'address',
    });
  });

  it('far away, without a network, is that the user is offline', async () => {
    vi.stubGlobal('fetch', failed);
    vi.stubGlobal('navigator', { onLine: false });
    expect(await askAt('https://openrouter.ai/api/v1')).toMatchObject({ title: 'You are offline', offline: true });
  }, 20_000);
});

describe('a chat with the built-in model', () => {
  const openBuiltIn = () => open({ provider: 'built-in', model: 'built-in' });

  it('has its code run here, and needs no server', async () => {
    const model = stubModel({ turns: [{ parts: [{ text: FENCED }] }, DONE] });
    vi.stubGlobal('fetch', () => Promise.reject(new Error('No request is to be made.')));
    const { ask, ran, events } = await openBuiltIn();
    await ask('What is 6 times 7?');
    expect(ran).toEqual(['print(40 + 2)\n']);
    expect(events[0]).toMatchObject({ type: 'turn-start', model: 'built-in' });
    expect(model.report()).toMatchObject({ turnsLeft: 0, openSessions: 1 });
  });

  it('downloads the model with the first question, and tells how far it is', async () => {
    const told: string[][] = [];
    stubModel({
      turns: [DONE],
      availability: 'downloadable',
      whileDownloading: async () => void told.push([...chat.notes]),
    });
    const chat = await openBuiltIn();
    await chat.ask('Hello?');
    expect(told.flat()).toEqual(['Downloading the browser’s model: 0 %', 'Downloading the browser’s model: 50 %']);
    expect(chat.notes).toEqual(['Downloading the browser’s model: 100 %']);
  });

  it.each([
    ['takes no pictures', { inputs: ['text'] }, 'en-GB'],
    ['does not speak the language of the browser', {}, 'fi'],
  ])('works if the model %s', async (_, script, language) => {
    vi.stubGlobal('navigator', { language });
    stubModel({ turns: [DONE], ...script });
    const { ask, events } = await openBuiltIn();
    await ask('Hello?');
    expect(events).toContainEqual(expect.objectContaining({ type: 'text-delta', text: 'It is 42.' }));
  });

  it('says what it takes if the browser has none', async () => {
    const { ask } = await openBuiltIn();
    expect(await explained(ask('Hello?'))).toMatchObject({
      title: 'This browser has no model that can answer',
      detail: expect.stringContaining('Chrome has one from version 148 on'),
      remedy: 'provider',
    });
  });

  it('tells once that earlier turns were left out', async () => {
    const long = 'word '.repeat(400);
    stubModel({ turns: [DONE, DONE, DONE], contextWindow: 1800 });
    const { ask, notes } = await openBuiltIn();
    for (const number of [1, 2, 3]) await ask(`${number}? ${long}`);
    expect(notes).toEqual(['The beginning of this conversation was left out, because it is too long for this model.']);
  });
});

describe('a conversation that goes on with another provider', () => {
  it('from Gemini to a server, and to the model of the browser', async () => {
    const script = gemini.addScript({
      turns: [
        { parts: [{ ...runs('print(40 + 2)'), thoughtSignature: 'c2lnbmVk' }] },
        { parts: [{ text: 'It is 42.' }] },
      ],
    });
    const first = await open({ apiKey: 'key', model: 'gemini-3.8-flash', httpOptions: { baseUrl: script.baseUrl } });
    await first.ask('What is 6 times 7?');
    const history = historyForOthers(first.history());
    expect(JSON.stringify(history)).not.toContain('c2lnbmVk');

    const { handle, chat } = openServer({ turns: [DONE] }, { history });
    await (await chat).ask('Again.');
    expect(rolesOf(handle)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
    expect(handle.refusals()).toEqual([]);

    const model = stubModel({ turns: [DONE] });
    const last = await open({ provider: 'built-in', history: historyForOthers((await chat).history()) });
    await last.ask('Once more.');
    const texts = model.report().prompts[0]?.map(({ text }) => text.trim()) ?? [];
    expect(texts.slice(1)).toEqual([
      'What is 6 times 7?',
      FENCED.trim(),
      '```output\n42\n```\nOUTCOME_OK',
      'It is 42.',
      'Again.',
      'It is 42.',
      'Once more.',
    ]);
  });

  it.each(['interactions', 'generateContent'] as const)('from a server to Gemini, by %s', async (api) => {
    const { chat } = openServer(
      {
        turns: [{ parts: [{ text: 'Let me think.', thought: true }, runs('print(40 + 2)')] }, DONE],
      },
      { model: 'local-llama' },
    );
    await (await chat).ask('What is 6 times 7?');
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Still 42.' }] }] });
    const history = historyForOthers((await chat).history());
    expect(JSON.stringify(history)).not.toContain('Let me think.');
    const access = { api, apiKey: 'key', model: 'gemini-3.8-flash', httpOptions: { baseUrl: script.baseUrl }, history };
    const { ask, events } = await open(access);
    await ask('Again.');
    expect(events).toContainEqual(expect.objectContaining({ type: 'text-delta', text: 'Still 42.' }));
    expect(script.refusals()).toEqual([]);
    expect(JSON.stringify(script.requests()[0]?.body)).toContain('print(40 + 2)');
  });
});
