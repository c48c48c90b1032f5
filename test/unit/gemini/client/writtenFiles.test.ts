import type { Chat, GenerateContentConfig } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { SandboxFileError } from '../../../../src/errors.ts';
import { runsOf } from '../../../../src/gemini/runsOf.ts';
import type { FileInfo } from '../../../../src/protocol.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { GEMINI_3 } from '../../support/geminiFake/client.ts';
import {
  bodiesOf,
  kindsOf,
  ON_SERVER,
  partsOf,
  playLocally,
  runPython,
  SERVER_ANSWER,
  scriptedSandbox,
  WITH_CODE,
} from './play.ts';

const DONE = { parts: [{ text: 'Done.' }] };
const TWO_HOPS = { turns: [{ parts: [runPython('write()')] }, DONE] };
const csv = (path: string, size = 2): FileInfo => ({ path, size, mimeType: 'text/csv' });
/** One pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PICTURE = { data: { 'image/png': PNG }, source: 'file', path: 'plot.png' };

/** A sandbox whose programs write these files. Each has its own name as its text, unless it is gone. */
function sandboxThatWrites(files: FileInfo[], gone: string[] = []) {
  const { sandbox } = scriptedSandbox();
  const read = async (path: string) => {
    if (gone.includes(path)) throw new SandboxFileError(`${path} is not there.`);
    return new TextEncoder().encode(path);
  };
  return Object.assign(sandbox, {
    run: async () => ({ status: 'ok', output: 'done\n', results: [PICTURE], files }),
    files: { ...sandbox.files, read },
  });
}

const FILES = [csv('out/table.csv'), { path: 'plot.png', size: 1, mimeType: 'image/png' }, csv('gone.csv')];
const play = (script: Script, files = FILES) =>
  playLocally(script, { sandbox: sandboxThatWrites(files, ['gone.csv']), files: 'parts' });
const part = { inlineData: { displayName: 'out/table.csv', mimeType: 'text/csv', data: btoa('out/table.csv') } };

describe('the files that code wrote', () => {
  it('are parts after its result if that was asked for, and their pictures are parts only once', async () => {
    const { ai, events } = play(TWO_HOPS);
    const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Go.', config: WITH_CODE });
    expect(partsOf(response).slice(2, -1)).toEqual([{ inlineData: { mimeType: 'image/png', data: PNG } }, part]);
    expect(runsOf(response)[0]?.files).toEqual([
      { name: 'out/table.csv', mimeType: 'text/csv', data: btoa('out/table.csv') },
    ]);
    expect(events.filter(({ type }) => type === 'image')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'file')).toHaveLength(3);
  });

  it('are no parts without that', async () => {
    const { ai } = playLocally(TWO_HOPS, { sandbox: sandboxThatWrites(FILES) });
    const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Go.', config: WITH_CODE });
    expect(kindsOf(response)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData', 'text']);
  });

  it('are at most 20, of 10 MB together, so that histories stay small', async () => {
    const many = Array.from({ length: 30 }, (_, index) => csv(`${index}.csv`));
    const { ai } = play(TWO_HOPS, [csv('large.csv', 10_000_001), ...many]);
    const response = await ai.models.generateContent({ model: GEMINI_3, contents: 'Go.', config: WITH_CODE });
    const names = runsOf(response).flatMap(({ files }) => files.map(({ name }) => name));
    expect(names).toEqual(many.slice(0, 20).map(({ path }) => path));
  });

  it.each<[string, GenerateContentConfig, Script['turns']]>([
    ['runs here', WITH_CODE, TWO_HOPS.turns],
    ['runs on the server', ON_SERVER, [SERVER_ANSWER]],
    ['is not run', {}, [DONE]],
  ])(
    'are not sent to the model, in the same answer or with a later message whose code %s',
    async (_, config, turns) => {
      for (const streamed of [true, false]) {
        const { ai, script } = play({ turns: [...TWO_HOPS.turns, ...turns] });
        const chat = ai.chats.create({ model: GEMINI_3, config: WITH_CODE });
        const send = async (message: string, next: Parameters<Chat['sendMessage']>[0]['config'] = WITH_CODE) => {
          if (streamed) for await (const _ of await chat.sendMessageStream({ message, config: next }));
          else await chat.sendMessage({ message, config: next });
        };
        await send('Go.');
        expect(JSON.stringify(chat.getHistory())).toContain('out/table.csv');
        await send('And on.', config);
        expect(JSON.stringify(bodiesOf(script))).not.toContain(part.inlineData.data);
        expect(script.refusals()).toEqual([]);
      }
    },
  );

  it('are named blocks in an interaction, and not sent if the application brings the steps again', async () => {
    const { ai, script } = play({ turns: [...TWO_HOPS.turns, ...TWO_HOPS.turns, DONE] });
    const ask = { model: 'gemini-3.8-flash', store: false };
    const tools = [{ type: 'code_execution' as const }];
    const input = (text: string) => ({ type: 'user_input' as const, content: [{ type: 'text' as const, text }] });
    const first = await ai.interactions.create({ ...ask, tools, input: 'Go.' });
    const made = first.steps.filter(({ type }) => type === 'model_output');
    expect(made[0]).toEqual({
      type: 'model_output',
      content: [
        { type: 'image', mime_type: 'image/png', data: PNG },
        { type: 'document', mime_type: 'text/csv', data: part.inlineData.data, display_name: 'out/table.csv' },
      ],
    });
    expect(runsOf(first)[0]?.files).toHaveLength(1);
    const history = [input('Go.'), ...first.steps, input('And on.')] as never;
    await ai.interactions.create({ ...ask, tools, input: history });
    await ai.interactions.create({ ...ask, input: [input('Hello.'), ...made, input('And on.')] as never });
    expect(JSON.stringify(bodiesOf(script))).not.toContain(part.inlineData.data);
    expect(script.refusals()).toEqual([]);
  });

  it("are not sent with the results that wait for the application's functions either", async () => {
    const book = { type: 'function' as const, name: 'book', description: 'Books.', parameters: { type: 'object' } };
    const { ai, script } = play({
      turns: [{ parts: [runPython('1'), { functionCall: { name: 'book', args: {} } }] }, DONE],
    });
    const tools = [{ type: 'code_execution' as const }, book];
    const { id, steps } = await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Go.', tools });
    const call = steps.find((step) => step.type === 'function_call');
    const booked = { type: 'function_result' as const, call_id: call?.id ?? '', name: 'book', result: 'yes' };
    await ai.interactions.create({ model: 'gemini-3.8-flash', tools, input: [booked], previous_interaction_id: id });
    const last = JSON.stringify(bodiesOf(script).at(-1));
    expect(last).toContain(PNG);
    expect(last).not.toContain(part.inlineData.data);
    expect(script.refusals()).toEqual([]);
  });
});
