// @module-tag long
/** Chrome's built-in model, played by a script, with Python that really runs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerEvent } from '../../../src/answer/events.ts';
import { type BuiltInModelOptions, withLocalPython } from '../../../src/entries/built-in-model.ts';
import { Sandbox } from '../../../src/entries/index.ts';
import { fakeLanguageModel, type ModelScript } from '../../support/languageModelFake/languageModelFake.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const program = (code: string) => `\`\`\`python\n${code}\n\`\`\`\n`;
const IMAGES = { expectedInputs: [{ type: 'image' }] };

/** @param turns what the model says in each */
function play(turns: string[], options: Partial<BuiltInModelOptions> = {}, script: Partial<ModelScript> = {}) {
  const model = fakeLanguageModel({ turns: turns.map((text) => ({ parts: [{ text }] })), ...script });
  const events: AnswerEvent[] = [];
  const onEvent = (event: AnswerEvent) => void events.push(event);
  return { model, events, local: withLocalPython(model, { sandbox, onEvent, ...options }) };
}

describe('a session with the built-in model', () => {
  it('runs its programs, and the variables stay for the next prompt', async () => {
    const { local } = play([program('answer = 6 * 7\nprint(answer)'), 'Done.', program('print(answer + 1)'), 'Done.']);
    const session = await local.create();
    expect(await session.prompt('Go.')).toContain('```output\n42\n```');
    expect(await session.prompt('Go on.')).toContain('```output\n43\n```');
  });

  it('streams the answer, and tells the output while Python prints', async () => {
    const { local, events } = play([program('print("first")'), 'It printed first.']);
    const session = await local.create();
    let text = '';
    for await (const chunk of session.promptStreaming('Go.')) text += chunk;
    expect(text).toBe(`${program('print("first")')}\`\`\`output\nfirst\n\`\`\`\nIt printed first.`);
    expect(events).toContainEqual(expect.objectContaining({ type: 'output-delta', text: 'first\n' }));
  });

  it('gets its mistakes back, and corrects them', async () => {
    const { local, model } = play([program('print(1 / 0)'), program('print(1)'), 'It is 1.']);
    const session = await local.create();
    expect(await session.prompt('Go.')).toMatch(/ZeroDivisionError.*\n1\n.*It is 1\.$/s);
    expect(model.report().prompts[1]?.at(-1)?.text).toMatch(/ZeroDivisionError.*OUTCOME_FAILED/s);
  });

  it('sees the pictures of its code, which are events too', async () => {
    const { local, model, events } = play([program(DRAW_RED), 'It is red.']);
    const session = await local.create(IMAGES);
    await session.prompt('Draw.');
    expect(model.report().prompts[1]?.at(-1)?.text).toContain('[image/png]');
    expect(events).toContainEqual(expect.objectContaining({ type: 'image', mimeType: 'image/png' }));
  });

  it('is told nothing of pictures if it does not take them, but the user sees them', async () => {
    const { local, model, events } = play([program(DRAW_RED), 'Done.'], {}, { inputs: ['text'] });
    const session = await local.create();
    await session.prompt('Draw.');
    expect(model.report().prompts[1]?.at(-1)?.text).not.toContain('[image/png]');
    expect(model.report().prompts[0]?.[0]?.text).toContain('are shown to the user, not to you');
    expect(events).toContainEqual(expect.objectContaining({ type: 'image' }));
  });

  it('sees the pictures of a prompt, which code reads as files', async () => {
    const read = 'import struct\nprint(struct.unpack(">II", open("file_1.png", "rb").read()[16:24]))';
    const { local, model } = play([program(read), 'It is small.']);
    const session = await local.create(IMAGES);
    const canvas = new OffscreenCanvas(3, 2);
    canvas.getContext('2d')?.fillRect(0, 0, 3, 2);
    const content = [
      { type: 'text' as const, value: 'How large is it?' },
      { type: 'image' as const, value: canvas },
    ];
    expect(await session.prompt([{ role: 'user', content }])).toContain('(3, 2)');
    expect(model.report().prompts[0]?.at(-1)?.text).toContain('How large is it?[image/png]');
  });

  it('stops its code with the answer, and goes on with the next prompt', async () => {
    const { local } = play([program('print("begun")\nwhile True: pass'), 'Hello.']);
    const session = await local.create();
    const stop = new AbortController();
    const onEvent = (event: AnswerEvent) => {
      if (event.type === 'output-delta') stop.abort(new Error('Enough.'));
    };
    await expect(session.prompt('Go.', { signal: stop.signal, codeExecution: { onEvent } })).rejects.toThrow('Enough.');
    expect(await session.prompt('Hi.')).toBe('Hello.');
  });

  it('answers beside another one, each with variables of its own in a sandbox for the session', async () => {
    const first = play([program('x = 1\nprint(x)'), 'One.', program('print(x)'), 'Still one.']);
    const second = play([program('x = 2\nprint(x)'), 'Two.']);
    const codeExecution = { sandbox: 'chat' as const };
    const sessions = await Promise.all([first.local.create(), second.local.create()]);
    const answers = await Promise.all(sessions.map((session) => session.prompt('Go.', { codeExecution })));
    expect(answers).toEqual([expect.stringContaining('\n1\n'), expect.stringContaining('\n2\n')]);
    expect(await sessions[0]?.prompt('Again.', { codeExecution })).toContain('\n1\n');
  });
});

it('the example runs as it is', async () => {
  const turns = [program('print(5117)'), 'The sum is 5117.'].map((text) => ({ parts: [{ text }] }));
  vi.stubGlobal('LanguageModel', fakeLanguageModel({ turns }));
  const create = Sandbox.create.bind(Sandbox);
  // The page of the tests does not lie beside the engine.
  vi.spyOn(Sandbox, 'create').mockImplementation((options) => create({ assets: ASSETS, ...options }));
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('../../../examples/builtInModel/builtInModel.ts');
  expect(log.mock.calls.map(([text]) => text)).toEqual([
    expect.stringMatching(/```output\n5117\n```\nThe sum is 5117\.$/),
    expect.stringMatching(/^\d+ of 9216 tokens are used\.$/),
  ]);
});

it('this browser says what its built-in model takes, if it has none', async () => {
  vi.stubGlobal('LanguageModel', undefined);
  const local = withLocalPython(undefined, { sandbox });
  await expect(local.create()).rejects.toThrow('Chrome has one from version 148 on');
});
