// @module-tag long
/** Answers of a model whose code runs in a Jupyter kernel. */
import type { CallableTool } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { JupyterKernel } from '../../../src/entries/jupyter.ts';
import { answersWith, call, collect, kinds, MODEL, partsOf, play, WITH_CODE_EXECUTION } from '../gemini/play.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

const ASK = { model: MODEL, contents: 'Count.', config: WITH_CODE_EXECUTION };
const servers = inject('jupyter');

describe.skipIf(!servers)('an answer', () => {
  shareSandbox();
  let kernel: JupyterKernel;
  beforeAll(async () => {
    kernel = await JupyterKernel.connect(servers?.open ?? { url: '' });
  });
  afterAll(() => kernel?.close());
  beforeEach(async () => {
    await sandbox.reset();
    await kernel.reset();
  });

  it('has programs that run in the kernel, and the model knows that it is no sandbox', async () => {
    const { ai, report, events } = await play(
      {
        turns: [
          { parts: [call('import subprocess\nprint(subprocess.run(["echo", "out"], capture_output=True).stdout)')] },
          { expect: answersWith("b'out"), parts: [call('print("later")')] },
          { expect: answersWith('later'), parts: [{ text: 'Done.' }] },
        ],
      },
      { sandbox: kernel },
    );
    const chunks = await collect(await ai.models.generateContentStream(ASK));
    expect(chunks.flatMap(kinds)).toEqual([
      'executableCode',
      'codeExecutionResult',
      'executableCode',
      'codeExecutionResult',
      'text',
    ]);
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const instruction = JSON.stringify(requests[0]?.body.systemInstruction);
    expect(instruction).toContain(`Python ${kernel.pythonVersion} runs in a Jupyter kernel on a server.`);
    expect(JSON.stringify(requests[0]?.body.tools)).not.toContain('no network');
    expect(instruction).not.toContain('sealed off');
    expect(events).toContainEqual(expect.objectContaining({ type: 'output-delta', id: 2, text: 'later\n' }));
  });

  it('has the pictures of the kernel, and the files of the user are there', async () => {
    const { ai } = await play(
      { turns: [{ parts: [call(`print(open("numbers.csv").read())\n${DRAW_RED}`)] }, { parts: [{ text: 'Red.' }] }] },
      { sandbox: kernel },
    );
    const file = new File(['4,5\n'], 'numbers.csv', { type: 'text/csv' });
    const response = await ai.models.generateContent({ ...ASK, contents: ['Draw.', file] as never });
    expect(kinds(response)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData', 'text']);
    expect(partsOf(response)[1]?.codeExecutionResult?.output).toContain('4,5');
  });

  it('may go on in a kernel of the application if the browser has no such library', async () => {
    const { ai, events, report } = await play(
      {
        turns: [
          { parts: [call('here = 1\nprint("here" in globals())')] },
          { expect: answersWith('True'), parts: [call('import tensorflow')] },
          { expect: answersWith("can't run in the browser"), parts: [call('print("here" in globals())')] },
          { expect: answersWith('False'), parts: [{ text: 'Done.' }] },
        ],
      },
      { mode: 'auto', fallback: kernel },
    );
    expect((await ai.models.generateContent(ASK)).text).toBe('Done.');
    expect(events.find(({ type }) => type === 'fallback')).toMatchObject({ id: 2 });
    expect((await report()).refusals).toEqual([]);
  });

  it('can be stopped, and the kernel keeps its variables', async () => {
    const stop = new AbortController();
    const { ai } = await play(
      { turns: [{ parts: [call('kept = 42\nprint("begun")\nwhile True: pass')] }] },
      { sandbox: kernel, onEvent: ({ type }) => type === 'output-delta' && stop.abort() },
    );
    const config = { ...WITH_CODE_EXECUTION, abortSignal: stop.signal };
    await expect(ai.models.generateContent({ ...ASK, config })).rejects.toMatchObject({ name: 'AbortError' });
    expect((await kernel.run('print(kept)')).output).toBe('42\n');
  });

  it('that runs beside another has a kernel of its own, if it asks for one', async () => {
    const code = 'print("x" in globals())\nx = 1';
    const { ai } = await play(
      { turns: [code, code].flatMap((each) => [{ parts: [call(each)] }, { parts: [{ text: 'Done.' }] }]) },
      { sandbox: kernel },
    );
    const config = { tools: [{ codeExecution: { sandbox: 'request' } }] } as typeof WITH_CODE_EXECUTION;
    for (const response of [
      await ai.models.generateContent({ ...ASK, config }),
      await ai.models.generateContent({ ...ASK, config }),
    ])
      expect(partsOf(response)[1]?.codeExecutionResult?.output).toBe('False\n');
  });

  it('and another at once share the kernel one program after the other, each with its own output', async () => {
    const answers = ['left', 'right'].map(async (side) => {
      const code = `import time\nfor n in range(3):\n    print("${side}", n)\n    time.sleep(0.05)`;
      const { ai, events } = await play(
        { turns: [{ parts: [call(code)] }, { expect: answersWith(`${side} 2`), parts: [{ text: `${side}.` }] }] },
        { sandbox: kernel },
      );
      const { text } = await ai.models.generateContent(ASK);
      const printed = events.flatMap((event) => (event.type === 'output-delta' ? [event.text] : [])).join('');
      return { text, printed };
    });
    expect(await Promise.all(answers)).toEqual(
      ['left', 'right'].map((side) => ({ text: `${side}.`, printed: `${side} 0\n${side} 1\n${side} 2\n` })),
    );
  });

  it('may call a tool of the application beside the kernel, which sees what it gave', async () => {
    const weather: CallableTool = {
      tool: async () => ({ functionDeclarations: [{ name: 'get_weather', description: 'The weather.' }] }),
      callTool: async (calls) =>
        calls.map(({ id, name = '' }) => ({
          functionResponse: { ...(id !== undefined && { id }), name, response: { output: '21 degrees' } },
        })),
    };
    const { ai, report } = await play(
      {
        turns: [
          { parts: [{ functionCall: { name: 'get_weather', args: {} } }, call('print(6 * 7)')] },
          {
            expect: [...answersWith('42'), { functionResponse: { name: 'get_weather', responseContains: '21' } }],
            parts: [{ text: 'Warm.' }],
          },
        ],
      },
      { sandbox: kernel },
    );
    const config = { tools: [{ codeExecution: {} }, weather] };
    const response = await ai.models.generateContent({ ...ASK, config });
    expect(kinds(response)).toEqual([
      'functionCall',
      'executableCode',
      'functionResponse',
      'codeExecutionResult',
      'text',
    ]);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });
});
