import type { CallableTool, GenerateContentConfig, Interactions } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { LocalCodeExecution } from '../../../../src/answer/options.ts';
import { partialAnswer } from '../../../../src/answer/partialAnswer.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { partialInteraction } from '../../../../src/gemini/interactions/partialInteraction.ts';
import { runsOf } from '../../../../src/gemini/runsOf.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import { bodiesOf, collect, kindsOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from './play.ts';

const ASK = { model: GEMINI_3, contents: 'Count.', config: WITH_CODE };
const HELLO = { parts: [{ text: 'Hello.' }] };

/** The error with which asking rejects. */
const errorOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => undefined,
    (error) => error,
  );
const resuming = (error: unknown): GenerateContentConfig => ({
  tools: [{ codeExecution: { resume: partialAnswer(error) } as LocalCodeExecution }],
});

describe('an answer that failed after something ran', () => {
  const COUNTING = { turns: [{ parts: [runPython('count()')] }, { failure: 'overloaded' as const }, HELLO] };
  const once = { retry: { attempts: 1 } };

  it('goes on if it is named, with the signal and the headers of the new request, and runs nothing twice', async () => {
    const { ai, script, ran } = playLocally(COUNTING, once);
    const config = (name: string): GenerateContentConfig => ({
      abortSignal: AbortSignal.timeout(60_000),
      httpOptions: { headers: { 'x-call': name } },
    });
    const error = await errorOf(ai.models.generateContent({ ...ASK, config: { ...WITH_CODE, ...config('first') } }));
    expect(error).toMatchObject({ status: 503 });
    const response = await ai.models.generateContent({ ...ASK, config: { ...resuming(error), ...config('second') } });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(ran).toEqual(['count()']);
    expect(script.refusals()).toEqual([]);
    expect(script.requests().at(-1)?.headers['x-call']).toBe('second');
    expect(JSON.stringify(bodiesOf(script).at(-1)?.tools)).not.toContain('resume');
  });

  it('begins afresh if it is not named, though the question is the same', async () => {
    const { ai, script } = playLocally(COUNTING, once);
    await errorOf(ai.models.generateContent(ASK));
    expect(kindsOf(await ai.models.generateContent(ASK))).toEqual(['text']);
    expect(bodiesOf(script).at(-1)?.contents).toHaveLength(1);
  });

  it('goes on in a chat, whose history has it once, and in another client', async () => {
    const { ai, original, ran } = playLocally(COUNTING, once);
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    const error = await errorOf(chat.sendMessage({ message: 'Count.' }));
    const other = withLocalPython(original, scriptedSandbox());
    const after = other.chats.create({ model: GEMINI_3, config: WITH_CODE, history: chat.getHistory(true) });
    const response = await after.sendMessage({ message: 'Count.', config: resuming(error) });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(after.getHistory(true)).toHaveLength(2);
    expect(ran).toEqual(['count()']);
  });

  it('goes on as often as it fails, also with other options', async () => {
    const [first, failure, hello] = COUNTING.turns;
    const { ai, ran } = playLocally({ turns: [first, failure, failure, hello] as never }, once);
    const error = await errorOf(ai.models.generateContent(ASK));
    const again = await errorOf(ai.models.generateContent({ ...ASK, config: { ...resuming(error), temperature: 1 } }));
    expect(partialAnswer(again)?.codeExecutionResult).toBe('done\n');
    const response = await ai.models.generateContent({ ...ASK, config: resuming(again) });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(ran).toEqual(['count()']);
  });

  it('has the functions called that the new request brings', async () => {
    const called: string[] = [];
    const tool = (name: string): CallableTool => ({
      tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }),
      callTool: async () => {
        called.push(name);
        return [{ functionResponse: { name: 'look_up', response: { output: 1 } } }];
      },
    });
    const lookUp = { functionCall: { name: 'look_up', args: {} } };
    const [first, failure, hello] = COUNTING.turns;
    const { ai } = playLocally({ turns: [first, failure, { parts: [lookUp] }, hello] as never }, once);
    const config = { tools: [{ codeExecution: {} }, tool('old')] };
    const { tools = [] } = resuming(await errorOf(ai.models.generateContent({ ...ASK, config })));
    const response = await ai.models.generateContent({ ...ASK, config: { tools: [...tools, tool('new')] } });
    expect(called).toEqual(['new']);
    expect(kindsOf(response)[0]).toBe('executableCode');
  });

  it('is asked from the beginning if nothing was complete, or nothing is named', async () => {
    const { ai } = playLocally({ turns: [{ failure: 'overloaded' }, HELLO] }, once);
    const error = await errorOf(ai.models.generateContent(ASK));
    expect(partialAnswer(error)).toBeUndefined();
    expect((await ai.models.generateContent({ ...ASK, config: resuming(error) })).text).toBe('Hello.');
  });

  it('does not go on if the app has stopped it, nor if it is another thing altogether', async () => {
    const stop = new AbortController();
    const { ai, script } = playLocally({ turns: [{ parts: [runPython('count()')] }, { hang: true }] });
    const asking = errorOf(ai.models.generateContent({ ...ASK, config: { ...WITH_CODE, abortSignal: stop.signal } }));
    await expect.poll(() => script.requests().length).toBe(2);
    stop.abort();
    const error = await asking;
    expect(partialAnswer(error)?.codeExecutionResult).toBe('done\n');
    for (const resume of [partialAnswer(error), {}]) {
      const config = { tools: [{ codeExecution: { resume } as LocalCodeExecution }] };
      const again = ai.models.generateContent({ ...ASK, config });
      await expect(again).rejects.toBeInstanceOf(InvalidOptionError);
      await expect(again).rejects.toThrow(/takes what partialAnswer\(\) gave on this page.*stopped can't go on/);
    }
    expect(script.requests()).toHaveLength(2);
  });

  it('finds its variables in the sandbox of its request, which is closed when it is over', async () => {
    const closed: number[] = [];
    let made = 0;
    const { sandbox } = scriptedSandbox();
    const createAnother = async () => {
      made += 1;
      const number = made;
      return Object.assign(scriptedSandbox(() => `${number}\n`).sandbox, {
        close: async () => void closed.push(number),
      });
    };
    Object.assign(sandbox, { createAnother });
    const [first, failure, hello] = COUNTING.turns;
    const { ai } = playLocally({ turns: [first, failure, first, hello] as never }, { ...once, sandbox });
    const config = (resume?: ReturnType<typeof partialAnswer>): GenerateContentConfig => ({
      tools: [{ codeExecution: { sandbox: 'request', resume } as LocalCodeExecution }],
    });
    const error = await errorOf(ai.models.generateContent({ ...ASK, config: config() }));
    expect(closed).toEqual([]);
    const response = await ai.models.generateContent({ ...ASK, config: config(partialAnswer(error)) });
    expect(runsOf(response).map(({ output }) => output)).toEqual(['1\n', '1\n']);
    await expect.poll(() => closed).toEqual([1]);
  });
});

describe('an interaction that failed after something ran', () => {
  const COUNTING = { turns: [{ parts: [runPython('count()')] }, { failure: 'overloaded' as const }, HELLO] };
  const once = { retry: { attempts: 1 } };
  const ask = { model: 'gemini-3.8-flash', input: 'Count.' };
  const tools = (resume?: object) => [{ type: 'code_execution' as const, ...(resume && { resume }) }];

  it.each([true, false])('goes on from the last id if it is named, stored: %s', async (store) => {
    const { ai, original, ran, script } = playLocally(COUNTING, once);
    const error = await errorOf(ai.interactions.create({ ...ask, store, tools: tools() }));
    const partial = partialInteraction(error);
    expect(partial?.status).toBe('incomplete');
    expect(runsOf(partial ?? {})).toMatchObject([{ code: 'count()', output: 'done\n' }]);
    const whole = await ai.interactions.create({ ...ask, store, tools: tools(partial) });
    expect(whole.output_text).toBe('Hello.');
    expect(runsOf(whole)).toHaveLength(1);
    expect(ran).toEqual(['count()']);
    expect(script.refusals()).toEqual([]);
    const sent = script.requests().at(-1)?.body as { previous_interaction_id?: string; input: { type: string }[] };
    expect(sent.previous_interaction_id).toBe(store ? partial?.id : undefined);
    expect(sent.input.map(({ type }) => type).at(-1)).toBe('function_result');
    expect(JSON.stringify(sent)).not.toContain('resume');
    if (!store) return;
    expect(whole.continuation_ids).toEqual([partial?.id, whole.id]);
    await ai.interactions.delete(whole.id);
    for (const id of whole.continuation_ids ?? [])
      await expect(original.interactions.get(id)).rejects.toMatchObject({ status: 404 });
  });

  it('goes on as a stream, which begins with the id that the app knows', async () => {
    const { ai, ran, script } = playLocally(COUNTING, once);
    const events: Interactions.InteractionSSEEvent[] = [];
    const reading = async () => {
      for await (const event of await ai.interactions.create({ ...ask, stream: true, tools: tools() }))
        events.push(event);
    };
    const partial = partialInteraction(await errorOf(reading()));
    expect(runsOf(partial ?? {})).toHaveLength(1);
    const again = await collect(await ai.interactions.create({ ...ask, stream: true, tools: tools(partial) }));
    const shownBefore = events.map(({ event_type: type }) => type);
    expect(again.slice(0, shownBefore.length).map(({ event_type: type }) => type)).toEqual(shownBefore);
    expect(again[0]).toEqual(events[0]);
    expect(again.at(-1)).toMatchObject({ event_type: 'interaction.completed', interaction: { status: 'completed' } });
    expect(ran).toEqual(['count()']);
    expect(script.refusals()).toEqual([]);
  });

  it('goes on as a stream after it failed as a whole', async () => {
    const { ai } = playLocally(COUNTING, once);
    const partial = partialInteraction(await errorOf(ai.interactions.create({ ...ask, tools: tools() })));
    const events = await collect(await ai.interactions.create({ ...ask, stream: true, tools: tools(partial) }));
    expect(events.slice(0, 2).map(({ event_type: type }) => type)).toEqual([
      'interaction.created',
      'interaction.status_update',
    ]);
    const steps = events.flatMap((event) => (event.event_type === 'step.start' ? event.step.type : []));
    expect(steps).toEqual(expect.arrayContaining(['code_execution_call', 'code_execution_result', 'model_output']));
  });

  it('begins afresh if it is not named, and refuses what is no partial interaction', async () => {
    const { ai } = playLocally(COUNTING, once);
    const error = await errorOf(ai.interactions.create({ ...ask, tools: tools() }));
    expect(runsOf(await ai.interactions.create({ ...ask, tools: tools() }))).toEqual([]);
    expect(partialAnswer(error)).toBeDefined();
    const again = ai.interactions.create({ ...ask, tools: tools({ steps: [] }) });
    await expect(again).rejects.toThrow(/takes what partialInteraction\(\) gave on this page/);
  });
});
