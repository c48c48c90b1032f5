import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoogleGenAI, type Part } from '@google/genai';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeGemini } from '../../../support/geminiFake/command.ts';
import { collect, functions } from './client.ts';

/** Of the example script, and of the demos. */
const MODEL = 'gemini-3.8-flash';

const CLI = fileURLToPath(new URL('../../../support/geminiFake/cli.ts', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../../support/geminiFake/example.json', import.meta.url));
const PRIMES = fileURLToPath(new URL('../../../../public/demos/primes.json', import.meta.url));
const PAYLOAD = fileURLToPath(new URL('../../../support/payloads/unary-code-execution.json', import.meta.url));
const COMMAND = ['--import', 'tsx', CLI];
/** Starting a program of TypeScript takes seconds on a busy machine. */
const TIME = 30_000;

const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function start(...args: string[]) {
  const child = spawn(process.execPath, [...COMMAND, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  const [, origin = ''] = await vi.waitFor(
    () => /Listening at (\S+),/.exec(printed) ?? expect.fail('no address'),
    TIME,
  );
  return { child, origin, printed: () => printed };
}

/** Runs the command to its end, without a process of its own. */
async function run(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const code = await fakeGemini(args, {
    out: (text) => {
      written.stdout += text;
    },
    error: (text) => {
      written.stderr += text;
    },
  });
  return { code, ...written };
}

async function scriptFile(content: unknown): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fake-gemini-'));
  folders.push(folder);
  const file = path.join(folder, 'script.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function clientOf(origin: string): GoogleGenAI {
  const retryOptions = { attempts: 2, initialDelay: 0.001, maxDelay: 0.001 };
  return new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: origin, retryOptions } });
}

describe('npm run fake-gemini', { timeout: TIME }, () => {
  test('plays its example to the real SDK, unary and streamed, and ends when it is interrupted', async () => {
    const { child, origin, printed } = await start('--script', EXAMPLE);
    const { models } = clientOf(origin);
    const question = { role: 'user', parts: [{ text: 'What is the sum of the first 50 prime numbers?' }] };
    const config = { tools: functions.map(() => ({ functionDeclarations: [{ name: 'run_python' }] })) };
    const answering = (parts: Part[]) => {
      const { id = '', name = '' } = parts.find((part) => part.functionCall)?.functionCall ?? {};
      const functionResponse = { id, name, response: { output: '5117' } };
      return [question, { role: 'model', parts }, { role: 'user', parts: [{ functionResponse }] }];
    };

    const called = await models.generateContent({ model: MODEL, contents: [question], config });
    const contents = answering(called.candidates?.[0]?.content?.parts ?? []);
    expect((await models.generateContent({ model: MODEL, contents, config })).text).toBe('The sum is 5117.');

    const calling = await collect(await models.generateContentStream({ model: MODEL, contents: [question], config }));
    const parts = calling.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
    const last = { model: MODEL, contents: answering(parts), config };
    const texts = (await collect(await models.generateContentStream(last))).map((chunk) => chunk.text);
    expect(texts).toEqual(['The sum is ', '5117.']);

    const lines = `POST /v1/models/${MODEL}:generateContent`;
    expect(printed()).toContain(`${lines}: 503, turn 1 of 3\n${lines}: 200, turn 2 of 3\n${lines}: 200, turn 3 of 3\n`);
    await vi.waitFor(() => expect(printed()).toContain(':streamGenerateContent?alt=sse: 200, turn 3 of 3'), TIME);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('prints why a request was refused, and keeps what was asked for everyone to see', async () => {
    const { origin, printed } = await start('--script', EXAMPLE);
    const url = `${origin}/v1beta/models/${MODEL}:generateContent`;
    await fetch(`${url}?key=secret`, { method: 'POST', body: '{"contents":[]}' });
    await vi.waitFor(() => expect(printed()).toContain('refused'), TIME);
    expect(printed()).toContain(
      'generateContent?key=…: 400\n  refused: * GenerateContentRequest.contents: contents is not specified\n',
    );
    await fetch(`${origin}/v2/elsewhere`, { method: 'POST' });
    await vi.waitFor(() => expect(printed()).toContain('POST /v2/elsewhere: 404\n'), TIME);
    const report = await (await fetch(`${origin}/requests`)).json();
    expect(report).toMatchObject({ requests: [{ body: { contents: [] }, httpStatus: 400 }], turnsLeft: 3 });
  });

  test('plays a recorded payload that the script names, and takes the port that it is given', async () => {
    const file = await scriptFile({ turns: [{ recordedFile: PAYLOAD }, { hang: true }] });
    const taken = await start('--script', file, '--port', '0');
    const response = await clientOf(taken.origin).models.generateContent({ model: MODEL, contents: 'Hi' });
    expect(response.codeExecutionResult).toBe('30\n');

    const { port } = new URL(taken.origin);
    const second = await run('--script', file, '--port', port);
    expect(second.stderr).toContain('EADDRINUSE');
    expect(second.code).toBe(1);
    const hanging = clientOf(taken.origin).models.generateContent({ model: MODEL, contents: 'Hi' });
    hanging.catch(() => {});
    await vi.waitFor(
      async () => expect((await (await fetch(`${taken.origin}/requests`)).json()).turnsLeft).toBe(0),
      TIME,
    );
    taken.child.kill('SIGINT');
    expect(await once(taken.child, 'exit')).toEqual([0, null]);
    await expect(hanging).rejects.toThrow('fetch failed');
  });

  test('plays a cassette', async () => {
    const { origin } = await start('--script', PRIMES, '--pace', 'instant');
    const { exchanges } = JSON.parse(await readFile(PRIMES, 'utf8'));
    const chunks = await collect(
      await clientOf(origin).models.generateContentStream({
        model: MODEL,
        contents: exchanges[0].request.contents,
        config: { tools: functions },
      }),
    );
    expect(chunks).toHaveLength(exchanges[0].response.chunks.length);
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{"turns": [', 'script.json: '],
    [
      'a turn of two kinds',
      { turns: [{ parts: [] }, { parts: [], hang: true }] },
      'turns[1]: a turn has exactly one of',
    ],
    ['a name that is not known', { turns: [{ part: [] }] }, 'turns[0]: unknown name "part"'],
    ['a recording that is not there', { turns: [{ recordedFile: 'none.json' }] }, 'turns[0].recordedFile: ENOENT'],
    ['a broken cassette', { format: 'glovebox-cassette', version: 1 }, 'This is not a playable cassette'],
  ])('says what is wrong with a script: %s', async (_what, content, message) => {
    const { code, stderr } = await run('--script', await scriptFile(content));
    expect(stderr).toContain(message);
    expect(stderr).toContain('script.json: ');
    expect(code).toBe(2);
  });

  test.each([
    [[], '--script FILE is missing'],
    [['--script', 'none.json'], 'none.json: ENOENT'],
    [['--script', EXAMPLE, '--port', 'eighty'], '--port eighty is no port'],
    [['--script', EXAMPLE, '--pace', 'slow'], '--pace is recorded or instant'],
    [['--scrpt', EXAMPLE], "Unknown option '--scrpt'"],
  ])('says what is wrong with its arguments: %j', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('explains itself', async () => {
    const { code, stdout } = await run('--help');
    expect(stdout).toContain('Usage: npm run fake-gemini');
    expect(stdout).toContain('the method is "interactions.create"');
    expect(code).toBe(0);
  });
});
