import { GoogleGenAI, Models } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { type AnswerEvent, Sandbox } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, MODEL, play, WITH_CODE_EXECUTION } from './play.ts';
import { CODE, PRIMES, QUESTION } from './primes.ts';

shareSandbox();

describe('mode: server', () => {
  it('passes the request through untouched', async () => {
    const recorded = {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { executableCode: { language: 'PYTHON', code: 'print(1)' } },
              { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } },
              { text: 'One.' },
            ],
          },
          finishReason: 'STOP',
        },
      ],
    };
    const script: Script = { turns: Array(2).fill({ recorded: JSON.stringify(recorded) }) };
    const { ai, original, report } = await play(script, { mode: 'server' });
    const request = { model: MODEL, contents: 'One?', config: WITH_CODE_EXECUTION };
    const response = await ai.models.generateContent(request);
    expect(response.codeExecutionResult).toBe('1\n');
    await original.models.generateContent(request);
    const [passed, untouched] = (await report()).requests;
    expect(passed?.body).toEqual(untouched?.body);
    expect(passed?.body.tools).toEqual([{ codeExecution: {} }]);
  });
});

describe('the client', () => {
  it('is the one that was given in everything else, and that one is not changed', async () => {
    const { ai, original, report } = await play({
      turns: [{ parts: [{ text: 'Hi.' }] }, { parts: [{ text: 'Hi.' }] }],
    });
    const { models, chats } = original;
    expect(ai).toBeInstanceOf(GoogleGenAI);
    expect(ai.models).toBeInstanceOf(Models);
    expect(ai.tunings).toBe(original.tunings);
    expect([original.models, original.chats]).toEqual([models, chats]);
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Hello' })).text).toBe('Hi.');
    expect(
      (await original.models.generateContent({ model: MODEL, contents: 'Hello', config: WITH_CODE_EXECUTION })).text,
    ).toBe('Hi.');
    expect((await report()).requests[1]?.body.tools).toEqual([{ codeExecution: {} }]);
    expect((await ai.models.countTokens({ model: MODEL, contents: 'Hello' })).totalTokens).toBeGreaterThan(0);
  });

  it('asks for the sandbox only when the model wants to run something', async () => {
    let asked = 0;
    const options = { sandbox: () => [sandbox][asked++] ?? sandbox };
    const { ai } = await play({ turns: [{ parts: [{ text: 'Hi.' }] }, ...PRIMES.turns] }, options);
    await ai.models.generateContent({ model: MODEL, contents: 'Hello', config: WITH_CODE_EXECUTION });
    expect(asked).toBe(0);
    await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(asked).toBe(1);
  });

  it('makes one sandbox for all that the model runs, and another if that was closed', async () => {
    const made: Sandbox[] = [];
    const make = async () => {
      made.push(await Sandbox.create({ assets: ASSETS }));
      return made.at(-1) as Sandbox;
    };
    const ask = () => ai.models.generateContent({ model: MODEL, contents: 'Go.', config: WITH_CODE_EXECUTION });
    const { ai } = await play(
      {
        turns: [
          { parts: [call('x = 41')] },
          { parts: [call('print(x + 1)')] },
          { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
          { parts: [call('print("x" in globals())')] },
          { expect: answersWith('False'), parts: [{ text: 'Gone.' }] },
        ],
      },
      { sandbox: make },
    );
    expect((await ask()).text).toBe('It is 42.');
    await made[0]?.close();
    expect((await ask()).text).toBe('Gone.');
    expect(made).toHaveLength(2);
    await made[1]?.close();
  });

  it('tells what happens as it happens', async () => {
    const events: AnswerEvent[] = [];
    const { ai } = await play(PRIMES, { onEvent: (event) => events.push(event) });
    await ai.models.generateContent({ model: MODEL, contents: QUESTION, config: WITH_CODE_EXECUTION });
    expect(events.filter(({ type }) => type !== 'usage')).toMatchObject([
      { type: 'turn-start', model: MODEL, mode: 'local' },
      { type: 'text-delta', text: 'I will count them. ' },
      { type: 'code', id: 1, language: 'PYTHON', code: CODE },
      { type: 'output-delta', id: 1, stream: 'stdout', text: 'sum_of_primes=5117\n' },
      {
        type: 'result',
        id: 1,
        outcome: 'OUTCOME_OK',
        output: 'sum_of_primes=5117\n',
        durationMs: expect.any(Number),
      },
      { type: 'text-delta', text: 'The sum is 5117.' },
      { type: 'turn-end', finishReason: 'STOP' },
    ]);
  });
});
