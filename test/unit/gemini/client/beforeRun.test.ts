import type { GoogleGenAI } from '@google/genai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BeforeRun, ProposedProgram, RunDecision } from '../../../../src/answer/beforeRun.ts';
import { pythonTool } from '../../../../src/gemini/pythonTool.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import { bodiesOf, kindsOf, partsOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from './play.ts';

const ASK = { model: GEMINI_3, contents: 'Count.', config: WITH_CODE };
const DONE = { parts: [{ text: 'Done.' }] };
const TWO_HOPS = { turns: [{ parts: [runPython('print(41)')] }, DONE] };

const reported: unknown[] = [];
// Node has none.
beforeEach(() => vi.stubGlobal('reportError', (error: unknown) => reported.push(error)));
afterEach(() => {
  vi.unstubAllGlobals();
  reported.length = 0;
});

const resultOf = async (ai: GoogleGenAI) =>
  partsOf(await ai.models.generateContent(ASK)).find((part) => part.codeExecutionResult)?.codeExecutionResult;

describe('a program that the application is asked about', () => {
  it('waits for the answer, and then runs as it is', async () => {
    const asked: ProposedProgram[] = [];
    let decide: (decision: RunDecision) => void = () => {};
    const decided = new Promise<RunDecision>((resolve) => {
      decide = resolve;
    });
    const beforeRun: BeforeRun = (program) => {
      asked.push(program);
      return decided;
    };
    const { ai, ran, events } = playLocally(TWO_HOPS, { beforeRun });
    const answering = resultOf(ai);
    await expect
      .poll(() => asked)
      .toEqual([{ id: 1, answer: expect.any(Number), language: 'PYTHON', code: 'print(41)' }]);
    expect(events.at(-1)).toMatchObject({ type: 'code', id: 1 });
    expect(ran).toEqual([]);
    decide('run');
    expect(await answering).toMatchObject({ outcome: 'OUTCOME_OK', output: 'done\n' });
    expect(ran).toEqual(['print(41)']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'decision', id: 1, decision: 'run' }));
  });

  it('is not run if it is refused, and the model is told why', async () => {
    const { ai, ran, script, events } = playLocally(TWO_HOPS, {
      beforeRun: () => ({ refuse: 'It would delete the data.' }),
    });
    const output = 'This code was refused, and was not run. It would delete the data.\n';
    expect(await resultOf(ai)).toMatchObject({ outcome: 'OUTCOME_FAILED', output });
    expect(ran).toEqual([]);
    expect(bodiesOf(script)[1]?.contents.at(-1)?.parts[0]).toMatchObject({
      functionResponse: { response: { error: output } },
    });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'decision', id: 1, decision: 'refused', reason: 'It would delete the data.' }),
    );
  });

  it('is no failure of the code if it is refused: the model may go on', async () => {
    const programs = [1, 2, 3].map((number) => ({ parts: [runPython(`print(${number})`)] }));
    const { ai, ran, script } = playLocally(
      { turns: [...programs, DONE] },
      { maxFailures: 2, beforeRun: ({ id }) => (id < 3 ? { refuse: '' } : 'run') },
    );
    const response = await ai.models.generateContent(ASK);
    expect(partsOf(response)[1]?.codeExecutionResult?.output).toBe('This code was refused, and was not run.\n');
    expect(ran).toEqual(['print(3)']);
    expect(bodiesOf(script).map(({ toolConfig }) => toolConfig?.functionCallingConfig?.mode)).not.toContain('NONE');
  });

  it('is refused if the application fails, which is an error of the page', async () => {
    const failure = new Error('The dialog broke.');
    const { ai, ran } = playLocally(TWO_HOPS, { beforeRun: () => Promise.reject(failure) });
    const { output } = (await resultOf(ai)) ?? {};
    expect(output).toBe('This code was refused, and was not run. The check before the run failed.\n');
    expect(reported).toEqual([failure]);
    expect(ran).toEqual([]);
  });

  it.each([undefined, true, { refuse: 1 }, 'yes'])('is refused if the application answers %j', async (decision) => {
    const { ai, ran } = playLocally(TWO_HOPS, { beforeRun: () => decision as never });
    await resultOf(ai);
    expect(String(reported[0])).toContain("gives 'run', { refuse: 'a reason' } or { code: 'a program' }");
    expect(ran).toEqual([]);
  });

  it('stays the signed call of the model if other code runs in its place, which the result tells', async () => {
    const turns = [...TWO_HOPS.turns, { parts: [{ text: 'Still 42.' }] }];
    const { ai, ran, script, events } = playLocally({ turns }, { beforeRun: () => ({ code: 'print(42)' }) });
    const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
    const parts = partsOf(await chat.sendMessage({ message: 'Count.' }));
    expect(ran).toEqual(['print(42)']);
    expect(parts[0]?.executableCode?.code).toBe('print(41)');
    const output = 'This code was changed before it ran. The code that ran:\nprint(42)\nIts output:\ndone\n';
    expect(parts[1]?.codeExecutionResult).toMatchObject({ outcome: 'OUTCOME_OK', output });
    await chat.sendMessage({ message: 'Sure?' });
    for (const { contents } of bodiesOf(script).slice(1))
      expect(contents[2]?.parts[0]).toMatchObject({ functionResponse: { response: { output } } });
    expect(script.refusals()).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'decision', id: 1, decision: 'changed', code: 'print(42)' }),
    );
  });

  it('is given up with the request, whose signal the application gets', async () => {
    const stop = new AbortController();
    let signal: AbortSignal | undefined;
    const { ai, ran } = playLocally(TWO_HOPS, {
      beforeRun: (_, options) => {
        signal = options.signal;
        return new Promise(() => {});
      },
    });
    const answering = ai.models.generateContent({ ...ASK, config: { ...WITH_CODE, abortSignal: stop.signal } });
    await expect.poll(() => signal).toBeDefined();
    stop.abort();
    await expect(answering).rejects.toMatchObject({ name: 'AbortError' });
    expect(signal?.aborted).toBe(true);
    expect(ran).toEqual([]);
    expect(reported).toEqual([]);
  });

  it('is also one that the model wrote as text', async () => {
    const { ai, ran } = playLocally(
      { turns: [{ parts: [{ text: '```python\nprint(41)\n```\n' }] }, DONE] },
      { protocol: 'fences', beforeRun: () => ({ refuse: 'No.' }) },
    );
    expect(kindsOf(await ai.models.generateContent(ASK))).toContain('codeExecutionResult');
    expect(ran).toEqual([]);
  });

  it('is also one of the Interactions API', async () => {
    const { ai, ran, script } = playLocally(TWO_HOPS, { beforeRun: () => ({ refuse: 'No.' }) });
    const tools = [{ type: 'code_execution' as const }];
    const { steps } = await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Count.', tools });
    const output = 'This code was refused, and was not run. No.\n';
    expect(steps.find(({ type }) => type === 'code_execution_result')).toMatchObject({
      is_error: true,
      result: output,
    });
    expect(ran).toEqual([]);
    expect(script.refusals()).toEqual([]);
  });

  it("is also one of the SDK's own function calling", async () => {
    const { sandbox, ran } = scriptedSandbox();
    const decisions: RunDecision[] = [{ refuse: 'No.' }, { code: 'print(2)' }];
    const tool = pythonTool(sandbox, { beforeRun: ({ id }) => decisions[id - 1] ?? 'run' });
    const calls = [{ name: 'run_python', args: { code: 'print(0)' } }];
    const [refused] = await tool.callTool(calls);
    const [changed] = await tool.callTool(calls);
    expect(refused?.functionResponse?.response?.error).toBe('This code was refused, and was not run. No.\n');
    expect(changed?.functionResponse?.response?.output).toContain('print(2)\nIts output:\ndone\n');
    expect(ran).toEqual(['print(2)']);
  });
});
