import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { codeExecution } from '../../../src/anthropic/codeExecution.ts';
import { fileBlock } from '../../../src/anthropic/fileBlock.ts';
import type { Display } from '../../../src/protocol.ts';
import { ASK, bodiesOf, contentOf, playLocally, runPython, TWO_HOPS } from './play.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const CSV = 'sold\n40\n';
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

const asking = (...content: Anthropic.ContentBlockParam[]) => ({
  ...ASK,
  messages: [{ role: 'user' as const, content: [...content, { type: 'text' as const, text: 'How many?' }] }],
});

/** The ids of the files that the first program made. */
function filesOf(message: Anthropic.Message): string[] {
  const block = message.content.find(({ type }) => type === 'code_execution_tool_result');
  const { content } = (block as Anthropic.CodeExecutionToolResultBlock).content as Anthropic.CodeExecutionResultBlock;
  return content.map(({ file_id }) => file_id);
}

describe('pictures that code makes', () => {
  const results = [{ source: 'figure', data: { 'image/png': PIXEL } }] as unknown as Display[];
  const play = () => ({ status: 'ok' as const, output: 'drawn\n', results });

  it('are files that the client finds, and the model sees them, also in later turns', async () => {
    const { client, script } = playLocally({ turns: [...TWO_HOPS.turns, { parts: [{ text: 'Yes.' }] }] }, { play });
    const message = await client.messages.create(ASK);
    const [id = ''] = filesOf(message);
    expect(id).toMatch(/^file_local_/);
    const picture = await client.beta.files.download(id);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(PIXEL);
    expect(await client.beta.files.retrieveMetadata(id)).toMatchObject({
      filename: expect.stringMatching(/\.png$/),
      mime_type: 'image/png',
      size_bytes: 68,
    });
    await client.messages.create({
      ...ASK,
      messages: [...ASK.messages, { role: 'assistant', content: message.content }, ...ASK.messages],
    });
    const seen = {
      content: [
        { type: 'text', text: 'drawn\n' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
      ],
    };
    const [, second, third] = bodiesOf(script);
    expect(contentOf(second, 2)).toMatchObject([seen]);
    expect(contentOf(third, 2)).toMatchObject([seen]);
    await client.beta.files.delete(id);
    await expect(client.beta.files.download(id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('files that code writes', () => {
  it('are among the results under their names, and not sent to the model', async () => {
    const play = () => ({ files: [{ path: 'out.csv', size: CSV.length, mimeType: 'text/csv', isNew: true }] });
    const { client, script, files } = playLocally(TWO_HOPS, { play: play as never });
    files['out.csv'] = new TextEncoder().encode(CSV);
    const [id = ''] = filesOf(await client.messages.create(ASK));
    expect(await (await client.beta.files.download(id)).text()).toBe(CSV);
    expect(await client.beta.files.retrieveMetadata(id)).toMatchObject({ filename: 'out.csv', mime_type: 'text/csv' });
    expect(JSON.stringify(bodiesOf(script))).not.toContain(btoa(CSV));
  });

  it('are left out if your app says so', async () => {
    const play = () => ({ files: [{ path: 'out.csv', size: 1, mimeType: 'text/csv', isNew: true }] });
    const { client } = playLocally(TWO_HOPS, { play: play as never, files: 'events' });
    expect(filesOf(await client.messages.create(ASK))).toEqual([]);
  });
});

describe('files in a message of the user', () => {
  it('are in the working directory of code, and the model gets them as they are', async () => {
    const { client, script, files } = playLocally(TWO_HOPS);
    const image = {
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL },
    };
    const note = {
      type: 'document' as const,
      title: 'notes.txt',
      source: { type: 'text' as const, media_type: 'text/plain' as const, data: 'Grüße' },
      citations: { enabled: true },
    };
    await client.messages.create(asking(image, note));
    expect(Object.keys(files)).toEqual(['file_1.png', 'notes.txt']);
    expect(text(files['notes.txt'])).toBe('Grüße');
    const [body] = bodiesOf(script);
    expect(contentOf(body, 0)).toEqual([
      image,
      note,
      { type: 'text', text: 'How many?' },
      {
        type: 'text',
        text: expect.stringContaining('file_1.png (image/png, 68 bytes), notes.txt (text/plain, 7 bytes)'),
      },
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('may be of any type with fileBlock(): the model gets what it can read', async () => {
    const { client, script, files } = playLocally(TWO_HOPS);
    const csv = await fileBlock(new File([CSV], 'sales.csv'));
    const parquet = await fileBlock(new File(['PAR1'], 'sales.parquet'));
    await client.messages.create(asking(csv, parquet));
    expect(Object.keys(files)).toEqual(['sales.csv', 'sales.parquet']);
    expect(contentOf(bodiesOf(script)[0], 0)).toMatchObject([
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: CSV } },
      { type: 'text', text: 'How many?' },
      { type: 'text', text: expect.stringContaining('sales.parquet') },
    ]);
    expect(script.refusals()).toEqual([]);
  });

  it('may be uploaded through this client, or be read by your app', async () => {
    const readFile = async ({ fileUri }: { fileUri?: string }) =>
      fileUri === 'file_011' ? new Blob(['read']) : undefined;
    const { client, script, files } = playLocally(TWO_HOPS, { readFile });
    const uploaded = await client.beta.files.upload({ file: new File([CSV], 'sales.csv', { type: 'text/csv' }) });
    const upload = (id: string) => ({ type: 'container_upload' as const, file_id: id });
    await client.messages.create(asking(upload(uploaded.id), upload('file_011')));
    expect(text(files['sales.csv'])).toBe(CSV);
    expect(Object.values(files).map(text)).toContain('read');
    expect(contentOf(bodiesOf(script)[0], 0).map(({ type }) => type)).toEqual(['text', 'text']);
    expect(script.refusals()).toEqual([]);
  });
});

describe('the container of a message', () => {
  it('is the sandbox of the conversation, if each has one of its own', async () => {
    const opened: string[] = [];
    const { client } = playLocally({ turns: [1, 2, 3].flatMap(() => TWO_HOPS.turns) });
    const another = (name: string) => ({
      closed: false,
      run: async () => {
        opened.push(name);
        return { status: 'ok', output: '', results: [], files: [] };
      },
      files: { list: async () => [], write: async () => {} },
      expose: () => () => {},
      close: () => {},
    });
    let made = 0;
    const base = { ...another('base'), createAnother: async () => another(`sandbox ${++made}`) };
    const { client: own } = playLocally({ turns: [1, 2, 3].flatMap(() => TWO_HOPS.turns) }, { sandbox: base as never });
    const tools = [codeExecution({ sandbox: 'chat' })];
    const first = await own.messages.create({ ...ASK, tools });
    await own.messages.create({ ...ASK, tools, container: first.container?.id ?? null });
    await own.messages.create({ ...ASK, tools });
    expect(opened).toEqual(['sandbox 1', 'sandbox 1', 'sandbox 2']);
    expect((await client.messages.create(ASK)).container?.id).not.toBe(first.container?.id);
  });

  it('is none if no code ran', async () => {
    const { client } = playLocally({ turns: [{ parts: [{ text: 'Hello.' }] }, { parts: [runPython('')] }] });
    expect((await client.messages.create(ASK)).container).toBeNull();
  });
});
