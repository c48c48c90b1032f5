import { type Content, type Part, PartMediaResolutionLevel } from '@google/genai';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { nameFiles } from '../../../../src/answer/request/userFiles.ts';
import { assertProperty } from '../../assertProperty.ts';
import { localClient, says } from '../../gemini/client/localClient.ts';

const options = { textLimit: 1000, known: undefined, before: [], runs: 'run_python' };
const csv = (displayName: string, data: string): Part => ({ inlineData: { mimeType: 'text/csv', displayName, data } });

it('files of one name get names of their own, though one of those was given to another file already', async () => {
  const parts = [
    csv('file_3_data.csv', 'AAAA'),
    csv('data.csv', 'BBBB'),
    csv('data.csv', 'CCCC'),
    csv('data.csv', 'BBBB'),
  ];
  const { files } = await nameFiles([{ role: 'user', parts }], options);
  expect(files.map(({ name, data }) => [name, data])).toEqual([
    ['file_3_data.csv', 'AAAA'],
    ['data.csv', 'BBBB'],
    ['file_4_data.csv', 'CCCC'],
  ]);
});

describe('what a part says of its file', () => {
  const ANSWER = says([{ text: 'Seen.' }]);

  it.each<[string, Part]>([
    [
      'the resolution of a picture',
      {
        inlineData: { mimeType: 'image/png', data: 'AAAA' },
        mediaResolution: { level: PartMediaResolutionLevel.MEDIA_RESOLUTION_HIGH },
      },
    ],
    [
      'the frames of a video',
      { inlineData: { mimeType: 'video/mp4', data: 'AAAA' }, videoMetadata: { fps: 2, startOffset: '5s' } },
    ],
    ['the rate of a sound', { inlineData: { mimeType: 'audio/L16;rate=24000', data: 'AAAA' } }],
  ])('reaches the model: %s', async (_, part) => {
    const { ask, original, bodies } = localClient([ANSWER, ANSWER]);
    await original.models.generateContent({ model: 'gemini-3.8-flash', contents: [part] });
    await ask([part]);
    const [plain, local] = bodies.map(({ contents }) => contents[0]?.parts[0]);
    expect(local).toEqual(plain);
    expect(plain).toHaveProperty('inlineData.data', 'AAAA');
  });

  it('gives way to what its name says', async () => {
    const { ask, bodies } = localClient([ANSWER]);
    await ask([
      csv('table.csv', 'AAAA'),
      { inlineData: { mimeType: 'video/mp2t', displayName: 'a.ts', data: 'AAAA' } },
    ]);
    expect(bodies[0]?.contents[0]?.parts.slice(0, 2)).toEqual([
      { inlineData: { mimeType: 'text/csv', data: 'AAAA' } },
      { inlineData: { mimeType: 'text/plain', data: 'AAAA' } },
    ]);
  });
});

describe('a file that is only named', () => {
  const REPORT = { fileUri: 'https://files.example/report', mimeType: 'text/plain', displayName: 'report.txt' };
  const VIDEO = { fileUri: 'https://www.youtube.com/watch?v=abc', mimeType: 'video/mp4' };
  const answers = [says([{ text: 'One.' }]), says([{ text: 'Two.' }])];
  const lastTexts = (bodies: ReturnType<typeof localClient>['bodies']) =>
    bodies.map(({ contents }) => contents[0]?.parts.at(-1)?.text);
  afterEach(() => vi.unstubAllGlobals());

  it('is read once for all requests of a chat, and a video of YouTube never', async () => {
    const read: (string | undefined)[] = [];
    const readFile: LocalPythonOptions['readFile'] = async ({ fileUri }) => {
      read.push(fileUri);
      return new Blob(['hello']);
    };
    const { ai, bodies } = localClient(answers, { readFile });
    const chat = ai.chats.create({ model: 'gemini-3.8-flash', config: { tools: [{ codeExecution: {} }] } });
    await chat.sendMessage({ message: [{ fileData: REPORT }, { fileData: VIDEO }, 'What is in it?'] });
    await chat.sendMessage({ message: 'And now?' });
    expect(read).toEqual([REPORT.fileUri]);
    const told =
      'Files in the working directory of run_python: report.txt (text/plain, 5 bytes).\n' +
      'Not in the working directory of run_python, so no code can read it: video/mp4.';
    expect(lastTexts(bodies)).toEqual([told, told]);
  });

  it('is asked about all the same if reading it fails, and read anew for the next request', async () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const expired = new Error('expired');
    const outcomes = [Promise.reject(expired), Promise.resolve(new Blob(['hello']))];
    const { ask, bodies } = localClient(answers, { readFile: () => outcomes.shift() ?? Promise.resolve(undefined) });
    expect((await ask([{ fileData: REPORT }])).text).toBe('One.');
    expect((await ask([{ fileData: REPORT }])).text).toBe('Two.');
    expect(reported).toEqual([expired]);
    expect(lastTexts(bodies)).toEqual([
      'Not in the working directory of run_python, so no code can read it: report.txt (text/plain).',
      'Files in the working directory of run_python: report.txt (text/plain, 5 bytes).',
    ]);
  });
});

it.each<[string, Partial<LocalPythonOptions>, object[], string]>([
  ['functions in both languages', { languages: ['PYTHON', 'JAVASCRIPT'] }, [], 'run_python and run_javascript'],
  ['JavaScript alone', { languages: ['JAVASCRIPT'] }, [], 'run_javascript'],
  ['fences', { protocol: 'fences' }, [], 'your code'],
  ['a function beside one of that name', {}, [{ functionDeclarations: [{ name: 'run_python' }] }], 'run_python_here'],
])('the model is told what can read its files: %s', async (_, options, tools, runs) => {
  const { ai, bodies } = localClient([says([{ text: 'Seen.' }])], options);
  const config = { tools: [{ codeExecution: {} }, ...tools] };
  await ai.models.generateContent({ model: 'gemini-3.8-flash', contents: [csv('a.csv', 'AAAA')], config });
  expect(bodies[0]?.contents[0]?.parts.at(-1)?.text).toBe(
    `Files in the working directory of ${runs}: a.csv (text/csv, 3 bytes).`,
  );
});

const displayName = fc.oneof(
  // Names that the library gives are names that a user may give as well.
  { weight: 3, arbitrary: fc.constantFrom('data.csv', 'file_2_data.csv', 'file_3_data.csv', 'file_2.csv') },
  fc.constantFrom('folder/data.csv', '..', '../../etc/passwd', 'a\nb.png', ''),
  fc.string({ unit: 'grapheme' }),
);
const file = fc
  .record({
    mimeType: fc.constantFrom('text/csv', 'image/png', 'application/x-unknown'),
    data: fc.constantFrom('AAAA', 'BBBB', 'CCCC'),
    name: fc.option(displayName, { nil: undefined }),
  })
  .map(({ name, ...data }): Part => ({ inlineData: { ...data, ...(name !== undefined && { displayName: name }) } }));
const question = fc
  .array(fc.oneof(file, fc.constant({ text: 'Look.' })), { minLength: 1, maxLength: 4 })
  .map((parts): Content => ({ role: 'user', parts }));
const answer = fc.constant<Content>({ role: 'model', parts: [{ text: 'I see.' }, { inlineData: { data: 'DDDD' } }] });
const conversation = fc.array(fc.oneof(question, answer), { minLength: 1, maxLength: 6 });

describe('the files of a conversation', () => {
  it('have names of their own, in the working directory itself', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const { files } = await nameFiles(contents, options);
      const names = files.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) {
        expect(name).toMatch(/^[^/\\\p{Cc}]+$/u);
        expect(name).not.toMatch(/^\.*$/);
      }
    });
    await assertProperty(property, 1000);
  });

  it('keep their names when the conversation goes on', async () => {
    const property = fc.asyncProperty(conversation, conversation, async (before, after) => {
      const first = await nameFiles(before, options);
      const second = await nameFiles([...before, ...after], options);
      expect(second.files.slice(0, first.files.length)).toEqual(first.files);
      expect(second.contents.slice(0, before.length)).toEqual(first.contents);
    });
    await assertProperty(property, 1000);
  });

  it('are all there, with their bytes, and under the name that the model is told', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const { files, contents: named } = await nameFiles(contents, options);
      const sent = contents.filter(({ role }) => role === 'user').flatMap(({ parts = [] }) => parts);
      const data = sent.flatMap(({ inlineData }) => inlineData?.data ?? []);
      expect(new Set(files.map((each) => each.data))).toEqual(new Set(data));
      const told = named.flatMap(({ parts = [] }) => parts.map(({ text = '' }) => text)).join('\n');
      for (const { name } of files) expect(told).toContain(name);
    });
    await assertProperty(property, 1000);
  });

  it('go to the model without the names that only this library understands, and the caller keeps what it has', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const before = structuredClone(contents);
      const { contents: named } = await nameFiles(contents, options);
      const users = named.filter(({ role }) => role === 'user').flatMap(({ parts = [] }) => parts);
      for (const { inlineData } of users) expect(inlineData ?? {}).not.toHaveProperty('displayName');
      expect(contents).toEqual(before);
    });
    await assertProperty(property, 200);
  });
});
