import { asSchema, dynamicTool, jsonSchema, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v4';
import { type AiSdkFunction, type AiSdkToolsOptions, aiSdkTools } from '../../../src/aiSdk/aiSdkTools.ts';
import { standardSchema } from '../../../src/aiSdk/schema.ts';
import { callsOf } from '../sandbox/tools/callsOf.ts';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const;

/** Calls a tool of the AI SDK from code. */
async function call(given: AiSdkFunction, parameters: unknown = {}, options: AiSdkToolsOptions = {}) {
  return callsOf(await aiSdkTools({ given }, options)).answer('given', parameters);
}

describe('tools of the AI SDK', () => {
  it('are tools of the sandbox, with their schemas', async () => {
    const tools = await aiSdkTools({
      'get-weather': tool({
        description: 'The weather in a city.',
        inputSchema: jsonSchema<{ city: string }>(CITY),
        outputSchema: jsonSchema<{ degrees: number }>({ type: 'object', properties: { degrees: { type: 'number' } } }),
        execute: async ({ city }) => ({ city, degrees: 21 }),
      }),
      client_side: tool({ inputSchema: jsonSchema({}), outputSchema: jsonSchema({}) }),
    });
    expect(Object.keys(tools)).toEqual(['get_weather']);
    expect(tools.get_weather).toMatchObject({ description: 'The weather in a city.', parameters: CITY });
    expect(tools.get_weather?.returns).toMatchObject({ properties: { degrees: { type: 'number' } } });
    const { answer } = callsOf(tools);
    expect(await answer('get_weather', { city: 'Turin' })).toEqual({ value: '{"city":"Turin","degrees":21}' });
  });

  it('may have schemas of Zod, whose defaults and changes hold', async () => {
    const given = tool({
      inputSchema: z.object({ day: z.string().transform((day) => day.toUpperCase()), count: z.number().default(3) }),
      execute: ({ day, count }) => day.repeat(count),
    });
    const { given: made } = await aiSdkTools({ given }, { asSchema });
    expect(made?.parameters).toMatchObject({ properties: { day: { type: 'string' }, count: { default: 3 } } });
    expect(await call(given, { day: 'mo' }, { asSchema })).toEqual({ value: '"MOMOMO"' });
  });

  it('may have schemas of other libraries that give a JSON schema', async () => {
    const inputSchema = standardSchema(CITY, (value) =>
      JSON.stringify(value).includes('Atlantis') ? 'Too wet.' : undefined,
    );
    const given = { inputSchema, execute: ({ city }: { city: string }) => city };
    expect((await aiSdkTools({ given })).given?.parameters).toEqual(CITY);
    expect(await call(given, { city: 'Turin' })).toEqual({ value: '"Turin"' });
    expect(await call(given, { city: 'Atlantis' })).toMatchObject({ error: 'The arguments do not fit: Too wet.' });
  });

  it('may check what they are given', async () => {
    const inputSchema = jsonSchema<unknown>(
      { type: 'object' },
      {
        validate: (value) => ({ success: false, error: new Error(`No: ${JSON.stringify(value)}`) }),
      },
    );
    expect(await call(tool({ inputSchema, execute: () => 1 }), { a: 1 })).toMatchObject({ error: 'No: {"a":1}' });
  });

  it('give their last output if they yield several', async () => {
    const streaming = tool({
      inputSchema: jsonSchema({}),
      async *execute() {
        yield 'preliminary';
        yield 'final';
      },
    });
    expect(await call(streaming)).toEqual({ value: '"final"' });
  });

  it('get a signal, an id and the context, and what they throw is told', async () => {
    const seen: unknown[] = [];
    const made = await aiSdkTools(
      {
        fail: dynamicTool({
          inputSchema: jsonSchema({}),
          execute: async (input, { abortSignal, toolCallId, messages, context }) => {
            seen.push(input, abortSignal instanceof AbortSignal, typeof toolCallId, messages, context);
            throw new RangeError('out of range');
          },
        }),
      },
      { context: { user: 'Ada' } },
    );
    expect(await callsOf(made).answer('fail', { a: 1 })).toEqual({ error: 'out of range', name: 'RangeError' });
    expect(seen).toEqual([{ a: 1 }, true, 'string', [], { user: 'Ada' }]);
  });

  it('that need an approval ask for it', async () => {
    const pay = tool({
      inputSchema: jsonSchema<{ euros: number }>({}),
      needsApproval: async ({ euros }) => euros > 10,
      execute: () => 'paid',
    });
    const tools = { pay, drop: tool({ inputSchema: jsonSchema({}), needsApproval: true, execute: () => 1 }) };
    const { answer } = callsOf(await aiSdkTools(tools));
    expect(await answer('pay', { euros: 5 })).toEqual({ value: '"paid"' });
    expect(await answer('pay', { euros: 50 })).toMatchObject({ name: 'ToolRefusedError' });
    expect(await answer('drop', {})).toMatchObject({ name: 'ToolRefusedError' });
    const never = callsOf(await aiSdkTools(tools, { approve: () => 'never' }));
    expect(await never.answer('pay', { euros: 5 })).toMatchObject({ name: 'ToolRefusedError' });
  });

  it('are refused if their schema gives no JSON schema', async () => {
    const standard = { '~standard': { version: 1, vendor: 'other', validate: () => ({}) } };
    await expect(aiSdkTools({ given: { inputSchema: standard, execute: () => 1 } })).rejects.toThrow('`asSchema`');
    await expect(aiSdkTools({ given: { inputSchema: { a: 1 }, execute: () => 1 } })).rejects.toThrow('`asSchema`');
  });
});
