/** The client of OpenAI's API, with Python that really runs. */
import OpenAI from 'openai';
import type { ChatCompletionTool } from 'openai/resources/chat/completions';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { codeInterpreter, type LocalPythonOptions, withLocalPython } from '../../../src/entries/openai.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const ASK = {
  model: 'gpt-5.5',
  input: 'Go.',
  tools: [{ type: 'code_interpreter' as const, container: { type: 'auto' as const } }],
  include: ['code_interpreter_call.outputs' as const],
};
const DONE = { parts: [{ text: 'Done.' }] };
const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
const printed = (responseContains: string, mimeTypes?: string[]) => [
  { functionResponse: { name: 'run_python', responseContains, ...(mimeTypes && { mimeTypes }) } },
];

async function addScript(script: Script): Promise<string> {
  const response = await fetch(`${inject('fakeOpenAI')}/scripts`, { method: 'POST', body: JSON.stringify(script) });
  return (await response.json()).baseURL;
}

/** A client of a fake that plays the script, and what that fake refused. Code runs in the file's sandbox. */
async function play(script: Script, options: Partial<LocalPythonOptions> = {}) {
  const baseURL = await addScript(script);
  const openai = new OpenAI({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true });
  const report = async () => {
    const { refusals, turnsLeft } = await (await fetch(baseURL)).json();
    return { refusals, turnsLeft };
  };
  return { client: withLocalPython(openai, { sandbox, ...options }), report };
}

const PLAYED = { refusals: [], turnsLeft: 0 };

describe('a response whose code runs in the tab', () => {
  it('has the output of Python, and the variables stay for the next', async () => {
    const turns = [
      { parts: [call('answer = 6 * 7\nprint(answer)')] },
      { ...DONE, expect: printed('42') },
      { parts: [call('print(answer + 1)')] },
      { ...DONE, expect: printed('43') },
    ];
    const { client, report } = await play({ turns });
    const { id, output } = await client.responses.create(ASK);
    expect(output[0]).toMatchObject({ type: 'code_interpreter_call', outputs: [{ type: 'logs', logs: '42\n' }] });
    await client.responses.create({ ...ASK, previous_response_id: id });
    expect(await report()).toEqual(PLAYED);
  });

  it('is streamed, with pictures that the model sees, and a failure that it mends', async () => {
    const turns = [
      { parts: [call('1 / 0')] },
      { parts: [call(`${DRAW_RED}print("drawn")`)], expect: printed('ZeroDivisionError') },
      { ...DONE, expect: printed('drawn', ['image/png']) },
    ];
    const { client, report } = await play({ turns });
    const { output } = await client.responses.stream(ASK).finalResponse();
    expect(output).toMatchObject([
      { status: 'completed', outputs: [{ logs: expect.stringContaining('ZeroDivisionError') }] },
      {
        outputs: [
          { logs: expect.stringContaining('drawn') },
          { url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
        ],
      },
      { type: 'message' },
    ]);
    expect(await report()).toEqual(PLAYED);
  });

  it('finds the files of the question, beside a function of the app', async () => {
    const book = {
      type: 'function' as const,
      name: 'book',
      parameters: { type: 'object', properties: {} },
      strict: false,
    };
    const turns = [
      { parts: [call('print(open("a.csv").read())'), { functionCall: { name: 'book', args: {} } }] },
      { ...DONE, expect: [...printed('x;1'), { functionResponse: { name: 'book', responseContains: 'yes' } }] },
    ];
    const { client, report } = await play({ turns });
    const file = { type: 'input_file' as const, filename: 'a.csv', file_data: `data:text/csv;base64,${btoa('x;1')}` };
    const tools = [...ASK.tools, book];
    const { id, output } = await client.responses.create({ ...ASK, tools, input: [{ role: 'user', content: [file] }] });
    const booking = output.find((item) => item.type === 'function_call');
    const result = { type: 'function_call_output' as const, call_id: booking?.call_id ?? '', output: 'yes' };
    await client.responses.create({ ...ASK, tools, input: [result], previous_response_id: id });
    expect(await report()).toEqual(PLAYED);
  });

  it('stops with its program when it is aborted, and the sandbox goes on', async () => {
    const stop = new AbortController();
    const { client } = await play(
      { turns: [{ parts: [call('print("on")\nwhile True: pass')] }] },
      { onEvent: (event) => event.type === 'output-delta' && stop.abort() },
    );
    await expect(client.responses.create(ASK, { signal: stop.signal })).rejects.toThrow();
    expect((await sandbox.run('1 + 1')).output).toContain('2');
  });

  it('does not mix with another at the same time', async () => {
    const turns = (name: string) => [{ parts: [call(`print("${name}")`)] }, { ...DONE, expect: printed(name) }];
    const [first, second] = [await play({ turns: turns('one') }), await play({ turns: turns('two') })];
    const answers = await Promise.all([first.client.responses.create(ASK), second.client.responses.create(ASK)]);
    expect(answers.map(({ output }) => output[0])).toMatchObject([
      { outputs: [{ logs: 'one\n' }] },
      { outputs: [{ logs: 'two\n' }] },
    ]);
    expect([await first.report(), await second.report()]).toEqual([PLAYED, PLAYED]);
  });
});

describe('a chat completion whose code runs in the tab', () => {
  const messages = [{ role: 'user' as const, content: 'Go.' }];
  const tools = [codeInterpreter<ChatCompletionTool>()];

  it('tells what ran, streamed and not', async () => {
    const turns = [{ parts: [call('print(6 * 7)')] }, { ...DONE, expect: printed('42') }];
    const { client, report } = await play({ turns: [...turns, ...turns] });
    const whole = await client.chat.completions.create({ model: 'gpt-5.5', messages, tools });
    const streamed = await client.chat.completions.stream({ model: 'gpt-5.5', messages, tools }).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]?.message).toMatchObject({
        content: 'Done.',
        executed_tools: [{ type: 'python', output: '42\n' }],
      });
    }
    expect(await report()).toEqual(PLAYED);
  });

  it('is of a model that can call no functions', async () => {
    const turns = [
      { parts: [{ text: '```python\nprint(6 * 7)\n```\n' }] },
      { ...DONE, expect: [{ textContains: '42' }] },
    ];
    const { client, report } = await play({ turns });
    await client.chat.completions.create({ model: 'local-no-tools', messages, tools });
    expect(await report()).toMatchObject({ turnsLeft: 0 });
  });
});

describe('the example', () => {
  const EXAMPLES = import.meta.glob('../../../examples/openai/*.ts');
  const PRIMES =
    'primes, n = [], 2\nwhile len(primes) < 50:\n    if all(n % p for p in primes): primes.append(n)\n    n += 1\nprint(sum(primes))';
  const COINS =
    'ways = [1] + [0] * 500\nfor coin in (1, 2, 5, 10, 20, 50, 100, 200):\n    for sum in range(coin, 501): ways[sum] += ways[sum - coin]\nprint(ways[500])';
  const sandboxes: Promise<Sandbox>[] = [];

  beforeEach(() => {
    const create = Sandbox.create.bind(Sandbox);
    vi.spyOn(Sandbox, 'create').mockImplementation((options) => {
      const created = create({ assets: '/pyodide/', ...options });
      sandboxes.push(created);
      return created;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    for (const made of sandboxes.splice(0)) await (await made).close();
  });

  it.each(Object.entries(EXAMPLES).map(([path, load]) => ({ name: /(\w+)\.ts$/.exec(path)?.[1] ?? '', load })))(
    '$name runs as it is, with Python that computes what it logs',
    async ({ name, load }) => {
      const [code, result] = name === 'openaiStreaming' ? [COINS, '6295434'] : [PRIMES, '5117'];
      const baseURL = await addScript({
        turns: [{ parts: [call(code)] }, { parts: [{ text: `It is ${result}.` }], expect: printed(result) }],
      });
      const send = fetch;
      vi.stubGlobal('fetch', (url: string, init?: RequestInit) =>
        send(String(url).replace(/^https:\/\/api\.openai\.com\/v1|^http:\/\/localhost:11434\/v1/, baseURL), init),
      );
      const log = vi.spyOn(console, 'log').mockImplementation(() => {});
      await load();
      const logged = log.mock.calls.flat().join('');
      expect(logged).toContain(result);
      expect(logged).toContain(`It is ${result}.`);
    },
  );
});
