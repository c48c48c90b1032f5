// @module-tag long
import { beforeEach, describe, expect, it } from 'vitest';
import { filePart } from '../../../src/entries/index.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, MODEL, play, requestWith, WITH_CODE_EXECUTION } from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

describe('a file that the user sends', () => {
  const csv = (text: string) => ({ inlineData: { mimeType: 'text/csv', data: btoa(text) } });
  const COUNT = call('import csv\nprint(sum(int(row["sold"]) for row in csv.DictReader(open("file_1.csv"))))');

  it('is in the working directory under a name that the model is told', async () => {
    const { ai, report } = await play({
      turns: [
        {
          expect: [{ textContains: 'file_1.csv (text/csv, 24 bytes), file_2.png (image/png, 3 bytes)' }],
          parts: [COUNT],
        },
        { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
      ],
    });
    const response = await ai.models.generateContent({
      model: MODEL,
      contents: [
        csv('month,sold\njan,2\nfeb,40\n'),
        { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
        'How many?',
      ],
      config: WITH_CODE_EXECUTION,
    });
    expect(response.text).toBe('It is 42.');
    expect((await report()).refusals).toEqual([]);
  });

  it('is there again in a sandbox that was reset', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [COUNT] },
        { expect: answersWith('7'), parts: [{ text: 'Seven.' }] },
        { parts: [COUNT] },
        { expect: answersWith('7'), parts: [{ text: 'Seven again.' }] },
      ],
    });
    const ask = () =>
      ai.models.generateContent({
        model: MODEL,
        contents: [csv('sold\n7\n'), 'How many?'],
        config: WITH_CODE_EXECUTION,
      });
    await ask();
    await sandbox.reset();
    expect((await ask()).text).toBe('Seven again.');
    expect((await report()).refusals).toEqual([]);
  });

  it('is still there, under its name, in later turns of a chat, also after Python was restarted', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [COUNT] },
          { expect: answersWith('7'), parts: [{ text: 'Seven.' }] },
          { parts: [call('import itertools\nany(itertools.repeat(False))')] },
          { expect: answersWith('Python was restarted'), parts: [COUNT] },
          { expect: answersWith('7'), parts: [{ text: 'Still seven.' }] },
        ],
      },
      { timeout: 300 },
    );
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await chat.sendMessage({ message: [csv('sold\n7\n'), 'How many?'] });
    expect((await chat.sendMessage({ message: 'Sure?' })).text).toBe('Still seven.');
    expect((await report()).refusals).toEqual([]);
  });

  const NAMES = [
    'a.png',
    'b.jpeg',
    'c.webp',
    'd.csv',
    'e.tsv',
    'f.xml',
    'g.json',
    'h.txt',
    'i.cpp',
    'j.java',
    'k.py',
    'l.js',
    'm.ts',
    'n.xlsx',
    'o.parquet',
    'p.pdf',
    'q.zip',
  ];

  it('keeps its name, of whatever type it is, and models are sent only what they can read', async () => {
    const files = NAMES.map((name) => new File(['x,y\n1,2\n'], name));
    const { ai, report } = await play({
      turns: [
        { parts: [call('import os\nprint(sorted(os.listdir()))')] },
        { expect: answersWith('q.zip'), parts: [{ text: 'All.' }] },
      ],
    });
    const response = await ai.models.generateContent(requestWith([...files, 'What is there?']));
    expect(response.codeExecutionResult).toBe(`${JSON.stringify(NAMES).replaceAll('"', "'").replaceAll(',', ', ')}\n`);
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const sent = requests[0]?.body.contents[0]?.parts ?? [];
    expect(JSON.stringify(sent)).not.toContain('displayName');
    const types = new Set(sent.flatMap(({ inlineData }) => inlineData?.mimeType ?? []));
    expect([...types]).toEqual(['image/png', 'image/jpeg', 'image/webp', 'text/csv', 'text/plain', 'application/pdf']);
    const note = sent.at(-1)?.text ?? '';
    for (const name of NAMES) expect(note).toContain(`${name} (`);
  });

  it('can be a part made of a File, also in a chat', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [call('print(open("sales.csv").read())')] },
        { expect: answersWith('jan,2'), parts: [{ text: 'Two.' }] },
      ],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    const part = await filePart(new File(['month,sold\njan,2\n'], 'folder/../sales.csv'));
    expect((await chat.sendMessage({ message: [part, 'How many?'] })).text).toBe('Two.');
    expect((await report()).refusals).toEqual([]);
  });

  it('that is a large text is not pasted into the prompt; the model is told its beginning', async () => {
    const text = `month,sold\n${'jan,2\n'.repeat(20_000)}`;
    const { ai, report } = await play({
      turns: [
        { parts: [call('print(sum(1 for _ in open("big.csv")))')] },
        { expect: answersWith('20001'), parts: [{ text: 'Many.' }] },
      ],
    });
    await ai.models.generateContent(requestWith([new File([text], 'big.csv'), 'How many?']));
    const [part, note] = (await report()).requests[0]?.body.contents[0]?.parts ?? [];
    expect(part).toEqual({ text: 'How many?' });
    expect(note?.text).toContain(`big.csv (text/csv, ${text.length} bytes), which begins with "month,sold\\njan,2`);
  });

  it('and asks to have pasted, is', async () => {
    const { ai, report } = await play(
      { turns: [{ parts: [{ text: 'Read.' }] }] },
      { textLimit: Number.POSITIVE_INFINITY },
    );
    await ai.models.generateContent(requestWith([new File(['x'.repeat(100_000)], 'big.txt'), 'Read it.']));
    expect((await report()).requests[0]?.body.contents[0]?.parts?.[0]?.inlineData?.mimeType).toBe('text/plain');
  });

  it('is read if the app gives the bytes of what is only named', async () => {
    const { ai, report } = await play(
      {
        turns: [
          { parts: [call('print(open("notes.txt").read())')] },
          { expect: answersWith('hello'), parts: [{ text: 'Hello.' }] },
        ],
      },
      { readFile: async ({ fileUri }) => (fileUri?.endsWith('/abc') ? new Blob(['hello']) : undefined) },
    );
    const fileData = {
      fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc',
      mimeType: 'text/plain',
      displayName: 'notes.txt',
    };
    expect((await ai.models.generateContent(requestWith([{ fileData }, 'What is in it?']))).text).toBe('Hello.');
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    expect(requests[0]?.body.contents[0]?.parts?.[0]?.fileData?.fileUri).toContain('files/abc');
  });

  it('was uploaded through the client, and is only named', async () => {
    const { ai, report } = await play({
      turns: [
        { parts: [call('print(open("notes.txt").read())')] },
        { expect: answersWith('hello'), parts: [{ text: 'Hello.' }] },
        { parts: [call('print(len(open("notes.txt").read()))')] },
        { expect: answersWith('5'), parts: [{ text: 'Five.' }] },
      ],
    });
    const file = new File(['hello'], 'notes.txt', { type: 'text/plain' });
    const { uri = '', mimeType = '' } = await ai.files.upload({ file });
    const fileData = { fileUri: uri, mimeType };
    expect((await ai.models.generateContent(requestWith([{ fileData }, 'What is in it?']))).text).toBe('Hello.');
    const { output_text: text } = await ai.interactions.create({
      model: MODEL,
      input: [
        { type: 'document', uri },
        { type: 'text', text: 'How long is it?' },
      ],
      tools: [{ type: 'code_execution' }],
    });
    expect(text).toBe('Five.');
    expect((await report()).refusals).toEqual([]);
  });

  it('with the name of another is given a name of its own', async () => {
    const { ai } = await play({
      turns: [{ parts: [call('import os\nprint(sorted(os.listdir()))')] }, { parts: [{ text: 'Two.' }] }],
    });
    const files = ['1', '2'].map((text) => new File([text], 'a.csv'));
    const response = await ai.models.generateContent(requestWith([...files, 'What is there?']));
    expect(response.codeExecutionResult).toBe("['a.csv', 'file_2_a.csv']\n");
  });

  it('in either alphabet of base64 is read', async () => {
    const { ai } = await play({
      turns: [{ parts: [call('print(open("file_1.bin", "rb").read())')] }, { parts: [{ text: 'Read.' }] }],
    });
    const response = await ai.models.generateContent(
      requestWith([{ inlineData: { mimeType: 'application/x-a', data: '_-8=' } }, 'Read.']),
    );
    expect(response.codeExecutionResult).toBe("b'\\xff\\xef'\n");
  });
});
