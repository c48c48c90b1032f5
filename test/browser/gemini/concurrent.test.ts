// @module-tag long
import type { CallableTool, GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { call, MODEL, partsOf, play, WITH_CODE_EXECUTION } from './play.ts';

/** Calls of one page that happen at the same time, in one sandbox. */

// Without a state to go back to, a call that breaks Python breaks it for all.
shareSandbox({ checkpointMemory: 0 });
beforeEach(() => sandbox.reset());

const csv = (name: string) => ({ inlineData: { mimeType: 'text/csv', data: btoa(`name\n${name}\n`) } });
const READ = call('print(open("file_1.csv").read().split()[1])');
const DONE = { parts: [{ text: 'Done.' }] };
const FOR_EVER = 'import itertools\nany(itertools.repeat(False))';

const ask = (ai: GoogleGenAI, contents: unknown, abortSignal?: AbortSignal) =>
  ai.models.generateContent({
    model: MODEL,
    contents: contents as string,
    config: { ...WITH_CODE_EXECUTION, ...(abortSignal && { abortSignal }) },
  });
const outputsOf = (response: GenerateContentResponse) =>
  partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? []);

describe('two calls at once', () => {
  it('each read the file that came with them, whichever client they are of', async () => {
    const script: Script = { turns: [{ parts: [READ] }, { parts: [READ] }, DONE] };
    const names = ['anna', 'bert', 'cleo', 'dora'];
    const clients = await Promise.all(names.map(() => play(script)));
    const answers = await Promise.all(clients.map(({ ai }, index) => ask(ai, [csv(names[index] ?? ''), 'Who?'])));
    expect(answers.map(outputsOf)).toEqual(names.map((name) => [`${name}\n`, `${name}\n`]));
  });

  it('of which one is stopped while its file is on its way leave the other its own file', async () => {
    const script: Script = { turns: [{ parts: [READ] }, DONE] };
    const [first, second] = [await play(script), await play(script)];
    const stop = new AbortController();
    const busy = sandbox.run('import time\ntime.sleep(0.5)');
    const asked = [ask(first.ai, [csv('anna'), 'Who?'], stop.signal), ask(second.ai, [csv('bert'), 'Who?'])];
    // Both have been asked for a run, which waits.
    await expect.poll(() => [...first.events, ...second.events].filter(({ type }) => type === 'code').length).toBe(2);
    stop.abort();
    const [stopped, answered] = await Promise.allSettled(asked);
    await busy;
    expect(stopped).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    expect(answered?.status === 'fulfilled' && outputsOf(answered.value)).toEqual(['bert\n']);
  });

  it('share their variables', async () => {
    const { ai } = await play({ turns: [{ parts: [call('shared = 6 * 7')] }, DONE] });
    await ask(ai, 'Count.');
    const other = await play({ turns: [{ parts: [call('print(shared)')] }, DONE] });
    expect(outputsOf(await ask(other.ai, 'And?'))).toEqual(['42\n']);
  });
});

describe('code that never ends', () => {
  it('costs another call no answer', async () => {
    await sandbox.run('kept = 1');
    const running = await play({ turns: [{ parts: [call(FOR_EVER)] }, DONE] }, { timeout: 300 });
    const waiting = await play({ turns: [{ parts: [call('print(6 * 7)')] }, DONE] });
    const [first, second] = await Promise.all([ask(running.ai, 'For ever.'), ask(waiting.ai, 'Count.')]);
    expect(partsOf(first)[1]?.codeExecutionResult?.outcome).toBe('OUTCOME_DEADLINE_EXCEEDED');
    expect(outputsOf(second).join('')).toContain('42\n');
  });

  it('of the page itself costs a call that waits no answer, and its model is told what is gone', async () => {
    await sandbox.run('kept = 1');
    const { ai, events } = await play({ turns: [{ parts: [READ] }, DONE] });
    let ended = false;
    const broken = sandbox.run(FOR_EVER, { timeout: 1000 }).finally(() => {
      ended = true;
    });
    const response = await ask(ai, [csv('anna'), 'Who?']);
    expect((await broken).status).toBe('timeout');
    expect(ended).toBe(true);
    expect(outputsOf(response)).toEqual([
      'Python was restarted before this run: variables of 1 earlier run are gone.\nanna\n',
    ]);
    expect(events.find(({ type }) => type === 'result')).toMatchObject({
      recovery: { undone: false, lostRuns: [expect.any(Number)], lostFiles: true },
    });
  });
});

describe('functions that one request lets Python call', () => {
  const tool: CallableTool = {
    tool: async () => ({ functionDeclarations: [{ name: 'get_secret' }] }),
    callTool: async () => [{ functionResponse: { name: 'get_secret', response: { output: 42 } } }],
  };
  const TAKE = call('from tools import get_secret\nprint(get_secret())');

  it('are gone for code of the next, by import and by what was kept of them', async (context) => {
    needsSuspending(context);
    const first = await play({ turns: [{ parts: [TAKE] }, DONE] }, { toolsFromPython: true });
    const config = { tools: [{ codeExecution: {} }, tool] };
    const response = await first.ai.models.generateContent({ model: MODEL, contents: 'Take it.', config });
    expect(outputsOf(response)).toEqual(['42\n']);
    const next = await play(
      { turns: [{ parts: [call('print(get_secret())')] }, { parts: [TAKE] }, DONE] },
      { toolsFromPython: true },
    );
    const outputs = outputsOf(await ask(next.ai, 'Take it again.'));
    expect(outputs[0]).toContain('There is no tool get_secret.');
    expect(outputs[1]).toMatch(/ModuleNotFoundError|ImportError/);
  });

  it('leave those of the page as they were', async (context) => {
    needsSuspending(context);
    sandbox.expose({ get_secret: { description: '', parameters: {}, execute: () => 'of the page' } });
    const { ai } = await play({ turns: [{ parts: [TAKE] }, DONE] }, { toolsFromPython: true });
    const config = { tools: [{ codeExecution: {} }, tool] };
    expect(outputsOf(await ai.models.generateContent({ model: MODEL, contents: 'Take it.', config }))).toEqual([
      '42\n',
    ]);
    expect((await sandbox.run('from tools import get_secret\nprint(get_secret())')).output).toBe('of the page\n');
  });
});
