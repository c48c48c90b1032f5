import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4Content } from '@ai-sdk/provider';
import { generateText, isStepCount, jsonSchema, type ModelMessage, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../../src/answer/events.ts';
import { scriptedSandbox } from '../../gemini/client/play.ts';
import { PIXEL, sandboxThat } from '../sandboxes.ts';
import { callOf, latestMessage, text } from '../scriptedModel.ts';
import { GOOGLE, google, play, python, tools } from './play.ts';

const openai = createOpenAI({ apiKey: '-' });

describe('an answer through the middleware', () => {
  it('has several programs of one turn, each with its result', async () => {
    const { model, asked, ran } = play([{ content: [python('a'), python('fail')] }, { content: [text('Done.')] }]);
    const result = await generateText({ model, tools, prompt: 'Run both.' });
    expect(ran).toEqual(['a', 'fail']);
    expect(result.toolResults.map(({ output }) => output)).toEqual([
      { outcome: 'OUTCOME_OK', output: '42\n' },
      { outcome: 'OUTCOME_FAILED', output: 'ValueError\n' },
    ]);
    expect(asked[1]?.prompt.slice(-2)).toMatchObject([
      { role: 'assistant', content: [{ toolName: 'run_python' }, { toolName: 'run_python' }] },
      {
        role: 'tool',
        content: [
          { output: { type: 'json', value: { outcome: 'OUTCOME_OK' } } },
          { output: { type: 'json', value: { outcome: 'OUTCOME_FAILED' } } },
        ],
      },
    ]);
  });

  it('sends reasoning, signatures and files of the model back as they came', async () => {
    const signed = { google: { thoughtSignature: 'SIGNED' } };
    const { model, asked } = play([
      {
        content: [
          { type: 'reasoning', text: 'Hm.', providerMetadata: signed },
          { ...text('Let me see.'), providerMetadata: { google: { thoughtSignature: 'OF THE TEXT' } } },
          { ...python('a'), providerMetadata: signed },
        ],
      },
      { content: [text('Done.')] },
      { content: [text('Again.')] },
    ]);
    const first = await generateText({ model, tools, prompt: 'Run.' });
    const turn = [
      { type: 'reasoning', text: 'Hm.', providerOptions: signed },
      { type: 'text', text: 'Let me see.', providerOptions: { google: { thoughtSignature: 'OF THE TEXT' } } },
      { type: 'tool-call', toolName: 'run_python', input: { code: 'a' }, providerOptions: signed },
    ];
    expect(asked[1]?.prompt.at(-2)).toMatchObject({ role: 'assistant', content: turn });
    const messages: ModelMessage[] = [
      { role: 'user', content: 'Run.' },
      ...first.response.messages,
      { role: 'user', content: 'Again!' },
    ];
    await generateText({ model, tools, messages });
    expect(asked[2]?.prompt.slice(1, -1)).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: turn },
      { role: 'tool', content: [{ output: { value: { output: '42\n' } } }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Done.' }] },
    ]);
    expect(JSON.stringify(asked)).not.toContain('glovebox');
  });

  it("hands out calls of the app's own tools, and sends both kinds of results back together", async () => {
    const { model, asked, ran } = play([
      { content: [callOf('weather', { city: 'Oslo' }), python('a')] },
      { content: [text('Cold, and 42.')] },
    ]);
    const weather = tool({
      description: 'Tells the weather.',
      inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
      execute: async ({ city }) => `${city}: cold`,
    });
    const result = await generateText({
      model,
      tools: { ...tools, weather },
      prompt: 'Both.',
      stopWhen: isStepCount(5),
    });
    expect(result.text).toBe('Cold, and 42.');
    expect(ran).toEqual(['a']);
    expect(result.steps).toHaveLength(2);
    expect(asked[0]?.tools).toMatchObject([{ name: 'weather' }, { name: 'run_python' }]);
    expect(asked[1]?.prompt.slice(2)).toMatchObject([
      { role: 'assistant', content: [{ toolName: 'weather' }, { toolName: 'run_python' }] },
      { role: 'tool', content: [{ output: { value: { output: '42\n' } } }, { output: { value: 'Oslo: cold' } }] },
    ]);
  });

  it.each([
    ['required', 'required', [{ type: 'required' }, { type: 'auto' }]],
    [
      'the code tool',
      { type: 'tool', toolName: 'code_execution' },
      [{ type: 'tool', toolName: 'run_python' }, { type: 'auto' }],
    ],
  ] as const)(
    'calls for code first if the choice of tools is %s, and then lets the model answer',
    async (_, toolChoice, expected) => {
      const { model, asked } = play([{ content: [python('a')] }, { content: [text('Done.')] }]);
      await generateText({ model, tools, prompt: 'Run.', toolChoice });
      expect(asked.map((each) => each.toolChoice)).toEqual(expected);
    },
  );

  it('runs no code if the choice of tools is none', async () => {
    const { model, asked } = play([{ content: [text('No.')] }]);
    await generateText({ model, tools, prompt: 'Run.', toolChoice: 'none' });
    expect(JSON.stringify(asked[0]?.tools ?? [])).not.toContain('run_python');
  });

  it('asks the model to answer in words after too many failures', async () => {
    const { model, asked } = play(
      [{ content: [python('fail 1')] }, { content: [python('fail 2')] }, { content: [text('I give up.')] }],
      {
        maxFailures: 2,
      },
    );
    expect((await generateText({ model, tools, prompt: 'Run.' })).text).toBe('I give up.');
    expect(asked.map(({ toolChoice }) => toolChoice?.type)).toEqual(['auto', 'auto', 'none']);
  });

  it('takes the options of one request from its providerOptions, and tells its events', async () => {
    const events: AnswerEvent[] = [];
    const { model } = play([{ content: [python('a')] }, { content: [text('Done.')] }], {
      onEvent: (event) => events.push(event),
    });
    await generateText({ model, tools, prompt: 'Run.', providerOptions: { glovebox: { maxRuns: 1 } } });
    expect(events.map(({ type }) => type)).toEqual([
      'turn-start',
      'usage',
      'code',
      'result',
      'text-delta',
      'usage',
      'turn-end',
    ]);
    await expect(
      generateText({ model, tools, prompt: 'Run.', providerOptions: { glovebox: { nonsense: 1 } } }),
    ).rejects.toThrow('no option `nonsense`');
  });

  it('tells the model of a refused program, and goes on', async () => {
    const { model, asked, ran } = play([{ content: [python('a')] }, { content: [text('Pity.')] }], {
      beforeRun: () => ({ refuse: 'Not today.' }),
    });
    expect((await generateText({ model, tools, prompt: 'Run.' })).text).toBe('Pity.');
    expect(ran).toEqual([]);
    expect(JSON.stringify(latestMessage(asked))).toContain('Not today.');
  });
});

describe('files of the prompt', () => {
  const data = (content: string) => ({ type: 'data' as const, data: btoa(content) });
  const message: ModelMessage = {
    role: 'user',
    content: [
      { type: 'text', text: 'Read them.' },
      { type: 'file', mediaType: 'text/csv', filename: 'a.csv', data: data('x,y\n1,2\n') },
      { type: 'file', mediaType: 'application/zip', filename: 'b.zip', data: data('zipped') },
      { type: 'file', mediaType: 'image/png', filename: 'c.png', data: { type: 'data', data: PIXEL } },
    ],
  };

  function playWithFiles(names: { provider: string; modelId: string }) {
    const written: Record<string, string> = {};
    const { sandbox } = scriptedSandbox();
    const files = {
      list: async () => [],
      write: async (path: string, bytes: Uint8Array) => {
        written[path] = new TextDecoder().decode(bytes);
      },
    };
    const played = play([{ content: [python('read()')] }, { content: [text('Read.')] }], {
      names,
      sandbox: Object.assign(sandbox, { files }) as never,
    });
    return { ...played, written };
  }

  it('are in the working directory, and Google gets those that it reads', async () => {
    const { model, asked, written } = playWithFiles(GOOGLE);
    await generateText({ model, tools, messages: [message] });
    expect(Object.keys(written)).toEqual(['a.csv', 'b.zip', 'c.png']);
    expect(written['a.csv']).toBe('x,y\n1,2\n');
    expect(asked[0]?.prompt[1]).toMatchObject({
      role: 'user',
      content: [
        { type: 'text', text: 'Read them.' },
        { type: 'file', mediaType: 'text/csv' },
        { type: 'file', mediaType: 'image/png' },
        { type: 'text', text: expect.stringContaining('b.zip (application/zip, 6 bytes)') },
      ],
    });
  });

  it('become text for providers that take no text files', async () => {
    const names = { provider: 'openai.responses', modelId: 'gpt-5' };
    const { model, asked } = playWithFiles(names);
    await generateText({ model, tools: { python: openai.tools.codeInterpreter() }, messages: [message] });
    expect(asked[0]?.prompt[1]?.content).toMatchObject([
      { type: 'text', text: 'Read them.' },
      { type: 'text', text: 'a.csv:\nx,y\n1,2\n' },
      { type: 'file', mediaType: 'image/png' },
      { type: 'text' },
    ]);
  });
});

describe('models that can not call functions here', () => {
  it('write programs as text beside the search of an older Gemini', async () => {
    const { model, asked, ran } = play(
      [{ content: [text('```python\nprint(42)\n```\n')] }, { content: [text('It is 42.')] }],
      { names: { ...GOOGLE, modelId: 'gemini-2.5-flash' } },
    );
    const search = { ...tools, google_search: google.tools.googleSearch({}) };
    const result = await generateText({ model, tools: search, prompt: 'Run.' });
    expect(ran).toEqual(['print(42)\n']);
    expect(result.text).toBe('It is 42.');
    expect(result.toolResults).toMatchObject([{ output: { outcome: 'OUTCOME_OK', output: '42\n' } }]);
    expect(asked[0]?.tools).toMatchObject([{ type: 'provider', id: 'google.google_search' }]);
    expect(asked[0]?.stopSequences).toEqual(['```output']);
    expect(asked[1]?.prompt.slice(-2)).toMatchObject([
      { role: 'assistant', content: [{ type: 'text', text: expect.stringContaining('print(42)') }] },
      { role: 'user', content: [{ type: 'text', text: expect.stringContaining('```output\n42\n```') }] },
    ]);
  });

  it('leaves a question to the provider in the mode auto if a library is missing', async () => {
    const error = { type: 'ModuleNotFoundError', hint: 'The library torch is not available here.' };
    const sandbox = sandboxThat(async () => ({
      ok: false,
      status: 'error',
      output: 'No torch\n',
      results: [],
      files: [],
      error,
    }));
    const { model, asked } = play([{ content: [python('import torch')] }, { content: [text('It ran there.')] }], {
      mode: 'auto',
      sandbox,
    });
    const result = await generateText({ model, tools, prompt: 'Run.' });
    expect(result.text).toBe('It ran there.');
    expect(asked.map((each) => each.tools?.map(({ name }) => name))).toEqual([['run_python'], ['code_execution']]);
    expect(asked[1]?.prompt).toMatchObject([{ role: 'user', content: [{ text: 'Run.' }] }]);
  });

  it('leaves the tool to the provider in the mode server', async () => {
    const served: LanguageModelV4Content[] = [
      {
        type: 'tool-call',
        toolCallId: '1',
        toolName: 'code_execution',
        input: '{"language":"PYTHON","code":"a"}',
        providerExecuted: true,
      },
      {
        type: 'tool-result',
        toolCallId: '1',
        toolName: 'code_execution',
        result: { outcome: 'OUTCOME_OK', output: '42\n' },
      },
      text('It is 42.'),
    ];
    const { model, asked, ran } = play([{ content: served }], { mode: 'server' });
    const result = await generateText({ model, tools, prompt: 'Run.' });
    expect(result.text).toBe('It is 42.');
    expect(result.toolResults).toHaveLength(1);
    expect(ran).toEqual([]);
    expect(asked[0]?.tools).toMatchObject([{ id: 'google.code_execution' }]);
  });
});
