// @module-tag long
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Cassette, readCassette } from '../../../src/cassette/format.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { startFakeGemini } from '../../support/geminiFake/server.ts';
import { type Ended, runCommand } from '../../support/runCommand.ts';
import { answered, newPage } from '../openBrowser.ts';
import { call, said } from '../userActions.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const KEY = 'a-secret-key-of-nobody';
const MODEL = 'gemini-3.8-flash';

function record(args: string[], apiKey = KEY): Promise<Ended> {
  const env = { ...process.env, GEMINI_API_KEY: apiKey, GLOVEBOX_PAGE: inject('page') };
  return runCommand('npm', ['run', '--silent', 'record', '--', ...args], { cwd: ROOT, env });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Records a conversation with a model that says this, and gives the cassette. */
async function recordScript(script: Script, args: string[]): Promise<{ cassette: Cassette; ended: Ended }> {
  await using gemini = await startFakeGemini();
  const { baseUrl, refusals } = gemini.addScript(script);
  const out = path.join(temporaryFolder(), 'new/sold.json');
  const ended = await record([...args, '--model', MODEL, '--base-url', baseUrl, '--out', out]);
  expect(refusals()).toEqual([]);
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining(`${out}: ${MODEL}, requests: `) });
  const text = readFileSync(out, 'utf8');
  expect(text).not.toContain(KEY);
  return { cassette: readCassette(JSON.parse(text)), ended };
}

/** Plays a cassette as a demo of the page. */
async function play(cassette: Cassette): Promise<Page> {
  const { page } = await newPage();
  await page.route('**/demos/sold.json', (route) => route.fulfill({ json: cassette }));
  await page.goto(`${inject('page')}?demo=sold&pace=instant`);
  await answered(page);
  return page;
}

describe('`npm run record`', () => {
  it('makes a cassette of several turns with a file, which the page plays', async () => {
    const file = path.join(temporaryFolder(), 'sold.csv');
    writeFileSync(file, 'sold\n40\n2\n');
    const about = ['--title', 'Sold', '--description', 'A sum.', '--file', file];
    const { cassette, ended } = await recordScript(
      {
        turns: [
          { parts: [{ text: 'Let me add. ' }, call('print(sum(int(n) for n in list(open("sold.csv"))[1:]))')] },
          {
            expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }],
            parts: [{ text: 'It is 42.' }],
          },
          { expect: [{ textContains: 'And twice that?' }], parts: [{ text: 'That would be 84.' }] },
        ],
      },
      ['--prompt', 'How many?', '--prompt', ' And twice that?\n', ...about],
    );
    expect(ended.stdout).toMatch(
      /codeExecutionResult \(OUTCOME_OK\) ─+\n42\n[\s\S]*It is 42\.[\s\S]*That would be 84\./,
    );
    expect(cassette).toMatchObject({
      name: 'sold',
      title: 'Sold',
      description: 'A sum.',
      origin: 'recorded',
      mode: 'local',
      model: MODEL,
      prompts: ['How many?', 'And twice that?'],
      files: [{ name: 'sold.csv', mimeType: 'text/csv', data: btoa('sold\n40\n2\n') }],
    });
    expect(cassette.exchanges).toHaveLength(3);
    const signatures = JSON.stringify(cassette).match(/"signature":"[^"]+"/g) ?? [];
    expect(signatures).toContain('"signature":"signature-000001"');
    for (const signature of signatures) expect(signature).toMatch(/"signature-\d{6}"/);

    const page = await play(cassette);
    await said(page, 'That would be 84.');
    await page.locator('glove-code-output').getByText('42').first().waitFor();
  });

  it('makes one of code that ran on the server', async () => {
    const code = { executableCode: { language: 'PYTHON', code: 'print(6 * 7)' } } as const;
    const result = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } } as const;
    const { cassette } = await recordScript(
      { turns: [{ parts: [code, result, { text: 'It is 42.' }] }, { parts: [{ text: 'That would be 84.' }] }] },
      ['--mode', 'server', '--prompt', 'How many?', '--prompt', 'And twice that?'],
    );
    expect(cassette.exchanges[0]?.request.settings).toMatchObject({ tools: [{ type: 'code_execution' }] });
    expect(cassette.mode).toBe('server');
    const page = await play(cassette);
    await said(page, 'That would be 84.');
  });

  it('writes nothing if an answer failed, and says why', async () => {
    await using gemini = await startFakeGemini();
    const error = { message: 'The model is overloaded.', status: 'INVALID_ARGUMENT' };
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }, { status: 400, error }] });
    const out = path.join(temporaryFolder(), 'failed.json');
    const asked = ['--prompt', 'Hello?', '--prompt', 'Hello again?', '--out', out, '--model', MODEL];
    const refused = await record([...asked, '--base-url', script.baseUrl]);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /No answer to prompt 2 of 2, so no cassette was written\.[\s\S]*The model is overloaded\./,
      ),
    });
    await gemini.close();
    const unreachable = await record([...asked, '--base-url', gemini.origin]);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toMatch(/No answer to prompt 1 of 2[\s\S]*can't be reached: .*ECONNREFUSED/);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['--out', 'x.json', '--prompt', ' '], KEY, 'Give a prompt: --prompt TEXT.'],
    [['--prompt', 'Hello?'], KEY, 'Name the cassette: --out FILE.'],
    [['--prompt', 'Hello?', '--out', 'x.json'], '', 'Set GEMINI_API_KEY'],
    [['--prompt', 'Hello?', '--out', 'x.json', '--mode', 'both'], KEY, '--mode takes local or server, not "both".'],
    [['--prompt', 'Hello?', '--out', 'x.json', '--file', 'no.csv'], KEY, 'no.csv.'],
    [
      ['--prompt', 'Hello?', '--out', 'x.json', '--base-url', 'here'],
      KEY,
      '--base-url takes an http:// or https:// URL, not "here".',
    ],
    [['--nonsense'], KEY, "Unknown option '--nonsense'"],
  ])('says what is wrong with %j', async (args, apiKey, complaint) => {
    const { code, stdout, stderr } = await record(args, apiKey);
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('Usage: npm run record');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
