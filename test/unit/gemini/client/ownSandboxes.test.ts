import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { GenerateContentConfig } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { LocalCodeExecution, LocalPythonOptions } from '../../../../src/answer/options.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import { partsOf, playLocally, runPython, scriptedSandbox } from './play.ts';

const CALL = { parts: [runPython('count()')] };
const DONE = { parts: [{ text: 'Done.' }] };
const TWO_HOPS = [CALL, DONE];
const answers = (count: number): Script => ({ turns: Array.from({ length: count }, () => TWO_HOPS).flat() });

const configWith = (sandbox: LocalCodeExecution['sandbox']): GenerateContentConfig => ({
  tools: [{ codeExecution: { sandbox } as LocalCodeExecution }],
});
const ofChat = configWith('chat');
const ofRequest = configWith('request');

/** A client whose sandboxes count the programs that they have run; each can be made from the first. */
function playWithMany(script: Script, options: Partial<LocalPythonOptions> = {}) {
  const made: { programs: number; isClosed: boolean }[] = [];
  const make = (): Sandbox => {
    const state = { programs: 0, isClosed: false };
    made.push(state);
    const { sandbox } = scriptedSandbox(() => {
      if (state.isClosed) throw new Error('This sandbox is closed.');
      state.programs += 1;
      return `${state.programs}\n`;
    });
    const close = async () => {
      state.isClosed = true;
    };
    return Object.assign(sandbox, { createAnother: async () => make(), close });
  };
  return { ...playLocally(script, { sandbox: make(), ...options }), made, make };
}

const outputOf = (response: Parameters<typeof partsOf>[0]) =>
  partsOf(response).find((part) => part.codeExecutionResult)?.codeExecutionResult?.output;

describe('a sandbox of the request', () => {
  it('is fresh for each answer, and closed at its end', async () => {
    const { ai, made } = playWithMany(answers(2));
    for (let time = 0; time < 2; time += 1) {
      const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config: ofRequest });
      expect(outputOf(response)).toBe('1\n');
    }
    expect(made).toEqual([
      { programs: 0, isClosed: false },
      { programs: 1, isClosed: true },
      { programs: 1, isClosed: true },
    ]);
  });

  it('is not created for a question that needs no code', async () => {
    const { ai, made } = playWithMany({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await ai.models.generateContent({ model: GEMINI_3, contents: 'Hello?', config: ofRequest });
    expect(made).toHaveLength(1);
  });

  it('is closed if the request is stopped, and if nobody reads its stream to the end', async () => {
    const { ai, made } = playWithMany({ turns: [CALL, CALL, DONE] });
    const stop = new AbortController();
    const ask = (config: GenerateContentConfig) =>
      ai.models.generateContentStream({ model: GEMINI_3, contents: 'Count.', config });
    for await (const chunk of await ask(ofRequest)) if (outputOf(chunk)) break;
    const stopped = async () => {
      for await (const chunk of await ask({ ...ofRequest, abortSignal: stop.signal }))
        if (outputOf(chunk)) stop.abort();
    };
    await expect(stopped()).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => made.map(({ isClosed }) => isClosed)).toEqual([false, true, true]);
  });

  it('is tried again for the next program if it could not be created', async () => {
    let failures = 1;
    const { sandbox } = scriptedSandbox();
    const { sandbox: another } = scriptedSandbox(() => 'made\n');
    Object.assign(sandbox, {
      createAnother: async () => {
        failures -= 1;
        if (failures >= 0) throw new Error('No room.');
        return Object.assign(another, { close: async () => {} });
      },
    });
    const { ai } = playLocally({ turns: [CALL, CALL, DONE] }, { sandbox });
    const chat = ai.chats.create({ model: GEMINI_3, config: ofChat });
    await expect(chat.sendMessage({ message: 'Count.' })).rejects.toThrow('No room.');
    expect(outputOf(await chat.sendMessage({ message: 'Count.' }))).toBe('made\n');
  });
});

describe('a sandbox of the chat', () => {
  it('is the same for all its messages, and another for another chat of the client', async () => {
    const { ai, made } = playWithMany(answers(4));
    const chats = [1, 2].map(() => ai.chats.create({ model: GEMINI_3, config: ofChat }));
    const outputs: unknown[] = [];
    for (let time = 0; time < 2; time += 1)
      for (const chat of chats) outputs.push(outputOf(await chat.sendMessage({ message: 'Count.' })));
    expect(outputs).toEqual(['1\n', '1\n', '2\n', '2\n']);
    expect(made.map(({ isClosed }) => isClosed)).toEqual([false, false, false]);
  });

  it('is that of a chain of interactions, by any id of its turns', async () => {
    const { ai, made } = playWithMany(answers(4));
    const tools = [{ type: 'code_execution' as const, sandbox: 'chat' }];
    const ask = async (previous?: string) => {
      const { id, steps } = await ai.interactions.create({
        model: 'gemini-3.8-flash',
        input: 'Count.',
        tools,
        ...(previous && { previous_interaction_id: previous }),
      });
      const result = steps.find(({ type }) => type === 'code_execution_result') as { result?: unknown } | undefined;
      return { id, output: result?.result };
    };
    const first = await ask();
    const other = await ask();
    expect(await ask(first.id)).toMatchObject({ output: '2\n' });
    expect(await ask(other.id)).toMatchObject({ output: '2\n' });
    expect([first.output, other.output]).toEqual(['1\n', '1\n']);
    expect(made).toHaveLength(3);
  });

  it.each<[string, (ai: ReturnType<typeof playWithMany>['ai']) => Promise<unknown>]>([
    ['generateContent', (ai) => ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config: ofChat })],
    [
      'an interaction that is not stored',
      (ai) => {
        const tools = [{ type: 'code_execution' as const, sandbox: 'chat' }];
        return ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Count.', tools, store: false });
      },
    ],
  ])('is refused where there is no chat: %s', async (_, ask) => {
    const { ai, script } = playWithMany(answers(1));
    const asking = ask(ai);
    await expect(asking).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(asking).rejects.toThrow(/needs a chat of ai\.chats\.create\(\), or an interaction that is stored/);
    expect(script.requests()).toEqual([]);
  });

  it('is closed for the ninth, the least recently used first, and its model is told what is gone', async () => {
    const { ai, made, events } = playWithMany(answers(11));
    const chats = Array.from({ length: 9 }, () => ai.chats.create({ model: GEMINI_3, config: ofChat }));
    const [first, second] = chats;
    for (const chat of chats.slice(0, 8)) await chat.sendMessage({ message: 'Count.' });
    await first?.sendMessage({ message: 'Count.' });
    await chats[8]?.sendMessage({ message: 'Count.' });
    expect(made.flatMap(({ isClosed }, index) => (isClosed ? index : []))).toEqual([2]);
    const response = await second?.sendMessage({ message: 'Count.' });
    expect(outputOf(response)).toBe('Python was restarted before this run: variables of 1 earlier run are gone.\n1\n');
    expect(events.findLast(({ type }) => type === 'result')).toMatchObject({
      recovery: { undone: false, lostRuns: [1], lostFiles: true },
    });
  });

  it('stays open while its answer runs, however many others there are', async () => {
    const { ai, made } = playWithMany({ turns: [CALL, ...answers(9).turns, DONE] });
    const stream = await ai.chats.create({ model: GEMINI_3, config: ofChat }).sendMessageStream({ message: 'Count.' });
    for await (const chunk of stream) {
      if (!outputOf(chunk)) continue;
      for (let time = 0; time < 9; time += 1)
        await ai.chats.create({ model: GEMINI_3, config: ofChat }).sendMessage({ message: 'Count.' });
      expect(made[1]?.isClosed).toBe(false);
    }
    expect(made.filter(({ isClosed }) => isClosed)).toHaveLength(2);
  });
});

describe('the sandbox of a chat that nobody has any more', () => {
  it('is closed', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const { ai, made } = playWithMany(answers(1));
    // In a function of its own, so that no variable holds the chat.
    const chat = async () => ai.chats.create({ model: GEMINI_3, config: ofChat }).sendMessage({ message: 'Count.' });
    await chat();
    expect(made[1]?.isClosed).toBe(false);
    await expect
      .poll(() => {
        collectGarbage();
        return made[1]?.isClosed;
      })
      .toBe(true);
  });
});

describe('a sandbox of your own for a request', () => {
  it('has its programs, and stays open', async () => {
    const { ai, made, make } = playWithMany(answers(1));
    const config = configWith(make());
    await ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config });
    expect(made).toEqual([
      { programs: 0, isClosed: false },
      { programs: 1, isClosed: false },
    ]);
  });
});
