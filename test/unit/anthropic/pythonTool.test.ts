import { describe, expect, it } from 'vitest';
import { pythonTool } from '../../../src/anthropic/pythonTool.ts';
import type { Display } from '../../../src/protocol.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ASK, bodiesOf, contentOf, playLocally, runPython, TWO_HOPS } from './play.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const results = [{ source: 'figure', data: { 'image/png': PIXEL } }] as unknown as Display[];
const sandbox = {
  closed: false,
  run: async () => ({ ok: true, status: 'ok', output: '42\n', results, files: [] }),
  files: { list: async () => [], write: async () => {} },
  expose: () => () => {},
} as unknown as Sandbox;

describe("a tool for the SDK's runner", () => {
  it('gives the model what code printed, and its pictures', async () => {
    const { original, script } = playLocally(TWO_HOPS);
    const message = await original.beta.messages
      .toolRunner({ ...ASK, tools: [pythonTool({ sandbox })] })
      .runUntilDone();
    expect(message.content).toMatchObject([{ text: 'It is 42.' }]);
    const [first, second] = bodiesOf(script);
    expect(first?.tools).toMatchObject([{ name: 'run_python', input_schema: { required: ['code'] } }]);
    expect(contentOf(second, 2)).toMatchObject([
      {
        type: 'tool_result',
        content: [
          { type: 'text', text: '42\n' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
        ],
      },
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('tells the model if it left out the program', async () => {
    const missing = { functionCall: { name: 'run_python', args: { program: '1' } } };
    const { original, script } = playLocally({ turns: [{ parts: [missing] }, { parts: [{ text: 'Sorry.' }] }] });
    await original.beta.messages.toolRunner({ ...ASK, tools: [pythonTool({ sandbox })] }).runUntilDone();
    expect(contentOf(bodiesOf(script)[1], 2)).toMatchObject([
      { is_error: true, content: expect.stringContaining('run_python takes one argument: code, a string.') },
    ]);
  });

  it('runs nothing that your app refuses', async () => {
    const { original, script } = playLocally({
      turns: [{ parts: [runPython('6 * 7')] }, { parts: [{ text: 'No.' }] }],
    });
    const tool = pythonTool({ sandbox, beforeRun: () => ({ refuse: 'Not now.' }) });
    await original.beta.messages.toolRunner({ ...ASK, tools: [tool] }).runUntilDone();
    expect(JSON.stringify(contentOf(bodiesOf(script)[1], 2))).toContain('was not run. Not now.');
  });
});
