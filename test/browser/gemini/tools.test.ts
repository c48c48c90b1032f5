import type { CallableTool, FunctionCall, FunctionResponse, GenerateContentConfig } from '@google/genai';
import { FunctionCallingConfigMode, Type } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import { type LocalCodeExecution, Sandbox, type Tool } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, collect, kinds, MODEL, OLD_MODEL, play } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const weatherOf = (city: string) => ({ functionCall: { name: 'get_weather', args: { city } } });

/** A tool that brings its function, and the calls that it got. */
function weatherTool(): CallableTool & { calls: FunctionCall[] } {
  const calls: FunctionCall[] = [];
  const respond = ({ id, name = '', args }: FunctionCall): { functionResponse: FunctionResponse } => {
    if (args?.city === 'Atlantis') throw new Error('Atlantis is under water.');
    return {
      functionResponse: {
        ...(id !== undefined && { id }),
        name,
        response: { output: { city: args?.city, degrees: 21 } },
      },
    };
  };
  return {
    calls,
    tool: async () => ({
      functionDeclarations: [
        {
          name: 'get_weather',
          description: 'The weather in a city.',
          parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ['city'] },
        },
      ],
    }),
    callTool: async (asked) => {
      calls.push(...asked);
      return asked.map(respond);
    },
  };
}

describe('functions for Python', () => {
  it('are those of the client and of the request, which the model is told of, and a person is asked about', async (context) => {
    needsSuspending(context);
    const asked: unknown[] = [];
    const paid: unknown[] = [];
    const parameters = { properties: { euros: { type: 'integer' } }, required: ['euros'] };
    const pay: Tool = { description: 'Pays.', parameters, approve: 'ask', execute: ({ euros }) => paid.push(euros) };
    const double: Tool = { description: 'Doubles.', parameters, execute: ({ euros }) => 2 * Number(euros) };
    const program =
      'from tools import double, pay\nfor euros in (5, 50):\n    try: pay(double(euros))\n    except Exception as error: print(error)';
    const { ai, report } = await play(
      {
        turns: [
          { parts: [call(program)] },
          { expect: answersWith('The user refused this call of pay.'), parts: [{ text: 'Done.' }] },
        ],
      },
      { tools: { double } },
    );
    const onApproval: LocalCodeExecution['onApproval'] = ({ tool, parameters: shown }, run) => {
      asked.push({ tool, ...shown, ...run });
      return Number(shown.euros) < 50;
    };
    const config = { tools: [{ codeExecution: { tools: { double, pay }, onApproval } }] };
    const { text } = await ai.models.generateContent({ model: MODEL, contents: 'Pay.', config });
    const { refusals, requests } = await report();
    expect(refusals).toEqual([]);
    expect(JSON.stringify(requests[0]?.body.systemInstruction)).toMatch(
      /def double\(euros: int\).*def pay\(euros: int\)/,
    );
    expect(text).toBe('Done.');
    expect(asked).toEqual([
      { tool: 'pay', euros: 10, id: 1, answer: expect.any(Number) },
      { tool: 'pay', euros: 100, id: 1, answer: expect.any(Number) },
    ]);
    expect(paid).toEqual([10]);
    expect((await sandbox.run('import tools')).error?.type).toBe('ModuleNotFoundError');
  });
});

describe("the caller's own tools", () => {
  it('that bring their functions are called, side by side with code, and all is answered together', async () => {
    const tool = weatherTool();
    const { ai, report } = await play({
      turns: [
        { parts: [weatherOf('Turin'), call('print(6 * 7)')] },
        {
          expect: [...answersWith('42'), { functionResponse: { name: 'get_weather', responseContains: '21' } }],
          parts: [{ text: 'Warm.' }],
        },
      ],
    });
    const config = { tools: [{ codeExecution: {} }, tool] };
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Weather?', config });
    expect(kinds(response)).toEqual([
      'functionCall',
      'executableCode',
      'functionResponse',
      'codeExecutionResult',
      'text',
    ]);
    expect(tool.calls).toMatchObject([{ name: 'get_weather', args: { city: 'Turin' } }]);
    expect((await report()).refusals).toEqual([]);
  });

  it('are remembered with their responses in later turns of a chat', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [weatherOf('Turin')] },
        { parts: [{ text: 'Warm.' }] },
        { expect: [{ textContains: 'Sure?' }], parts: [{ text: 'Yes.' }] },
      ],
    });
    const chat = ai.chats.create({ model: MODEL, config: { tools: [{ codeExecution: {} }, weatherTool()] } });
    await collect(await chat.sendMessageStream({ message: 'Weather?' }));
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Yes.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(JSON.stringify(requests.at(-1)?.body.contents)).toContain('"degrees":21');
  });

  it('that throw are told to the model', async () => {
    const { ai } = await play({
      turns: [
        { parts: [weatherOf('Atlantis')] },
        {
          expect: [{ functionResponse: { name: 'get_weather', responseContains: 'under water' } }],
          parts: [{ text: 'Wet.' }],
        },
      ],
    });
    const config = { tools: [{ codeExecution: {} }, weatherTool()] };
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Weather?', config })).text).toBe('Wet.');
  });

  it('are left to the app if automatic calling is switched off', async () => {
    const tool = weatherTool();
    const { ai } = await play({ turns: [{ parts: [weatherOf('Turin')] }] });
    const config: GenerateContentConfig = {
      tools: [{ codeExecution: {} }, ...((await tool.tool()).functionDeclarations ? [await tool.tool()] : [])],
      automaticFunctionCalling: { disable: true },
    };
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Weather?', config });
    expect(response.functionCalls).toMatchObject([{ name: 'get_weather' }]);
    expect(tool.calls).toEqual([]);
  });

  it('can be called from Python if the app says so, and are not there otherwise', async (context) => {
    needsSuspending(context);
    const code =
      'from tools import get_weather\nprint(sum(get_weather(city)["degrees"] for city in ("Turin", "Oslo")))';
    const script: Script = {
      turns: [{ parts: [call(code)] }, { expect: answersWith('42'), parts: [{ text: 'Done.' }] }],
    };
    const config = { tools: [{ codeExecution: {} }, weatherTool()] };
    const { ai, report, events } = await play(script, { toolsFromPython: true });
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Sum?', config })).text).toBe('Done.');
    const [{ body } = { body: undefined }] = (await report()).requests;
    const told = JSON.stringify(body?.systemInstruction);
    expect(told).toContain('from tools import get_weather');
    expect(told).toContain('def get_weather(city: str)');
    const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
    expect(calls.map(({ id, tool, status }) => [id, tool, status])).toEqual([
      [1, 'get_weather', 'running'],
      [1, 'get_weather', 'ok'],
      [2, 'get_weather', 'running'],
      [2, 'get_weather', 'ok'],
    ]);

    const other = await Sandbox.create({ assets: ASSETS });
    try {
      const refused = await play(
        { turns: [{ parts: [call(code)] }, { parts: [{ text: 'No.' }] }] },
        { sandbox: other },
      );
      const response = await refused.ai.models.generateContent({ model: MODEL, contents: 'Sum?', config });
      expect(response.codeExecutionResult).toMatch(/ImportError|ModuleNotFoundError/);
    } finally {
      await other.close();
    }
  });

  it('may be called run_python: ours gives way', async () => {
    const { ai } = await play({
      turns: [
        {
          expect: [{ declares: ['run_python', 'run_python_here'] }],
          parts: [{ functionCall: { name: 'run_python_here', args: { code: 'print(1)' } } }],
        },
        {
          expect: [{ functionResponse: { name: 'run_python_here' } }],
          parts: [{ functionCall: { name: 'run_python', args: {} } }],
        },
      ],
    });
    const config = {
      tools: [{ codeExecution: {} }, { functionDeclarations: [{ name: 'run_python', description: 'Mine.' }] }],
    };
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Run.', config });
    expect(kinds(response)).toEqual(['executableCode', 'codeExecutionResult', 'functionCall']);
  });

  it('are not called more often than the caller allows', async () => {
    const { ai, report } = await play({
      turns: [...Array(2).fill({ parts: [weatherOf('Turin')] }), { parts: [{ text: 'Enough.' }] }],
    });
    const config = {
      tools: [{ codeExecution: {} }, weatherTool()],
      automaticFunctionCalling: { maximumRemoteCalls: 2 },
    };
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Weather?', config })).text).toBe('Enough.');
    const declared = (await report()).requests.map(({ body }) => JSON.stringify(body.tools).includes('get_weather'));
    expect(declared).toEqual([true, true, false]);
  });
});

describe("Google's own tools", () => {
  const config: GenerateContentConfig = { tools: [{ codeExecution: {} }, { googleSearch: {} }, { urlContext: {} }] };

  it('go beside ours with the flag that Gemini 3 needs', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('print(6 * 7)')] }, { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] }],
    });
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Search.', config })).text).toBe('It is 42.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[0]?.body.toolConfig).toMatchObject({ includeServerSideToolInvocations: true });
  });

  it('go with older models too, which write their programs as text then', async () => {
    const { ai, report, events } = await play({
      turns: [
        { parts: [{ text: 'Let me see.\n``' }, { text: '`python\nprint(6 * 7)\n```' }] },
        { expect: [{ textContains: '42' }], parts: [{ text: 'It is 42.' }] },
      ],
    });
    const chunks = await collect(
      await ai.models.generateContentStream({ model: OLD_MODEL, contents: 'Search.', config }),
    );
    expect(chunks.flatMap(kinds)).toEqual(['text', 'executableCode', 'codeExecutionResult', 'text']);
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[0]?.body.tools).toEqual([{ googleSearch: {} }, { urlContext: {} }]);
    expect(events.map(({ type }) => type)).not.toContain('escalate');
  });

  it('turn the mode ANY into VALIDATED after the first run, since there is no AUTO beside them', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call('print(1)')] }, { parts: [{ text: 'One.' }] }],
    });
    const toolConfig = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };
    await ai.models.generateContent({ model: MODEL, contents: 'Search.', config: { ...config, toolConfig } });
    const { requests } = await report();
    expect(requests.map(({ body }) => body.toolConfig?.functionCallingConfig?.mode)).toEqual(['ANY', 'VALIDATED']);
  });
});
