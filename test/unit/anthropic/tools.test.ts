import type Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { describe, expect, it } from 'vitest';
import { codeExecution } from '../../../src/anthropic/codeExecution.ts';
import type { Tool } from '../../../src/sandbox/tools/tool.ts';
import { ASK, bodiesOf, contentOf, playLocally, runPython, TWO_HOPS, typesOf } from './play.ts';

const SCHEMA = { type: 'object', properties: { region: { type: 'string' } }, required: ['region'] } as const;
const DONE = { parts: [{ text: 'Done.' }] };

/** A tool of your app, as the SDK makes them. */
function sales(run: (input: { region: string }) => string | Promise<string>, callers: string[]) {
  const tool = betaTool({ name: 'get_sales', description: 'Reads the sales of a region.', inputSchema: SCHEMA, run });
  // Before version 1, the SDK leaves out other fields that it is given.
  return { ...tool, allowed_callers: callers as Anthropic.Beta.BetaTool['allowed_callers'] & object };
}

/** Calls a function as Python does. */
async function callFrom(tools: Record<string, Tool>, name: string, input: Record<string, unknown>): Promise<unknown> {
  return tools[name]?.execute(input, { signal: new AbortController().signal });
}

describe('a tool that code may call', () => {
  it('is called from Python in the tab, and the model is told of it and can not call it itself', async () => {
    const asked: string[] = [];
    const tool = sales(
      ({ region }) => {
        asked.push(region);
        return JSON.stringify([{ region, revenue: 40 }]);
      },
      ['code_execution_20260120'],
    );
    const { client, script } = playLocally(TWO_HOPS, {
      play: async (_, __, tools) => `${JSON.stringify(await callFrom(tools, 'get_sales', { region: 'West' }))}\n`,
    });
    const message = await client.beta.messages.create({ ...ASK, tools: [codeExecution(), tool] });
    expect(asked).toEqual(['West']);
    expect(typesOf(message)).toEqual(['server_tool_use', 'code_execution_tool_result', 'text']);
    expect(message.content[1]).toMatchObject({ content: { stdout: '[{"region":"West","revenue":40}]\n' } });
    const [body] = bodiesOf(script);
    expect(body?.tools?.map(({ name }) => name)).toEqual(['run_python']);
    expect(JSON.stringify(body?.system)).toContain('from tools import get_sales');
    expect(script.refusals()).toEqual([]);
  });

  it('stays a tool of the model if it is allowed for both', async () => {
    const tool = sales(() => 'none', ['direct', 'code_execution_20260120']);
    const turns = [{ parts: [{ functionCall: { name: 'get_sales', args: { region: 'East' } } }] }];
    const { client, script } = playLocally({ turns });
    const message = await client.beta.messages.create({ ...ASK, tools: [codeExecution(), tool] });
    expect(message).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'tool_use', name: 'get_sales' }] });
    const [body] = bodiesOf(script);
    expect(body?.tools?.[1]).toEqual({
      type: 'custom',
      name: 'get_sales',
      description: 'Reads the sales of a region.',
      input_schema: SCHEMA,
    });
    expect(JSON.stringify(body?.system)).toContain('from tools import get_sales');
  });

  it('fails in Python with the message of its error', async () => {
    const tool = sales(() => {
      throw new Error('There is no such region.');
    }, ['code_execution_20250825']);
    let failure: unknown;
    const { client } = playLocally(TWO_HOPS, {
      play: async (_, __, tools) => {
        failure = await callFrom(tools, 'get_sales', { region: 'Moon' }).catch((error: unknown) => error);
        return 'done\n';
      },
    });
    await client.beta.messages.create({ ...ASK, tools: [codeExecution(), tool] });
    expect(failure).toMatchObject({ message: 'There is no such region.' });
  });

  it('is refused without a function, unless the model may call it, too', async () => {
    const { client, script } = playLocally({ turns: [DONE] });
    const tool = { name: 'get_sales', input_schema: SCHEMA, allowed_callers: ['code_execution_20260120' as const] };
    const asking = client.messages.create({ ...ASK, tools: [codeExecution(), tool] as typeof ASK.tools });
    await expect(asking).rejects.toThrow(/give it a function `run`/);
    expect(script.requests()).toEqual([]);
    const both = { ...tool, allowed_callers: ['direct' as const, ...tool.allowed_callers] };
    await client.messages.create({ ...ASK, tools: [codeExecution(), both] as typeof ASK.tools });
    expect(bodiesOf(script)[0]?.tools?.map(({ name }) => name)).toEqual(['run_python', 'get_sales']);
  });
});

describe("the SDK's tool runner", () => {
  it('runs your tools beside code that runs in the sandbox, streamed and not', async () => {
    for (const stream of [false, true]) {
      const asked: string[] = [];
      const tool = sales(
        ({ region }) => {
          asked.push(region);
          return '40';
        },
        ['direct'],
      );
      const call = { functionCall: { name: 'get_sales', args: { region: 'East' } } };
      const turns = [{ parts: [runPython('6 * 7'), call] }, { parts: [{ text: 'It is 42.' }] }];
      const { client, script, ran } = playLocally({ turns });
      const runner = client.beta.messages.toolRunner({ ...ASK, stream, tools: [codeExecution(), tool] });
      const message = await runner.runUntilDone();
      expect(message.content).toMatchObject([{ text: 'It is 42.' }]);
      expect([asked, ran]).toEqual([['East'], ['6 * 7']]);
      expect(contentOf(bodiesOf(script)[1], 2).map(({ type }) => type)).toEqual(['tool_result', 'tool_result']);
      expect(script.refusals()).toEqual([]);
    }
  });
});
