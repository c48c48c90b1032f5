import type { CallableTool, FunctionCall, FunctionResponse, GenerateContentConfig } from '@google/genai';
import { FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  InvalidOptionError,
  type LocalPythonOptions,
  pythonTool,
  Sandbox,
  withLocalPython,
} from '../../../src/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import {
  answersWith,
  call,
  collect,
  kinds,
  MODEL,
  OLD_MODEL,
  partsOf,
  play as playIn,
  WITH_CODE_EXECUTION,
} from './play.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.create({ assets: '/pyodide/' });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const play = (script: Script, options: Partial<LocalPythonOptions> = {}) => playIn(script, { sandbox, ...options });
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

  it('are left to the caller where automatic calling is switched off', async () => {
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

  it('can be called from Python where the caller says so, and are not there otherwise', async (context) => {
    needsSuspending(context);
    const code =
      'from tools import get_weather\nprint(sum(get_weather(city)["degrees"] for city in ("Turin", "Oslo")))';
    const script: Script = {
      turns: [{ parts: [call(code)] }, { expect: answersWith('42'), parts: [{ text: 'Done.' }] }],
    };
    const config = { tools: [{ codeExecution: {} }, weatherTool()] };
    const { ai, report } = await play(script, { toolsFromPython: true });
    expect((await ai.models.generateContent({ model: MODEL, contents: 'Sum?', config })).text).toBe('Done.');
    const [{ body } = { body: undefined }] = (await report()).requests;
    expect(JSON.stringify(body?.systemInstruction)).toContain('from tools import get_weather');

    const other = await Sandbox.create({ assets: '/pyodide/' });
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

describe('a model that cannot call functions', () => {
  it('writes programs between fences, is shown what they print, and is kept from making that up', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [{ text: 'First:\n```python\nx = 41\n```\n' }, { text: 'then\n```python\nprint(x + 1)\n```\n' }] },
          { expect: [{ textContains: '42' }], parts: [{ text: 'It is 42.' }] },
          { expect: [{ textContains: 'Sure?' }], parts: [{ text: 'Yes.' }] },
        ],
      },
      { protocol: 'fences' },
    );
    const chat = ai.chats.create({ model: OLD_MODEL, config: WITH_CODE_EXECUTION });
    const response = await chat.sendMessage({ message: 'Run.' });
    expect(kinds(response)).toEqual([
      'text',
      'executableCode',
      'text',
      'executableCode',
      'codeExecutionResult',
      'codeExecutionResult',
      'text',
    ]);
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Yes.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[0]?.body.tools ?? []).toEqual([]);
    expect(requests[0]?.body.generationConfig?.stopSequences).toEqual(['```output']);
    const said = requests
      .at(-1)
      ?.body.contents.flatMap(({ parts }) => parts ?? [])
      .map(({ text }) => text);
    expect(said?.join('')).toContain('```python\nprint(x + 1)\n```');
    expect(said?.join('')).toContain('```output\n42\n```\nOUTCOME_OK');
  });

  it('and is cut off in the middle of one has nothing run', async () => {
    const { ai } = await play(
      { turns: [{ parts: [{ text: '```python\nhalf = True\n' }], finishReason: 'MAX_TOKENS' }] },
      { protocol: 'fences' },
    );
    const response = await ai.models.generateContent({
      model: OLD_MODEL,
      contents: 'Run.',
      config: WITH_CODE_EXECUTION,
    });
    expect(kinds(response)).toEqual(['text']);
    expect((await sandbox.run('print("half" in globals())')).output).toBe('False\n');
  });
});

describe('JavaScript, for a model that is asked to write it', () => {
  const javascript = (code: string) => ({ functionCall: { name: 'run_javascript', args: { code } } });

  it('is run beside Python, with its own name for the language, and comes back so in later turns', async () => {
    const { ai, report, events } = await play(
      {
        turns: [
          {
            expect: [{ declares: ['run_python', 'run_javascript'] }],
            parts: [javascript('const x = 6\nconsole.log(x * 7)')],
          },
          {
            expect: [{ functionResponse: { name: 'run_javascript', responseContains: '42' } }],
            parts: [javascript('throw new RangeError("x is " + x)')],
          },
          {
            expect: [{ functionResponse: { name: 'run_javascript', responseContains: 'RangeError: x is 6' } }],
            parts: [{ text: 'It is 42.' }],
          },
          { expect: [{ textContains: 'Sure?' }], parts: [{ text: 'Yes.' }] },
        ],
      },
      { languages: ['PYTHON', 'JAVASCRIPT'] },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const response = await chat.sendMessage({ message: 'Run.' });
    expect(partsOf(response)[0]).toMatchObject({ executableCode: { language: 'JAVASCRIPT' } });
    expect(partsOf(response).flatMap(({ codeExecutionResult }) => codeExecutionResult?.outcome ?? [])).toEqual([
      'OUTCOME_OK',
      'OUTCOME_FAILED',
    ]);
    expect(events.find(({ type }) => type === 'code')).toMatchObject({ language: 'JAVASCRIPT' });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Yes.');
    expect((await report()).refusals).toEqual([]);
  });

  it('that never ends times out, and Python keeps its variables', async () => {
    await sandbox.run('kept = 1');
    const { ai } = await play(
      { turns: [{ parts: [javascript('for (;;);')] }, { parts: [{ text: 'Too long.' }] }] },
      { languages: ['JAVASCRIPT'], timeout: 200 },
    );
    const response = await ai.models.generateContent({ model: MODEL, contents: 'Run.', config: WITH_CODE_EXECUTION });
    expect(partsOf(response)[1]?.codeExecutionResult?.outcome).toBe('OUTCOME_DEADLINE_EXCEEDED');
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('what the model is told of the place where its code runs', () => {
  const script: Script = { turns: [{ parts: [{ text: 'Hi.' }] }] };
  const instructionFor = async (config: GenerateContentConfig, options: Partial<LocalPythonOptions> = {}) => {
    const { ai, report } = await play(script, options);
    await ai.models.generateContent({ model: MODEL, contents: 'Hi.', config });
    return (await report()).requests[0]?.body.systemInstruction?.parts?.map(({ text }) => text);
  };

  it('is its version, its libraries and its limits', async () => {
    const [told = ''] = (await instructionFor(WITH_CODE_EXECUTION, { timeout: 5_000 })) ?? [];
    expect(told).toContain(`Python ${sandbox.pythonVersion}`);
    expect(told).toContain('numpy, ');
    expect(told).toContain('5 s');
    expect(told).not.toContain('tensorflow');
  });

  it.each<[string, GenerateContentConfig['systemInstruction']]>([
    ['a string', 'Speak like a pirate.'],
    ['a content', { role: 'user', parts: [{ text: 'Speak like a pirate.' }] }],
    ['a list', ['Speak like a pirate.']],
  ])("comes after the caller's own instruction: %s", async (_, systemInstruction) => {
    const told = await instructionFor({ ...WITH_CODE_EXECUTION, ...(systemInstruction && { systemInstruction }) });
    expect(told).toEqual(['Speak like a pirate.', expect.stringContaining('Python')]);
  });

  it('can be nothing, or in other words', async () => {
    expect(await instructionFor(WITH_CODE_EXECUTION, { instruction: false })).toBeUndefined();
    expect(await instructionFor(WITH_CODE_EXECUTION, { instruction: 'Be brief.' })).toEqual(['Be brief.']);
    const worded = await instructionFor(WITH_CODE_EXECUTION, {
      instruction: ({ timeout }) => `You have ${timeout} ms.`,
    });
    expect(worded).toEqual(['You have 30000 ms.']);
  });
});

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
        { parts: [call(DRAW)] },
        { expect: [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }], parts: [{ text: 'Red.' }] },
      ],
    });
    const config = { tools: [pythonTool(sandbox, { model: MODEL })] };
    expect((await original.models.generateContent({ model: MODEL, contents: 'Draw.', config })).text).toBe('Red.');
    expect((await report()).refusals).toEqual([]);
  });

  it('tells the model what to do where it calls it wrongly, and leaves the calls of others alone', async () => {
    const tool = pythonTool(sandbox);
    const parts = await tool.callTool([
      { name: 'other', args: {} },
      { id: 'a', name: 'run_python', args: { source: '1' } },
    ]);
    expect(parts).toMatchObject([{ functionResponse: { id: 'a', response: { outcome: 'OUTCOME_FAILED' } } }]);
  });
});

/** Writes a small red PNG, as code does it that has nothing but the standard library. */
const DRAW = `
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\\0" + b"\\xff\\0\\0" * 8 for _ in range(8))
with open("red.png", "wb") as file:
    file.write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
`;

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
