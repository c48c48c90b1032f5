import type { CreateCachedContentConfig } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { withLocalPython } from '../../../../src/gemini/client.ts';
import { bodiesOf, collect, kindsOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from '../client/play.ts';

const model = 'gemini-3.8-flash';
const turns = [{ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }];
const LONG = 'A long text that many questions are about.';
const cached: CreateCachedContentConfig = { ...(WITH_CODE as object), contents: LONG, systemInstruction: 'Be brief.' };
const print = () => '42\n';
const CODE = ['executableCode', 'codeExecutionResult', 'text'];

interface CacheBody {
  displayName: string;
  tools: { functionDeclarations: { name: string }[] }[];
  systemInstruction: { parts: { text: string }[] };
}

describe('a cache with code execution', () => {
  it('is made with the functions and the instruction of this library in its place', async () => {
    const { ai, script } = playLocally({ turns: [] });
    const made = await ai.caches.create({ model, config: { ...cached, displayName: 'Text', ttl: '600s' } });
    const [body] = script.caches() as CacheBody[];
    expect(body?.tools).toMatchObject([{ functionDeclarations: [{ name: 'run_python' }] }]);
    expect(body?.systemInstruction.parts[0]?.text).toBe('Be brief.');
    expect(body?.systemInstruction.parts[1]?.text).toContain("runs in the user's browser");
    expect(body).toMatchObject({ contents: [{ parts: [{ text: LONG }] }], ttl: '600s' });
    expect(made.displayName).toBe('Text [glovebox run_python]');
  });

  it.each([false, true])('runs the code of a request that uses it here (stream: %s)', async (stream) => {
    const { ai, script, ran, events } = playLocally({ turns }, { print });
    const { name = '' } = await ai.caches.create({ model, config: cached });
    const asked = { model, contents: 'What is 6 times 7?', config: { cachedContent: name } };
    const chunks = stream
      ? await collect(await ai.models.generateContentStream(asked))
      : [await ai.models.generateContent(asked)];
    expect(chunks.flatMap(kindsOf)).toEqual(CODE);
    expect(ran).toEqual(['print(6 * 7)']);
    expect(events[0]).toMatchObject({ type: 'turn-start', mode: 'local' });
    for (const body of bodiesOf(script)) {
      expect(body).toMatchObject({ cachedContent: name });
      for (const field of ['tools', 'toolConfig', 'systemInstruction']) expect(body).not.toHaveProperty(field);
    }
    expect(script.cacheReads()).toBe(0);
    expect(script.refusals()).toEqual([]);
  });

  it('runs the code of a chat here, whose later turns go on from the earlier ones', async () => {
    const { ai, script, ran } = playLocally({ turns: [...turns, ...turns] }, { print });
    const { name = '' } = await ai.caches.create({ model, config: cached });
    const chat = ai.chats.create({ model, config: { cachedContent: name } });
    await chat.sendMessage({ message: 'What is 6 times 7?' });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('It is 42.');
    expect(ran).toHaveLength(2);
    expect(script.refusals()).toEqual([]);
  });

  it('is recognised by another client, which asks once, also if it speaks another language', async () => {
    const { ai, original, script } = playLocally(
      { turns: [...turns, ...turns] },
      { print, languages: ['JAVASCRIPT', 'PYTHON'] },
    );
    const { name = '', displayName } = await ai.caches.create({ model, config: cached });
    expect(displayName).toBe('[glovebox run_javascript run_python]');
    const other = scriptedSandbox(print);
    const later = withLocalPython(original, { sandbox: other.sandbox });
    const asked = { model, contents: 'What is 6 times 7?', config: { cachedContent: name } };
    await later.models.generateContent(asked);
    await later.models.generateContent(asked);
    expect(other.ran).toHaveLength(2);
    expect(script.cacheReads()).toBe(1);
  });

  it('is still there with files, which code finds under the names that the model was told', async () => {
    const { sandbox } = scriptedSandbox(print);
    const written: string[] = [];
    Object.assign(sandbox.files, { write: async (name: string) => void written.push(name) });
    const { ai, script } = playLocally({ turns }, { sandbox });
    const csv = (data: string) => ({ inlineData: { mimeType: 'text/csv', data: btoa(data) } });
    const { name = '' } = await ai.caches.create({ model, config: { ...cached, contents: [csv('a,b\n')] } });
    expect(JSON.stringify(script.caches()[0])).toContain('Files in the working directory of run_python: file_1.csv');
    await ai.models.generateContent({ model, contents: [csv('c,d\n'), 'Compare.'], config: { cachedContent: name } });
    expect(written.slice(0, 2)).toEqual(['file_1.csv', 'file_2.csv']);
    expect(JSON.stringify(bodiesOf(script)[0])).toContain('file_2.csv (text/csv, 4 bytes)');
  });

  it("leaves the calls of the app's functions to the app", async () => {
    const weather = { functionDeclarations: [{ name: 'weather' }] };
    const { ai } = playLocally({ turns: [{ parts: [{ functionCall: { name: 'weather', args: {} } }] }] });
    const tools = [...(cached.tools ?? []), weather];
    const { name = '' } = await ai.caches.create({ model, config: { ...cached, tools } });
    const asked = { model, contents: 'How is it?', config: { cachedContent: name } };
    expect((await ai.models.generateContent(asked)).functionCalls).toMatchObject([{ name: 'weather' }]);
  });

  it("works beside Google's own tools", async () => {
    const { ai, script } = playLocally({ turns }, { print });
    const tools = [...(cached.tools ?? []), { googleSearch: {} }];
    const { name = '', displayName } = await ai.caches.create({ model, config: { ...cached, tools } });
    expect(displayName).toBe('[glovebox tools run_python]');
    expect(script.caches()[0]).toMatchObject({ toolConfig: { includeServerSideToolInvocations: true } });
    const response = await ai.models.generateContent({ model, contents: '6 * 7?', config: { cachedContent: name } });
    expect(kindsOf(response)).toEqual(CODE);
    expect(script.refusals()).toEqual([]);
  });

  it('asks the model in words to stop after too many failures', async () => {
    const failing = { parts: [runPython('1 / 0')] };
    const { ai, script } = playLocally(
      { turns: [failing, failing, { parts: [{ text: 'I can not.' }] }] },
      { print: () => 'ZeroDivisionError\n', maxFailures: 2 },
    );
    const { name = '' } = await ai.caches.create({ model, config: cached });
    await ai.models.generateContent({ model, contents: 'Divide.', config: { cachedContent: name } });
    const bodies = bodiesOf(script);
    expect(bodies.map((body) => JSON.stringify(body).includes('No more code is run now.'))).toEqual([
      false,
      false,
      true,
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('is refused if its name leaves no room for the mark', async () => {
    const { ai, script } = playLocally({ turns: [] });
    const displayName = 'x'.repeat(120);
    const making = ai.caches.create({ model, config: { ...cached, displayName } });
    await expect(making).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(making).rejects.toThrow('takes at most 106 characters');
    expect(script.caches()).toEqual([]);
  });

  it.each([
    ['of the client', { mode: 'server' as const }, {}],
    ['of the tool', {}, { mode: 'server' }],
  ])("is Google's own in the mode `server` %s", async (_, options, tool) => {
    const { ai, script } = playLocally({ turns: [] }, options);
    await ai.caches.create({ model, config: { ...cached, tools: [{ codeExecution: tool }] } });
    expect(script.caches()[0]).toMatchObject({ tools: [{ codeExecution: {} }] });
    expect(JSON.stringify(script.caches()[0])).not.toMatch(/glovebox|run_python|"mode"/);
  });

  it('is not known any more when it was deleted', async () => {
    const { ai } = playLocally({ turns });
    const { name = '' } = await ai.caches.create({ model, config: cached });
    await ai.caches.delete({ name });
    const asked = { model, contents: 'And now?', config: { cachedContent: name } };
    await expect(ai.models.generateContent(asked)).rejects.toThrow('CachedContent not found');
  });
});

describe('a cache without code execution', () => {
  it('is made and used unchanged', async () => {
    const { ai, script } = playLocally({ turns: [{ parts: [{ text: 'Yes.' }] }] });
    const { name = '' } = await ai.caches.create({ model, config: { contents: LONG, displayName: 'Text' } });
    expect(script.caches()[0]).toMatchObject({ displayName: 'Text' });
    const asked = { model, contents: 'Is it long?', config: { cachedContent: name } };
    expect((await ai.models.generateContent(asked)).text).toBe('Yes.');
    expect(script.refusals()).toEqual([]);
  });
});
