/** The page's chat in both APIs, with the SDK and the strict fake; programs are told what they come to. */
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import type { Access } from '../../../../src/chat/live/access.ts';
import { connect } from '../../../../src/chat/live/connect.ts';
import { contentsOf, type History, stepsOf } from '../../../../src/chat/live/history.ts';
import type { LiveSettings } from '../../../../src/chat/live/settings.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import type { ScriptHandle } from '../../../support/geminiFake/server.ts';
import { runPython, SERVER_ANSWER, scriptedSandbox } from '../../gemini/client/play.ts';
import { gemini } from '../../support/geminiFake/client.ts';

const MODEL = 'gemini-3.8-flash';
const PROGRAM = [{ parts: [{ text: 'So. ' }, runPython('print(40 + 2)')] }, { parts: [{ text: 'It is 42.' }] }];
type Api = LiveSettings['api'];

async function open(script: ScriptHandle, api: Api, access: Partial<Access> = {}) {
  const { sandbox, ran } = scriptedSandbox(() => '42\n');
  const httpOptions = { baseUrl: script.baseUrl };
  const connection = await connect({ apiKey: 'key', model: MODEL, api, httpOptions, ...access }, async () => sandbox);
  const events: AnswerEvent[] = [];
  const notes: string[] = [];
  const ask = (question: string, files: File[] = [], signal = new AbortController().signal, resumes?: unknown) =>
    connection.ask({
      question,
      files,
      signal,
      resumes,
      onEvent: (event) => events.push(event),
      onNote: (note) => notes.push(note),
    });
  return { ...connection, ask, events, notes, ran };
}

const play = (...turns: Script['turns']) => gemini.addScript({ turns });
const pathsOf = (script: ScriptHandle) => script.requests().map(({ method }) => method);
const bodyOf = (script: ScriptHandle, index: number) => script.requests().at(index)?.body as Record<string, unknown>;
const saved = (history: History): History => JSON.parse(JSON.stringify(history));

describe('a chat of the page', () => {
  it.each(['interactions', 'generateContent'] as const)('has the same events in each API: %s', async (api) => {
    const script = play(...PROGRAM);
    const { ask, events } = await open(script, api);
    await ask('What is 6 times 7?');
    const kinds = events.map(({ type }) => type).filter((type) => type !== 'usage');
    expect(kinds).toEqual(['turn-start', 'text-delta', 'code', 'result', 'text-delta', 'turn-end']);
    expect(events.filter(({ type }) => type === 'usage')).toHaveLength(2);
    expect(script.refusals()).toEqual([]);
  });

  it('has Google store nothing, and brings all steps with the next question', async () => {
    const script = play(...PROGRAM, { expect: [{ textContains: 'And 7?' }], parts: [{ text: 'It is 49.' }] });
    const { ask, history } = await open(script, 'interactions', { instruction: 'Be brief.' });
    await ask('What is 6 times 7?');
    await ask('And 7?');
    expect(script.requests().map(({ body }) => Object(body).store)).toEqual([false, false, false]);
    expect(history().at(-1)).toMatchObject({ type: 'model_output', content: [{ type: 'text', text: 'It is 49.' }] });
    expect(bodyOf(script, -1)).toMatchObject({ system_instruction: expect.stringMatching(/^Be brief\./) });
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it.each(['interactions', 'generateContent'] as const)('keeps the names of files in its history: %s', async (api) => {
    const before = await open(play(...PROGRAM), api);
    await before.ask('What is 6 times 7?', [new File(['sold\n40\n'], 'sold.csv')]);
    const asContents = contentsOf(saved(before.history()));
    expect(asContents.flatMap(({ parts = [] }) => parts.flatMap((part) => part.inlineData?.displayName ?? []))).toEqual(
      ['sold.csv'],
    );
    expect(JSON.stringify(stepsOf(asContents))).toContain('"display_name":"sold.csv"');
  });

  it.each([
    ['interactions', 'local', 'interactions', 'server'],
    ['interactions', 'server', 'interactions', 'local'],
    ['interactions', 'local', 'generateContent', 'local'],
    ['generateContent', 'local', 'interactions', 'local'],
    ['interactions', 'local', 'generateContent', 'server'],
    ['interactions', 'server', 'generateContent', 'local'],
    ['generateContent', 'local', 'interactions', 'server'],
    ['generateContent', 'server', 'interactions', 'local'],
  ] as const)('goes on from %s (%s) with %s (%s)', async (api, mode, nextApi, nextMode) => {
    const next =
      nextMode === 'local' ? [{ parts: [runPython('print(21 * 2)')] }, { parts: [{ text: 'Yes.' }] }] : [SERVER_ANSWER];
    const script = play(...(mode === 'local' ? PROGRAM : [SERVER_ANSWER]), ...next);
    const before = await open(script, api, { mode });
    await before.ask('What is 6 times 7?');
    const after = await open(script, nextApi, { mode: nextMode, history: saved(before.history()) });
    await after.ask('Again?');
    expect(after.events.filter(({ type }) => type === 'result')).toHaveLength(1);
    expect(JSON.stringify(bodyOf(script, -1))).toMatch(/print\((40 \+ 2|6 \* 7)\)[\s\S]*42[\s\S]*Again\?/);
    expect(script.refusals()).toEqual([]);
    expect(script.turnsLeft()).toBe(0);
  });

  it('asks with generateContent if a proxy has no Interactions API, and says so; the question is asked once', async () => {
    const script = play(...PROGRAM, { parts: [{ text: 'Yes.' }] });
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { url } = new Request(input, init);
      return url.endsWith('/interactions')
        ? Promise.resolve(new Response('<!doctype html><title>Not Found</title>', { status: 404 }))
        : globalThis.fetch(input, init);
    };
    const { ask, notes, events, ran } = await open(script, 'interactions', {
      httpOptions: { baseUrl: script.baseUrl, fetch },
    });
    await ask('What is 6 times 7?');
    await ask('Sure?');
    expect(notes).toEqual([expect.stringMatching(/has no Interactions API, so generateContent was asked/)]);
    expect(ran).toEqual(['print(40 + 2)']);
    expect(events.filter(({ type }) => type === 'text-delta').at(-1)).toMatchObject({ text: 'Yes.' });
    expect(new Set(pathsOf(script))).toEqual(new Set(['streamGenerateContent']));
  });

  it.each(['interactions', 'generateContent'] as const)(
    'goes on with a failed answer, and runs no code twice: %s',
    async (api) => {
      const [program, words] = PROGRAM;
      const script = play(program as never, { failure: 'invalid-argument' }, words as never, {
        parts: [{ text: 'Yes.' }],
      });
      const { ask, ran } = await open(script, api);
      await expect(ask('What is 6 times 7?')).rejects.toThrow();
      await ask('What is 6 times 7?');
      await ask('Sure?');
      expect(ran).toEqual(['print(40 + 2)']);
      expect(script.turnsLeft()).toBe(0);
    },
  );

  it('keeps what was said before an answer that failed or was stopped', async () => {
    const overloaded = { failure: 'invalid-argument' as const };
    const script = play({ parts: [{ text: 'Hello.' }] }, overloaded, { parts: [{ text: 'Bye.' }] });
    const { ask, history } = await open(script, 'interactions');
    await ask('Hello?');
    const before = history();
    await expect(ask('What?')).rejects.toThrow();
    await expect(ask('What?', [], AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(history()).toEqual(before);
    await ask('Bye?');
    expect(history()).toHaveLength(before.length * 2);
    expect(script.refusals().filter((refusal) => !/invalid/i.test(refusal))).toEqual([]);
  });
});

describe('an error of the Interactions API', () => {
  const failures: [string, Script['turns'][number], Partial<Access>, string][] = [
    ['a wrong key', { parts: [{ text: 'Hi.' }] }, { apiKey: 'invalid' }, 'The API key was refused'],
    ['a used-up quota', { failure: 'quota-exceeded', times: 9 }, {}, 'The quota of this key is used up'],
    ['a bad request', { failure: 'invalid-argument' }, {}, 'The model refused the request'],
    [
      'a failure in mid-stream',
      { parts: [{ text: 'Hi. ' }, { text: 'I' }], failAfter: 5, failure: 'overloaded' },
      {},
      'The model is unavailable',
    ],
    ['a region', { failure: 'location-unsupported' }, {}, 'The Gemini API is not available in your region'],
  ];

  it.each(failures)('is explained: %s', { timeout: 60_000 }, async (_, turn, access, title) => {
    const { ask } = await open(play(turn), 'interactions', access);
    const error = await ask('Hello?').catch((reason: unknown) => reason);
    expect(explainError(error)).toMatchObject({ title });
  });

  it('is explained: an unknown model, with those that there are', async () => {
    const { ask } = await open(play(), 'interactions', { model: 'nonsense' });
    const error = await ask('Hello?').catch((reason: unknown) => reason);
    expect(explainError(error)).toMatchObject({ title: 'There is no such model', remedy: 'model' });
  });

  it('is explained: a network that fails', async () => {
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const { ask } = await open(play(), 'interactions', { httpOptions: { fetch, baseUrl: 'http://nowhere.invalid' } });
    const error = await ask('Hello?').catch((reason: unknown) => reason);
    expect(explainError(error)).toMatchObject({ title: 'The model could not be reached' });
  }, 60_000);
});
