/** Programs that the app is asked about, with Python that really runs. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunDecision } from '../../../src/answer/beforeRun.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, partsOf, play, requestWith } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

describe('an app that decides on the code of the model', () => {
  it('keeps a program from running, changes the next, and lets the last one run', async () => {
    const decisions: RunDecision[] = [{ refuse: 'Use 7.' }, { code: 'number = 7\nprint(number)' }, 'run'];
    const { ai, report } = await play(
      {
        turns: [
          { parts: [call('number = 1')] },
          { expect: answersWith('refused, and was not run. Use 7.'), parts: [call('number = 6')] },
          { expect: answersWith('number = 7'), parts: [call('print(number * 6)')] },
          { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
        ],
      },
      { beforeRun: async ({ id }) => decisions[id - 1] ?? 'run' },
    );
    const response = await ai.models.generateContent(requestWith(['Count.']));
    expect(partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? [])).toEqual([
      'This code was refused, and was not run. Use 7.\n',
      'This code was changed before it ran. The code that ran:\nnumber = 7\nprint(number)\nIts output:\n7\n',
      '42\n',
    ]);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });
});
