import { describe, expect, it } from 'vitest';
import { codeExecution } from '../../../src/anthropic/codeExecution.ts';
import { ASK, bodiesOf, CODE, collect, inShort, playLocally, runPython, typesOf } from './play.ts';

const CALL = { type: 'server_tool_use', id: 'srvtoolu_01', name: 'code_execution', input: { code: 'import torch' } };
const RESULT = {
  type: 'code_execution_tool_result',
  tool_use_id: 'srvtoolu_01',
  content: { type: 'code_execution_result', stdout: '2.9\n', stderr: '', return_code: 0, content: [] },
};
const ON_SERVER = {
  parts: [],
  interaction: { content: [CALL, RESULT, { type: 'text', text: 'It is 2.9.' }], stop_reason: 'end_turn' },
};

describe('the mode server', () => {
  it('has the code run by Anthropic, and tells the events of the answer', async () => {
    for (const options of [{ mode: 'server' as const }, {}]) {
      const { client, script, ran, events } = playLocally({ turns: [ON_SERVER] }, options);
      const tool = options.mode ? CODE : codeExecution({ mode: 'server', timeout: 5 });
      const message = await client.messages.create({ ...ASK, tools: [tool] });
      expect(message.content.slice(0, 2)).toEqual([CALL, RESULT]);
      expect(ran).toEqual([]);
      expect(bodiesOf(script)[0]?.tools).toEqual([CODE]);
      expect(events.map(({ type }) => type)).toEqual([
        'turn-start',
        'code',
        'result',
        'text-delta',
        'usage',
        'turn-end',
      ]);
    }
  });

  it('is streamed as it comes', async () => {
    const { client, original } = playLocally({ turns: [ON_SERVER, ON_SERVER] }, { mode: 'server' });
    const ours = await collect(await client.messages.create({ ...ASK, stream: true }));
    const theirs = await collect(await original.messages.create({ ...ASK, stream: true }));
    expect(inShort(ours)).toEqual(inShort(theirs));
  });
});

describe('the mode auto', () => {
  it('asks Anthropic to run the code if the browser can not', async () => {
    const missing = {
      status: 'error' as const,
      output: "ModuleNotFoundError: No module named 'torch'\n",
      error: {
        type: 'ModuleNotFoundError',
        message: "No module named 'torch'",
        traceback: '',
        hint: 'There is no torch in a browser.',
      },
    };
    const { client, script, events } = playLocally(
      { turns: [{ parts: [runPython('import torch')] }, ON_SERVER] },
      { mode: 'auto', play: () => missing as never },
    );
    const message = await client.messages.create(ASK);
    expect(typesOf(message)).toEqual([
      'server_tool_use',
      'code_execution_tool_result',
      'server_tool_use',
      'code_execution_tool_result',
      'text',
    ]);
    expect(bodiesOf(script)[1]).toMatchObject({ tools: [CODE], messages: [{ role: 'user' }] });
    expect(events.map(({ type }) => type)).toContain('escalate');
    expect(script.refusals()).toEqual([]);
  });
});
