import { describe, expect, it } from 'vitest';
import type { ProposedProgram } from '../../../../src/answer/beforeRun.ts';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import { bodiesOf, kindsOf, partsOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from './play.ts';

const ASK = { model: GEMINI_3, contents: 'Count.', config: WITH_CODE };
const MISSING = 'import torch';
const DONE = { parts: [{ text: 'Done.' }] };
const NOTE =
  "This program can't run in the browser: torch is not there. It ran in another place instead, where later programs of this answer will " +
  'run too. It has no variables and files of earlier programs. Its output:\n';

/** A sandbox that has no torch. */
function sandboxWithoutTorch() {
  const { sandbox, ran } = scriptedSandbox(async (code) => (code === MISSING ? 'ModuleNotFoundError' : 'here\n'));
  const runs = sandbox.run;
  const run = async (code: string) => ({
    ...(await runs(code)),
    ...(code === MISSING && { error: { type: 'ModuleNotFoundError', hint: 'torch is not there.' } }),
  });
  return { sandbox: Object.assign(sandbox, { run }), ran };
}

/** Asks a question whose programs are these, with a fallback that has torch. */
async function answer(programs: string[], options: Partial<LocalPythonOptions> = {}) {
  const here = sandboxWithoutTorch();
  const there = scriptedSandbox(() => 'there\n');
  let opened = 0;
  const fallback = () => {
    opened += 1;
    return there.sandbox;
  };
  const turns = [...programs.map((code) => ({ parts: [runPython(code)] })), DONE];
  const played = playLocally(
    { turns: [...turns, ...turns] },
    { mode: 'auto', sandbox: here.sandbox, fallback, ...options },
  );
  const response = await played.ai.models.generateContent(ASK);
  return { ...played, response, here: here.ran, there: there.ran, opened: () => opened };
}

const outputsOf = (response: Parameters<typeof partsOf>[0]) =>
  partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.output ?? []);

describe('a fallback of the application', () => {
  it('runs the program that a browser cannot run, and those after it, in place of Google', async () => {
    const { response, here, there, script, events } = await answer(['x = 1', MISSING, 'torch.rand(1)']);
    expect(kindsOf(response)).toEqual([
      ...Array.from({ length: 3 }, () => ['executableCode', 'codeExecutionResult']).flat(),
      'text',
    ]);
    expect(outputsOf(response)).toEqual(['here\n', `${NOTE}there\n`, 'there\n']);
    expect(here).toEqual(['x = 1', MISSING]);
    expect(there).toEqual([MISSING, 'torch.rand(1)']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'fallback', id: 2, reason: 'torch is not there.' }));
    expect(events.map(({ type }) => type)).not.toContain('escalate');
    expect(script.refusals()).toEqual([]);
    for (const { tools } of bodiesOf(script)) expect(JSON.stringify(tools)).not.toContain('codeExecution');
  });

  it('is not opened before it is needed, and the next answer begins in the sandbox', async () => {
    const { ai, here, there, opened } = await answer([MISSING]);
    expect(opened()).toBe(1);
    await ai.models.generateContent(ASK);
    expect(here).toEqual([MISSING, MISSING]);
    expect(there).toEqual([MISSING, MISSING]);
    expect(opened()).toBe(1);
    expect((await answer(['x = 1'])).opened()).toBe(0);
  });

  it('runs nothing that the application refuses there', async () => {
    const asked: ProposedProgram['place'][] = [];
    const { response, here, there } = await answer([MISSING, 'x = 1'], {
      beforeRun: ({ place }) => {
        asked.push(place);
        return place === 'fallback' ? { refuse: 'It is not sealed off.' } : 'run';
      },
    });
    expect(asked).toEqual([undefined, 'fallback', 'fallback']);
    expect(here).toEqual([MISSING]);
    expect(there).toEqual([]);
    expect(outputsOf(response)[1]).toContain('refused, and was not run. It is not sealed off.');
  });

  it('has no part in the mode local', async () => {
    const { response, opened } = await answer([MISSING], { mode: 'local' });
    expect(outputsOf(response)).toEqual(['ModuleNotFoundError']);
    expect(opened()).toBe(0);
  });

  it('that can not be opened rejects the answer', async () => {
    const fallback = () => Promise.reject(new Error('There is no server.'));
    await expect(answer([MISSING], { fallback })).rejects.toThrow('There is no server.');
  });
});
