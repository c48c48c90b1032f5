import { GoogleGenAI } from '@google/genai';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import {
  InvalidOptionError,
  type LocalPythonOptions,
  pythonTool,
  withLocalPython,
} from '../../../src/entries/index.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, MODEL, play, WITH_CODE_EXECUTION } from './play.ts';
import { DRAW_RED } from './redPicture.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

describe("pythonTool, for the SDK's own automatic function calling", () => {
  it('is called by the SDK as it is, and keeps its variables', async () => {
    const { original, report } = await play({
      turns: [
        { parts: [call('x = 41')] },
        { parts: [call('print(x + 1)')] },
        { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
      ],
    });
    const config = { tools: [pythonTool(sandbox)] };
    const response = await original.models.generateContent({ model: MODEL, contents: 'Run.', config });
    expect(response.text).toBe('It is 42.');
    expect((await report()).refusals).toEqual([]);
  });

  it('shows a model that can take them the pictures that code made', async () => {
    const { original, report } = await play({
      turns: [
        { parts: [call(DRAW_RED)] },
        { expect: [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }], parts: [{ text: 'Red.' }] },
      ],
    });
    const config = { tools: [pythonTool(sandbox, { model: MODEL })] };
    expect((await original.models.generateContent({ model: MODEL, contents: 'Draw.', config })).text).toBe('Red.');
    expect((await report()).refusals).toEqual([]);
  });

  it('tells the model what to do if it calls it wrongly, and leaves the calls of others alone', async () => {
    const tool = pythonTool(sandbox);
    const parts = await tool.callTool([
      { name: 'other', args: {} },
      { id: 'a', name: 'run_python', args: { source: '1' } },
    ]);
    expect(parts).toMatchObject([{ functionResponse: { id: 'a', response: { outcome: 'OUTCOME_FAILED' } } }]);
  });
});

describe('an option', () => {
  it.each<[string, Record<string, unknown>]>([
    ['sandbox', { sandbox: undefined }],
    ['mode', { mode: 'remote' }],
    ['protocol', { protocol: 'xml' }],
    ['languages', { languages: [] }],
    ['languages', { languages: ['RUBY'] }],
    ['timeout', { timeout: -1 }],
    ['maxFailures', { maxFailures: 0 }],
    ['textLimit', { textLimit: '5' }],
  ])('that cannot be used is refused by its name: %s', (name, wrong) => {
    const original = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: inject('fakeGemini') } });
    const options = { sandbox, ...wrong } as LocalPythonOptions;
    expect(() => withLocalPython(original, options)).toThrow(InvalidOptionError);
    expect(() => withLocalPython(original, options)).toThrow(`\`${name}\``);
  });

  it('of the tool in one request is for that request alone', async () => {
    const { ai, report } = await play({ turns: [{ parts: [{ text: 'Hi.' }] }, { parts: [{ text: 'Hi.' }] }] });
    const config = { tools: [{ codeExecution: { mode: 'server' } }] };
    await ai.models.generateContent({ model: MODEL, contents: 'Hi.', config });
    await ai.models.generateContent({ model: MODEL, contents: 'Hi.', config: WITH_CODE_EXECUTION });
    const { requests } = await report();
    expect(requests[0]?.body.tools).toEqual([{ codeExecution: {} }]);
    expect(requests[1]?.body.tools).toMatchObject([{ functionDeclarations: [{ name: 'run_python' }] }]);
  });
});
