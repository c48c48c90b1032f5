import { type GenerateContentConfig, GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { partialAnswer } from '../../../../src/answer/partialAnswer.ts';
import { EngineDownloadError, WorkerDiedError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { pythonTool } from '../../../../src/gemini/pythonTool.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { GEMINI_2, GEMINI_3 } from '../../support/geminiFake/client.ts';
import { bodiesOf, collect, playLocally, runPython, SERVER_ANSWER, scriptedSandbox, WITH_CODE } from './play.ts';

const ASK = { model: GEMINI_3, contents: 'Count.', config: WITH_CODE };
const HELLO = { parts: [{ text: 'Hello.' }] };

describe('a request that failed before anything ran', () => {
  it('is not in the way of the same question with another config, in a chat', async () => {
    const { ai, script } = playLocally({ turns: [HELLO] });
    const chat = ai.chats.create({ model: GEMINI_2, config: WITH_CODE });
    const config: GenerateContentConfig = { ...WITH_CODE, responseMimeType: 'application/json' };
    await expect(chat.sendMessage({ message: 'Hi', config })).rejects.toMatchObject({ status: 400 });
    expect((await chat.sendMessage({ message: 'Hi' })).text).toBe('Hello.');
    expect(bodiesOf(script).at(-1)?.generationConfig?.responseMimeType).toBeUndefined();
  });

  it('is asked again with the headers of the new request, and stopped by its signal', async () => {
    const { ai, script } = playLocally({ turns: [{ failure: 'permission-denied' }, { hang: true }, HELLO] });
    const withHeader = (name: string, abortSignal?: AbortSignal) => ({
      ...ASK,
      config: { ...WITH_CODE, httpOptions: { headers: { 'x-call': name } }, ...(abortSignal && { abortSignal }) },
    });
    await expect(ai.models.generateContent(withHeader('first'))).rejects.toMatchObject({ status: 403 });
    const stop = new AbortController();
    const second = ai.models.generateContent(withHeader('second', stop.signal));
    await expect.poll(() => script.requests().length).toBe(2);
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect((await ai.models.generateContent(withHeader('third'))).text).toBe('Hello.');
    expect(script.requests().map(({ headers }) => headers['x-call'])).toEqual(['first', 'second', 'third']);
  });

  it('with a file does not have that file answered about when another is sent', async () => {
    const { ai, script } = playLocally({ turns: [{ failure: 'permission-denied' }, HELLO] });
    const ask = (text: string) =>
      ai.models.generateContent({ ...ASK, contents: [new File([text], 'data.csv'), 'Sum?'] as never });
    await expect(ask('1')).rejects.toMatchObject({ status: 403 });
    await ask('2');
    const sent = bodiesOf(script).map(({ contents }) => contents[0]?.parts[0]?.inlineData);
    expect(sent).toMatchObject([{ data: btoa('1') }, { data: btoa('2') }]);
  });
});

describe('a stream that the caller breaks off', () => {
  it.each([['local'], ['server']] as const)('ends with the event turn-end in the mode %s', async (mode) => {
    const { ai, events } = playLocally({ turns: [{ parts: [{ text: 'One, ' }, { text: 'two.' }] }] }, { mode });
    for await (const _ of await ai.models.generateContentStream(ASK)) break;
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', finishReason: undefined });
    expect(events.filter(({ type }) => type === 'turn-end')).toHaveLength(1);
  });
});

const noEngine = () => new EngineDownloadError('https://page.test/pyodide/pyodide.mjs', 'the server answered 404');

describe('a sandbox that was promised and could not be made', () => {
  const rejected = (): Promise<Sandbox> => Promise.reject(noEngine());

  it.each([['local'], ['auto']] as const)('leaves questions alone that need no code, in the mode %s', async (mode) => {
    const { ai } = playLocally({ turns: [HELLO] }, { mode, sandbox: rejected() });
    await Promise.resolve();
    expect((await ai.models.generateContent(ASK)).text).toBe('Hello.');
  });

  it('rejects the question that needs code', async () => {
    const { ai } = playLocally({ turns: [{ parts: [runPython('1')] }] }, { sandbox: rejected() });
    await expect(ai.models.generateContent(ASK)).rejects.toBeInstanceOf(EngineDownloadError);
  });

  it('has the server asked in the mode auto', async () => {
    const { ai, events } = playLocally(
      { turns: [{ parts: [runPython('1')] }, SERVER_ANSWER] },
      { mode: 'auto', sandbox: rejected() },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('It is 42.');
    expect(events.map(({ type }) => type)).toContain('escalate');
  });

  it('is no unhandled rejection as long as nothing is asked', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      playLocally({ turns: [HELLO] }, { sandbox: rejected() });
      // Node tells of them after the microtasks of a turn of its event loop.
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});

describe('the server that is asked in place of the sandbox', () => {
  const failing = { mode: 'auto', sandbox: () => Promise.reject(noEngine()) } as const;

  it('is asked again if it refuses for the moment', async () => {
    const turns = [{ parts: [runPython('1')] }, { failure: 'overloaded' as const, times: 2 }, SERVER_ANSWER];
    const { ai, events } = playLocally({ turns }, failing);
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(chunks.at(-1)?.text).toBe('It is 42.');
    expect(events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  it("is not asked again by the SDK's own retries on top of that", async () => {
    const { script } = playLocally({ turns: [{ parts: [runPython('1')] }, { failure: 'overloaded', times: 20 }] });
    const httpOptions = { baseUrl: script.baseUrl, retryOptions: { attempts: 5, initialDelay: 0.001 } };
    const retrying = new GoogleGenAI({ apiKey: 'test', httpOptions });
    const ai = withLocalPython(retrying, { ...failing, retry: { attempts: 2, initialDelayMs: 1 } });
    await expect(ai.models.generateContent(ASK)).rejects.toMatchObject({ status: 503 });
    expect(script.requests()).toHaveLength(3);
  });

  it('leaves what had come before at hand if it refuses for good', async () => {
    const turns = [{ parts: [{ text: 'Let me see.' }, runPython('1')] }, { failure: 'permission-denied' as const }];
    const { ai, events } = playLocally({ turns }, failing);
    const error = await ai.models.generateContent(ASK).catch((reason) => reason);
    expect(error).toMatchObject({ status: 403 });
    expect(partialAnswer(error)?.text).toBe('Let me see.');
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', error });
  });
});

describe('a run that had only waited when another broke Python', () => {
  /** A sandbox that gives up the first run that waits. */
  function breakingSandbox() {
    let broken = 1;
    return scriptedSandbox(() => {
      broken -= 1;
      if (broken === 0) throw new WorkerDiedError('Python had to be replaced.', { lostRuns: [3, 4] });
      return 'done\n';
    });
  }
  const TOLD = 'Python was restarted before this run: variables of 2 earlier runs are gone.\ndone\n';

  it('is run all the same, and its model is told what is gone', async () => {
    const { ai, events } = playLocally({ turns: [{ parts: [runPython('1')] }, HELLO] }, breakingSandbox());
    expect((await ai.models.generateContent(ASK)).codeExecutionResult).toBe(TOLD);
    expect(events.find(({ type }) => type === 'result')).toMatchObject({
      recovery: { undone: false, lostRuns: [3, 4], lostFiles: true },
    });
  });

  it("is run all the same for the SDK's own function calling", async () => {
    const { sandbox } = breakingSandbox();
    const [part] = await pythonTool(sandbox).callTool([{ name: 'run_python', args: { code: '1' } }]);
    expect(part?.functionResponse?.response?.output).toBe(TOLD);
  });
});
