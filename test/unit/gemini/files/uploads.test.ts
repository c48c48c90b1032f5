import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { bodiesOf, playLocally, runPython, scriptedSandbox, WITH_CODE } from '../client/play.ts';

const model = 'gemini-3.8-flash';
const turns = [{ parts: [runPython('print(open("sales.csv").read())')] }, { parts: [{ text: 'Read.' }] }];
const twice: Script = { turns: [...turns, ...turns] };
const sales = () => new File(['month,sold\njan,2\n'], 'sales.csv', { type: 'text/csv' });

/** The client, the files that it asked the app for, and those that it wrote into the sandbox. */
function connect(script: Script) {
  const { sandbox } = scriptedSandbox();
  const written: string[] = [];
  const write = async (name: string, bytes: Uint8Array) => {
    written.push(`${name}: ${new TextDecoder().decode(bytes)}`);
  };
  Object.assign(sandbox.files, { write });
  const read: (string | undefined)[] = [];
  const readFile: LocalPythonOptions['readFile'] = async ({ fileUri }) => {
    read.push(fileUri);
    return new Blob(['read']);
  };
  return { read, written, ...playLocally(script, { readFile, sandbox }) };
}

const askFor = (fileUri: string, mimeType = 'text/csv') => ({
  model,
  contents: [{ fileData: { fileUri, mimeType } }, 'What is in it?'],
  config: WITH_CODE,
});
const documentOf = (uri: string) => ({
  model,
  input: [
    { type: 'document' as const, uri, mime_type: 'text/csv' as const },
    { type: 'text' as const, text: 'Read it.' },
  ],
  tools: [{ type: 'code_execution' as const }],
});
const toldIn = (body: unknown) => /(Files|Not) in the working directory[^"]*/.exec(JSON.stringify(body))?.[0];
const CONTENT = 'sales.csv: month,sold\njan,2\n';
const SALES = 'Files in the working directory of run_python: sales.csv (text/csv, 17 bytes).';
afterEach(() => vi.unstubAllGlobals());

describe('a file that was uploaded through the client', () => {
  it('is known to its code in later requests of both APIs, and the app is not asked for it', async () => {
    const { ai, script, read, written } = connect(twice);
    const { uri = '' } = await ai.files.upload({ file: sales() });
    await ai.models.generateContent(askFor(uri));
    await ai.interactions.create(documentOf(uri));
    const [unary, , created] = bodiesOf(script);
    expect([toldIn(unary), toldIn(created)]).toEqual([SALES, SALES]);
    expect(written).toEqual([CONTENT, CONTENT]);
    expect(read).toEqual([]);
    expect(script.refusals()).toEqual([]);
  });

  it('is found by the address of each version of the API, and by its name', async () => {
    const { ai, script, read } = connect(twice);
    const { name = '' } = await ai.files.upload({ file: sales() });
    await ai.models.generateContent(askFor(`https://generativelanguage.googleapis.com/v1/${name}`));
    await ai.models.generateContent(askFor(name));
    expect(bodiesOf(script).map(toldIn)).toEqual([SALES, SALES, SALES, SALES]);
    expect(read).toEqual([]);
  });

  it('has the display name of its upload', async () => {
    const { ai, script } = connect({ turns });
    const config = { displayName: 'Q1.csv', mimeType: 'text/csv' };
    const { uri = '' } = await ai.files.upload({ file: new Blob(['a,b\n']), config });
    await ai.models.generateContent(askFor(uri));
    expect(toldIn(bodiesOf(script)[0])).toContain('Q1.csv (text/csv, 4 bytes)');
  });

  it('is still there in the next turn of an interaction', async () => {
    const { ai, script, written } = connect(twice);
    const { uri = '' } = await ai.files.upload({ file: sales() });
    const { id } = await ai.interactions.create(documentOf(uri));
    const next = { ...documentOf(uri), input: 'Again?', previous_interaction_id: id };
    expect((await ai.interactions.create(next)).output_text).toBe('Read.');
    expect(written).toEqual([CONTENT, CONTENT]);
    expect(script.refusals()).toEqual([]);
  });

  it('is forgotten when it is deleted', async () => {
    const { ai, script, read } = connect({ turns: [] });
    const { uri = '', name = '' } = await ai.files.upload({ file: sales() });
    await ai.files.delete({ name });
    await expect(ai.models.generateContent(askFor(uri))).rejects.toThrow('You do not have permission');
    expect(read).toEqual([uri]);
    expect(toldIn(bodiesOf(script)[0])).toContain('(text/csv, 4 bytes)');
  });

  it('is asked for if the user has changed it on the disk since', async () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const { ai, script, read } = connect(twice);
    const file = sales();
    const { uri = '' } = await ai.files.upload({ file });
    const changed = new DOMException('The file has changed.', 'NotReadableError');
    file.slice = () => ({ arrayBuffer: () => Promise.reject(changed) }) as never;
    await ai.models.generateContent(askFor(uri));
    await ai.models.generateContent(askFor(uri));
    const [first, , second] = bodiesOf(script).map(toldIn);
    expect(first).toBe('Not in the working directory of run_python, so no code can read it: text/csv.');
    expect(second).toContain('(text/csv, 4 bytes)');
    expect(reported).toEqual([changed]);
    expect(read).toEqual([uri]);
  });
});

describe('a file that the app reads', () => {
  it('is read once for all requests of both APIs', async () => {
    const { ai, read } = connect(twice);
    const uri = 'https://files.example/report';
    await ai.models.generateContent(askFor(uri));
    await ai.interactions.create(documentOf(uri));
    expect(read).toEqual([uri]);
  });
});
