/** Sessions with the browser's model, whose code runs in a stand-in for a sandbox. */
/// <reference types="dom-chromium-ai" />
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../src/answer/events.ts';
import {
  BuiltInModelError,
  type BuiltInModelOptions,
  ContextWindowError,
  withLocalPython,
} from '../../../src/entries/built-in-model.ts';
import { fakeLanguageModel, type ModelScript } from '../../support/languageModelFake/languageModelFake.ts';
import { type Print, scriptedSandbox } from '../gemini/client/play.ts';

const PROGRAM = 'Let me compute.\n```python\nprint(6 * 7)\n```\n';
const RUN = 'Let me compute.\n```python\nprint(6 * 7)\n```\n```output\n42\n```\n';

interface Played extends Partial<ModelScript> {
  options?: Partial<BuiltInModelOptions>;
  print?: Print;
}

/** @param turns the chunks of each */
function play(turns: string[][], { options = {}, print = () => '42\n', ...script }: Played = {}) {
  const model = fakeLanguageModel({
    turns: turns.map((chunks) => ({ parts: chunks.map((text) => ({ text })) })),
    ...script,
  });
  const { sandbox, ran } = scriptedSandbox(print);
  const events: AnswerEvent[] = [];
  const local = withLocalPython(model, { sandbox, onEvent: (event) => events.push(event), ...options });
  return { model, local, ran, events };
}

async function read(stream: ReadableStream<string>): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const lastPrompt = (model: ReturnType<typeof fakeLanguageModel>) => model.report().prompts.at(-1) ?? [];

describe('a prompt', () => {
  it('runs the program that the model writes, and gives words, program and output as text', async () => {
    const { local, ran, events, model } = play([[PROGRAM], ['It is 42.']]);
    const session = await local.create();
    expect(await session.prompt('What is 6 times 7?')).toBe(`${RUN}It is 42.`);
    expect(ran).toEqual(['print(6 * 7)\n']);
    expect(lastPrompt(model).map(({ role, text }) => [role, text.trim()])).toEqual([
      ['system', expect.stringContaining('To run code, write it between a line ```python')],
      ['user', 'What is 6 times 7?'],
      ['assistant', PROGRAM.trim()],
      ['user', '```output\n42\n```\nOUTCOME_OK'],
    ]);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['turn-start', 'text-delta', 'code', 'result', 'usage', 'turn-end']),
    );
  });

  it('streams the same text, wherever the model cuts it', async () => {
    const { local } = play([[...PROGRAM], ['It ', 'is ', '42.']]);
    const session = await local.create();
    const chunks = await read(session.promptStreaming('What is 6 times 7?'));
    expect(chunks.join('')).toBe(`${RUN}It is 42.`);
    expect(chunks.slice(-3).join('')).toBe('It is 42.');
  });

  it('ends the turn of the model after its program, so that it makes up no output', async () => {
    const { local, model } = play([[...`${PROGRAM}It prints 41.`], ['It is 42.']]);
    const session = await local.create();
    expect(await session.prompt('What is 6 times 7?')).toBe(`${RUN}It is 42.`);
    expect(JSON.stringify(lastPrompt(model))).not.toContain('41');
  });

  it('ends the turn of the model before an output that it makes up', async () => {
    const { local, ran } = play([['```text\n6 * 7\n```\n', '```out', 'put\n41\n```\nIt is 41.']]);
    const session = await local.create();
    expect(await session.prompt('What is 6 times 7?')).toBe('```text\n6 * 7\n```\n');
    expect(ran).toEqual([]);
  });

  it('builds on the earlier ones, in one session of the browser', async () => {
    const { local, model } = play([['Hello.'], [PROGRAM], ['It is 42.'], ['Bye.']]);
    const session = await local.create();
    await session.prompt('Hi.');
    await session.prompt('What is 6 times 7?');
    expect(await session.prompt('Thank you.')).toBe('Bye.');
    expect(lastPrompt(model).map(({ text }) => text.trim())).toEqual([
      expect.any(String),
      'Hi.',
      'Hello.',
      'What is 6 times 7?',
      PROGRAM.trim(),
      '```output\n42\n```\nOUTCOME_OK',
      'It is 42.',
      'Thank you.',
    ]);
    // One to see that there is a model, and one that knows of the sandbox.
    expect(model.report()).toMatchObject({ created: 2, openSessions: 1 });
  });

  it('gets the prompts that the session began with, and those that were appended', async () => {
    const { local, model } = play([['Yes.']], { options: { instruction: false } });
    const session = await local.create({
      initialPrompts: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'One?' },
        { role: 'assistant', content: 'No.' },
      ],
    });
    await session.append([{ role: 'user', content: [{ type: 'text', value: 'A note.' }] }]);
    await session.prompt('Two?');
    expect(lastPrompt(model).map(({ text }) => text)).toEqual(['Be short.', 'One?', 'No.', 'A note.\nTwo?']);
    expect(model.report().created).toBe(1);
  });

  it('asks the application before code runs, and tells the model of a refusal', async () => {
    const { local, ran, model } = play([[PROGRAM], ['As you like.']]);
    const session = await local.create();
    const beforeRun = () => ({ refuse: 'Not now.' });
    await session.prompt('What is 6 times 7?', { codeExecution: { beforeRun } });
    expect(ran).toEqual([]);
    expect(lastPrompt(model).at(-1)?.text).toContain('Not now.');
  });
});

describe('an answer that is stopped', () => {
  it('rejects with the reason, and leaves no trace in the session', async () => {
    const { local, model } = play([['Well', ', ', 'long.'], ['Hello.']]);
    const session = await local.create();
    const stop = new AbortController();
    const reading = session.promptStreaming('Tell me all.', { signal: stop.signal }).getReader();
    await reading.read();
    stop.abort(new Error('Enough.'));
    await expect(reading.read()).rejects.toThrow('Enough.');
    expect(await session.prompt('Hi.')).toBe('Hello.');
    expect(
      lastPrompt(model)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['Hi.']);
  });

  it('stops the program that runs', async () => {
    const stop = new AbortController();
    const { local, ran } = play([[PROGRAM]], {
      print: () => {
        stop.abort(new Error('Enough.'));
        return Promise.reject(new Error('Enough.'));
      },
    });
    const session = await local.create();
    await expect(session.prompt('What is 6 times 7?', { signal: stop.signal })).rejects.toThrow('Enough.');
    expect(ran).toHaveLength(1);
  });

  it('goes on when the stream is cancelled: the session takes the next prompt', async () => {
    const { local } = play([['Well', ', ', 'long.'], ['Hello.']]);
    const session = await local.create();
    const stream = session.promptStreaming('Tell me all.');
    for await (const _ of stream) break;
    expect(await session.prompt('Hi.')).toBe('Hello.');
  });

  it('rejects if the session is destroyed, and so do later prompts', async () => {
    const { local, model } = play([['Well', ', ', 'long.']]);
    const session = await local.create();
    const reading = session.promptStreaming('Tell me all.').getReader();
    await reading.read();
    session.destroy();
    await expect(reading.read()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(session.prompt('Hi.')).rejects.toMatchObject({ name: 'InvalidStateError' });
    await expect(session.append('Hi.')).rejects.toMatchObject({ name: 'InvalidStateError' });
    await expect(session.clone()).rejects.toMatchObject({ name: 'InvalidStateError' });
    expect(model.report().openSessions).toBe(0);
  });

  it('rejects with the error of the browser, and the next prompt gets a new session', async () => {
    const model = fakeLanguageModel({ turns: [{ failure: 'UnknownError' }, { parts: [{ text: 'Hello.' }] }] });
    const session = await withLocalPython(model, scriptedSandbox()).create();
    await expect(session.prompt('Hi.')).rejects.toMatchObject({ name: 'UnknownError' });
    expect(await session.prompt('Hi.')).toBe('Hello.');
    expect(model.report().openSessions).toBe(1);
  });
});

describe('several prompts at once', () => {
  it('wait for each other in one session', async () => {
    const { local, model } = play([['One.'], ['Two.']]);
    const session = await local.create();
    expect(await Promise.all([session.prompt('1?'), session.prompt('2?')])).toEqual(['One.', 'Two.']);
    expect(
      lastPrompt(model)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['1?', 'One.', '2?']);
  });

  it('are apart in a clone, which knows what was said before', async () => {
    const { local, model } = play([['One.'], ['Two.'], ['Three.']]);
    const session = await local.create();
    await session.prompt('1?');
    const other = await session.clone();
    await session.prompt('2?');
    expect(await other.prompt('3?')).toBe('Three.');
    expect(
      lastPrompt(model)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['1?', 'One.', '3?']);
  });
});

describe('a conversation that is too long', () => {
  const LONG = 'word '.repeat(500);

  it('goes on without its oldest turns, and both sides are told', async () => {
    const { local, model } = play([['One.'], ['Two.'], ['Three.'], ['Four.']], { contextWindow: 2200 });
    const session = await local.create();
    let overflows = 0;
    session.addEventListener('contextoverflow', () => {
      overflows += 1;
    });
    for (const number of [1, 2, 3]) await session.prompt(`${number}? ${LONG}`);
    expect(overflows).toBe(1);
    expect(await session.prompt('4?')).toBe('Four.');
    const [system, ...turns] = lastPrompt(model);
    expect(system?.text).toContain('The beginning of this conversation was left out');
    expect(turns.map(({ text }) => text.slice(0, 5))).not.toContain('1? wo');
    expect(turns.at(-1)?.text).toBe('4?');
  });

  it('keeps the question, when the results of its programs fill the window', async () => {
    const programs = [1, 2, 3, 4].map((number) => [`\`\`\`python\nprint(${number})\n\`\`\`\n`]);
    const { local, model } = play([...programs, ['Done.']], { contextWindow: 2400, print: (code) => `${code}${LONG}` });
    const session = await local.create();
    expect(await session.prompt('Count.')).toMatch(/Done\.$/);
    const texts = lastPrompt(model).map(({ text }) => text);
    expect(texts[1]).toBe('Count.');
    expect(texts.at(-1)).toContain('print(4)');
    expect(texts.join('')).not.toContain('print(1)');
  });

  it('rejects if the question alone is too long', async () => {
    const { local, model } = play([['Hello.']], { contextWindow: 1000 });
    const session = await local.create();
    await expect(session.prompt(LONG.repeat(10))).rejects.toThrow(ContextWindowError);
    expect(await session.prompt('Hi.')).toBe('Hello.');
    expect(model.report().openSessions).toBe(1);
  });
});

describe('a browser', () => {
  const reasonOf = (opening: Promise<unknown>) =>
    opening.then(
      () => 'opened',
      (error) => (error instanceof BuiltInModelError ? error.reason : error),
    );

  it('without the API is told what it takes', async () => {
    const local = withLocalPython(undefined, scriptedSandbox());
    expect(await local.availability()).toBe('unavailable');
    await expect(local.create()).rejects.toThrow(/Chrome has one from version 148 on.*22 GB of free disk space/s);
  });

  it('whose computer is too weak, or that lacks a language, is told what it takes', async () => {
    const weak = play([], { availability: 'unavailable' });
    expect(await reasonOf(weak.local.create())).toBe('unavailable');
    const { local } = play([]);
    const latin = [{ type: 'text', languages: ['la'] }];
    expect(await local.availability({ expectedOutputs: latin })).toBe('unavailable');
    expect(await reasonOf(local.create({ expectedOutputs: latin }))).toBe('unavailable');
  });

  it('downloads its model after a click, and tells the progress', async () => {
    let isActive = false;
    const { local } = play([['Hello.']], { availability: 'downloadable', isActive: () => isActive });
    expect(await local.availability()).toBe('downloadable');
    expect(await reasonOf(local.create())).toBe('needs-click');
    isActive = true;
    const progress: number[] = [];
    const session = await local.create({
      monitor: (monitor) =>
        monitor.addEventListener('downloadprogress', (event) => progress.push((event as ProgressEvent).loaded)),
    });
    expect(progress).toEqual([0, 0.5, 1]);
    expect(await session.prompt('Hi.')).toBe('Hello.');
  });

  it('refuses prompts as its own sessions do', async () => {
    const { local } = play([]);
    const session = await local.create();
    const system = [{ role: 'system' as const, content: 'Be short.' }];
    await expect(session.prompt(system)).rejects.toMatchObject({ name: 'NotSupportedError' });
    await expect(session.append(system)).rejects.toMatchObject({ name: 'NotSupportedError' });
    const initialPrompts = [{ role: 'user' as const, content: 'Hi.' }, ...system];
    await expect(local.create({ initialPrompts })).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('ends a session whose signal aborts', async () => {
    const { local, model } = play([]);
    const stop = new AbortController();
    const session = await local.create({ signal: stop.signal });
    stop.abort();
    await expect(session.prompt('Hi.')).rejects.toMatchObject({ name: 'InvalidStateError' });
    expect(model.report().openSessions).toBe(0);
  });
});

it('the declarations of @types/dom-chromium-ai fit, so that `LanguageModel` can be given as it is', () => {
  const check = (model: typeof LanguageModel) => withLocalPython(model, scriptedSandbox());
  expect(check).toBeTypeOf('function');
});
