import type { CallableTool, GenerateContentConfig } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import type { LocalCodeExecution } from '../../../../src/answer/options.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import { type Body, bodiesOf, kindsOf, type Played, partsOf, playLocally, runPython, scriptedSandbox } from './play.ts';

const DONE = { parts: [{ text: 'Done.' }] };
const TWO_HOPS = { turns: [{ parts: [runPython('print(41)')] }, DONE] };

const withOptions = (codeExecution: LocalCodeExecution, more: CallableTool[] = []): GenerateContentConfig => ({
  tools: [{ codeExecution }, ...more],
});

/** Asks in each API; the words of what was sent, with the tools. */
const ASKS: [string, (played: Played, options: LocalCodeExecution) => Promise<unknown>][] = [
  [
    'generateContent',
    ({ ai }, options) =>
      ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config: withOptions(options) }),
  ],
  [
    'a chat',
    ({ ai }, options) =>
      ai.chats.create({ model: GEMINI_3, config: withOptions(options) }).sendMessage({ message: 'Count.' }),
  ],
  [
    'an interaction',
    ({ ai }, options) => {
      const tool = { type: 'code_execution' as const, ...options };
      return ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Count.', tools: [tool] });
    },
  ],
];

describe.each(ASKS)('the options of one request, by %s,', (_, ask) => {
  it('replace those of the client, and the next request has the latter again', async () => {
    const limits: unknown[] = [];
    const { sandbox } = scriptedSandbox();
    const { run } = sandbox;
    Object.assign(sandbox, {
      run: (code: string, options: { timeout?: number }) => {
        limits.push(options.timeout);
        return run(code);
      },
    });
    const played = playLocally({ turns: [...TWO_HOPS.turns, ...TWO_HOPS.turns] }, { sandbox, timeout: 1000 });
    await ask(played, { timeout: 5, instruction: 'Be brief.' });
    await ask(played, {});
    expect(limits).toEqual([5, 1000]);
    const [first, , second] = played.script.requests().map(({ body }) => JSON.stringify(body));
    expect(first).toContain('Be brief.');
    expect(second).not.toContain('Be brief.');
    expect(played.script.refusals()).toEqual([]);
  });

  it('are not sent, neither to a model whose code runs here nor to the server', async () => {
    const played = playLocally({ turns: [DONE, DONE] });
    const options: LocalCodeExecution = { timeout: 5, retry: { attempts: 1 }, onEvent: () => {}, sandbox: 'request' };
    await ask(played, options);
    await ask(played, { ...options, mode: 'server' });
    for (const { tools = [] } of bodiesOf(played.script) as Body[])
      expect(JSON.stringify(tools)).not.toMatch(/timeout|retry|attempts|sandbox|mode/);
    expect(played.script.refusals()).toEqual([]);
  });

  it('bring an own listener, whose events tell their answer', async () => {
    const heard: AnswerEvent[] = [];
    const played = playLocally({ turns: [DONE, ...TWO_HOPS.turns] });
    await ask(played, {});
    await ask(played, { onEvent: (event) => void heard.push(event) });
    expect(heard.map(({ type }) => type)).toContain('result');
    const [of] = heard;
    expect(new Set(heard.map(({ answer }) => answer))).toEqual(new Set([of?.answer]));
    expect(new Set(played.events.map(({ answer }) => answer))).not.toContain(of?.answer);
    expect(played.events.map(({ type }) => type)).not.toContain('result');
  });

  it('limit the runs of this answer', async () => {
    const turns = [1, 2].map((number) => ({ parts: [runPython(`print(${number})`)] }));
    const played = playLocally({ turns: [...turns, DONE] });
    await ask(played, { maxRuns: 2 });
    const last = JSON.stringify(bodiesOf(played.script).at(-1));
    expect(last).toMatch(/"mode":"NONE"|"tool_choice":"none"/);
  });

  it.each<[object, string]>([
    [{ timout: 5 }, 'has no option `timout`. It takes sandbox, '],
    [{ timeout: -1 }, 'The option `timeout` takes milliseconds, more than 0, not -1.'],
    [{ mode: 'here' }, "The option `mode` takes 'local' or 'server' or 'auto', not \"here\"."],
    [{ beforeRun: true }, 'The option `beforeRun` takes a function, not true.'],
    [{ languages: [] }, 'The option `languages` takes at least one language.'],
    [{ sandbox: 'mine' }, "The option `sandbox` of a request takes 'request', 'chat' or a sandbox, not \"mine\"."],
  ])('are refused, and nothing is sent: %j', async (options, message) => {
    const played = playLocally({ turns: [DONE] });
    const asking = ask(played, options as LocalCodeExecution);
    await expect(asking).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(asking).rejects.toThrow(message);
    expect(played.script.requests()).toEqual([]);
  });
});

describe('the options of one request', () => {
  it('let Python call functions, and offer another language', async () => {
    const exposed: string[][] = [];
    const { sandbox } = scriptedSandbox();
    Object.assign(sandbox, {
      expose: (tools: object) => {
        exposed.push(Object.keys(tools));
        return () => {};
      },
    });
    const lookUp: CallableTool = {
      tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }),
      callTool: async () => [],
    };
    const { ai, script } = playLocally(TWO_HOPS, { sandbox });
    const config = withOptions({ toolsFromPython: true, languages: ['PYTHON', 'JAVASCRIPT'] }, [lookUp]);
    await ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config });
    expect(exposed).toEqual([['look_up']]);
    expect(JSON.stringify(bodiesOf(script)[0]?.tools)).toContain('run_javascript');
  });

  it('say how often a request is repeated', async () => {
    const { ai, script } = playLocally({ turns: [{ failure: 'overloaded', times: 9 }] });
    const config = withOptions({ retry: { attempts: 2, initialDelayMs: 1 } });
    await expect(ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config })).rejects.toMatchObject({
      status: 503,
    });
    expect(script.requests()).toHaveLength(2);
  });

  it('leave a field of Google in its tool to the server, if that runs the code', async () => {
    const { ai, script } = playLocally({ turns: [DONE] });
    const codeExecution = { mode: 'server', future: 1 } as LocalCodeExecution;
    const asking = ai.models.generateContent({
      model: GEMINI_3,
      contents: 'Count.',
      config: withOptions(codeExecution),
    });
    // The fake knows no such field either.
    await expect(asking).rejects.toMatchObject({ status: 400 });
    expect(bodiesOf(script)[0]?.tools).toEqual([{ codeExecution: { future: 1 } }]);
  });

  it('may be undefined, which is as if they were not there', async () => {
    const { ai } = playLocally(TWO_HOPS);
    const codeExecution = { timeout: undefined, mode: undefined, sandbox: undefined } as unknown as LocalCodeExecution;
    const config = withOptions(codeExecution);
    const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Count.', config });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'text']);
    expect(partsOf(response)[1]?.codeExecutionResult?.output).toBe('done\n');
  });
});
