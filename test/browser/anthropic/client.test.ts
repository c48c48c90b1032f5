// @module-tag long
/** Claude's code execution, with Python that really runs. */
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { beforeEach, describe, expect, inject, it, vi } from 'vitest';
import {
  type AnswerEvent,
  codeExecution,
  fileBlock,
  type LocalPythonOptions,
  pythonTool,
  withLocalPython,
} from '../../../src/entries/anthropic.ts';
import { Sandbox } from '../../../src/entries/index.ts';
import type { Block, Body } from '../../support/anthropicFake/wire.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { needsSuspending } from '../sandbox/needsSuspending.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const ASK = {
  model: 'claude-opus-5-5',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'Go.' }],
  tools: [codeExecution()],
};
const DONE = { parts: [{ text: 'Done.' }] };
const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });

interface Report {
  requests: { body: Body }[];
  refusals: string[];
  turnsLeft: number;
}

/** A client of a fake that plays `script`. Code runs in the file's sandbox. */
async function play(script: Script, options: Partial<LocalPythonOptions> = {}) {
  const response = await fetch(`${inject('fakeAnthropic')}/scripts`, { method: 'POST', body: JSON.stringify(script) });
  const { baseURL } = (await response.json()) as { baseURL: string };
  const original = new Anthropic({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true });
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => void events.push(event);
  const client = withLocalPython(original, { sandbox, onEvent, retry: { initialDelayMs: 10 }, ...options });
  const report = async () => (await (await fetch(baseURL)).json()) as Report;
  return { original, client, events, report };
}

/** The blocks that answer the calls of the model. */
const resultsIn = (body: Body | undefined) => (body?.messages?.at(-1)?.content ?? []) as Block[];

/** What the first program of a message came to. */
function resultOf({ content }: Pick<Anthropic.Message, 'content'>): Anthropic.CodeExecutionResultBlock {
  const block = content.find(({ type }) => type === 'code_execution_tool_result');
  return (block as Anthropic.CodeExecutionToolResultBlock).content as Anthropic.CodeExecutionResultBlock;
}

describe('a message whose code runs in the tab', () => {
  it('has the output of Python, and the variables stay for the next', async () => {
    const { client, report } = await play({
      turns: [{ parts: [call('answer = 6 * 7\nprint(answer)')] }, DONE, { parts: [call('print(answer + 1)')] }, DONE],
    });
    const first = await client.messages.create(ASK);
    const second = await client.messages.create({
      ...ASK,
      messages: [...ASK.messages, { role: 'assistant', content: first.content }, ...ASK.messages],
    });
    expect([resultOf(first).stdout, resultOf(second).stdout]).toEqual(['42\n', '43\n']);
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });

  it('is streamed, and its helper gives the whole message', async () => {
    const { client } = await play({ turns: [{ parts: [call('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] });
    const texts: string[] = [];
    const stream = client.messages.stream(ASK).on('text', (text) => void texts.push(text));
    const message = await stream.finalMessage();
    expect(texts.join('')).toBe('It is 42.');
    expect(resultOf(message)).toMatchObject({ stdout: '42\n', return_code: 0 });
  });

  it('has the pictures of its code as files, and the model sees them', async () => {
    const { client, report } = await play({ turns: [{ parts: [call(`${DRAW_RED}print("drawn")`)] }, DONE] });
    const message = await client.messages.create(ASK);
    const [file] = resultOf(message).content;
    const picture = await client.beta.files.download(file?.file_id ?? '');
    const bitmap = await createImageBitmap(await picture.blob());
    expect(bitmap.width).toBeGreaterThan(0);
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const [result] = resultsIn(requests[1]?.body);
    expect(result?.content).toMatchObject([
      { type: 'text', text: expect.stringContaining('drawn\n') },
      { type: 'image', source: { media_type: 'image/png' } },
    ]);
  });

  it('says what failed, in the stream that it was written to', async () => {
    const { client } = await play({ turns: [{ parts: [call('print("one")\n1 / 0')] }, DONE] });
    expect(resultOf(await client.messages.create(ASK))).toMatchObject({
      stdout: 'one\n',
      stderr: expect.stringContaining('ZeroDivisionError: division by zero'),
      return_code: 1,
    });
  });

  it('reads the files of the user', async () => {
    const { client, report } = await play({ turns: [{ parts: [call('print(open("sales.csv").read())')] }, DONE] });
    const content = [await fileBlock(new File(['sold\n40'], 'sales.csv'))];
    const message = await client.messages.create({ ...ASK, messages: [{ role: 'user', content }] });
    expect(resultOf(message).stdout).toBe('sold\n40\n');
    expect((await report()).refusals).toEqual([]);
  });

  it('ends with its signal, and the sandbox goes on', async () => {
    const stop = new AbortController();
    const { client, events } = await play({ turns: [{ parts: [call('print("on")\nwhile True: pass')] }, DONE] });
    const asking = client.messages.create(ASK, { signal: stop.signal });
    const rejected = expect(asking).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('output-delta'), 10_000);
    stop.abort();
    await rejected;
    expect((await sandbox.run('print(1)')).output).toBe('1\n');
  });

  it('does not mix with another that is asked for at the same time', async () => {
    const programs = ['one', 'two'].map((word) => call(`import time\ntime.sleep(0.1)\nprint("${word}")`));
    const played = await Promise.all(programs.map((program) => play({ turns: [{ parts: [program] }, DONE] })));
    const messages = await Promise.all(played.map(({ client }) => client.messages.create(ASK)));
    expect(messages.map((message) => resultOf(message).stdout)).toEqual(['one\n', 'two\n']);
  });

  it('hands out the calls of your own tools beside it', async () => {
    const book = { name: 'book', input_schema: { type: 'object' as const } };
    const { client, report } = await play({
      turns: [{ parts: [call('print(1)'), { functionCall: { name: 'book', args: {} } }] }, DONE],
    });
    const tools = [...ASK.tools, book];
    const message = await client.messages.create({ ...ASK, tools });
    expect([message.stop_reason, resultOf(message).stdout]).toEqual(['tool_use', '1\n']);
    const { id } = message.content.find(({ type }) => type === 'tool_use') as Anthropic.ToolUseBlock;
    const answer = {
      role: 'user' as const,
      content: [{ type: 'tool_result' as const, tool_use_id: id, content: 'yes' }],
    };
    const messages = [...ASK.messages, { role: 'assistant' as const, content: message.content }, answer];
    await client.messages.create({ ...ASK, tools, messages });
    expect(await report()).toMatchObject({ refusals: [], turnsLeft: 0 });
  });
});

describe('a tool that code may call', () => {
  it('is called from Python as often as it wants, in one turn of the model', async (context) => {
    needsSuspending(context);
    const sales = betaTool({
      name: 'get_sales',
      description: 'Reads the sales of a region.',
      inputSchema: { type: 'object', properties: { region: { type: 'string' } }, required: ['region'] },
      run: ({ region }) => JSON.stringify([{ region, revenue: region === 'West' ? 40 : 2 }]),
      allowed_callers: ['code_execution_20260120'],
    });
    const code = `
from tools import get_sales
print(sum(row["revenue"] for region in ("West", "East") for row in get_sales(region=region)))`;
    const { client, report } = await play({ turns: [{ parts: [call(code)] }, DONE] });
    const message = await client.beta.messages.create({ ...ASK, tools: [codeExecution(), sales] });
    expect(resultOf(message as Anthropic.Message).stdout).toBe('42\n');
    expect((await report()).requests).toHaveLength(2);
  });
});

it('the example runs as it is', async (context) => {
  needsSuspending(context);
  const code = `
from tools import get_rainfall
rain = {month: sum(get_rainfall(month=month)) for month in range(1, 13)}
wettest = max(rain, key=rain.get)
print(wettest, rain[wettest])
${DRAW_RED}`;
  const turns = [{ parts: [call(code)] }, { parts: [{ text: 'April was the wettest.' }] }];
  const response = await fetch(`${inject('fakeAnthropic')}/scripts`, {
    method: 'POST',
    body: JSON.stringify({ turns }),
  });
  const { baseURL } = (await response.json()) as { baseURL: string };
  sessionStorage.setItem('Anthropic API key', 'test');
  const create = Sandbox.create.bind(Sandbox);
  vi.spyOn(Sandbox, 'create').mockImplementation((options) => create({ assets: ASSETS, ...options }));
  const ask = window.fetch.bind(window);
  vi.spyOn(window, 'fetch').mockImplementation((url, options) =>
    ask(String(url).replace('https://api.anthropic.com', baseURL), options),
  );
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('../../../examples/anthropic/claude.ts');
  const logged = log.mock.calls.flat().join('\n');
  vi.restoreAllMocks();
  expect(logged).toContain('from tools import get_rainfall');
  expect(logged).toMatch(/\d+ \d+\n/);
  expect(logged).toContain('April was the wettest.');
  expect(document.querySelectorAll('img')).toHaveLength(1);
  expect(await (await fetch(baseURL)).json()).toMatchObject({ refusals: [], turnsLeft: 0 });
});

describe("a tool for the SDK's runner", () => {
  it('gives the model output and pictures of Python', async () => {
    const { original, report } = await play({ turns: [{ parts: [call(`${DRAW_RED}print("drawn")`)] }, DONE] });
    const printed: string[] = [];
    const tool = pythonTool({
      sandbox,
      onProgress: (progress) => {
        if (progress.type === 'output') printed.push(progress.text);
      },
    });
    const message = await original.beta.messages.toolRunner({ ...ASK, tools: [tool] }).runUntilDone();
    expect(message.content).toMatchObject([{ text: 'Done.' }]);
    expect(printed.join('')).toContain('drawn\n');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const [result] = resultsIn(requests[1]?.body);
    expect(result?.content).toMatchObject([{ type: 'text' }, { type: 'image' }]);
  });
});
