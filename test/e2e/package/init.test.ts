// @module-tag long
/** `npx glovebox init`: each application that it writes is built and used, with a fake in the place of its provider. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startFakeAnthropic } from '../../support/anthropicFake/server.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { startFakeOpenAI } from '../../support/openaiFake/server.ts';
import { type Ended, runCommand } from '../../support/runCommand.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { expectNothingFromAxe } from '../axe.ts';
import { answerAsGoogle, fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { newPage, type OpenedPage } from '../openBrowser.ts';
import { call } from '../userActions.ts';
import { linkPrograms, runInstalled } from './packedPackage.ts';
import { projects } from './project.ts';

const GLOVEBOX = 'glovebox/bin/glovebox.js';
const BESIDE = ['vite', 'typescript', '@google/genai', 'openai', '@anthropic-ai/sdk', 'ai', '@ai-sdk/google'];
const ANSWER = 'The sum is 5117.';

const gemini = fakeGemini();
const freshProject = projects();
/** The folder that has the packages. The applications are in it. */
let project: string;
beforeAll(async () => {
  project = await freshProject({}, BESIDE);
  linkPrograms(project);
}, 300_000);

/** Writes an application, and builds it if it is to be built. @returns its folder */
async function written(...options: string[]): Promise<string> {
  // A test that is tried again has another.
  const name = `${randomUUID()}/primes`;
  const { code, stdout, stderr } = await runInstalled(project, GLOVEBOX, ['init', name, ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`cd ${name}\n`);
  return path.join(project, name);
}

/** Runs a script of the application's package.json, as npm does. */
async function runScript(folder: string, script: string): Promise<Ended> {
  return runCommand('npm', ['run', '--silent', script], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** Serves an application, and opens it. */
async function openBuilt(folder: string): Promise<OpenedPage> {
  expect(await runScript(folder, 'build')).toMatchObject({ code: 0 });
  return openServed({ '/': path.join(folder, 'dist') });
}

async function openServed(folders: Record<string, string>, prepare = async (_: Page) => {}): Promise<OpenedPage> {
  const server = await StaticServer.start(folders);
  onTestFinished(() => server.close());
  const opened = await newPage();
  opened.page.setDefaultTimeout(90_000);
  opened.page.on('dialog', (dialog) => void dialog.accept('a-secret-key'));
  await prepare(opened.page);
  await opened.page.goto(server.url);
  return opened;
}

describe('an application that `glovebox init` writes', () => {
  const turns = [{ parts: [call('print(5000 + 117)')] }, { parts: [{ text: ANSWER }] }];

  /** Has a fake answer at the address of a provider's API. */
  async function answerAs(provider: string, page: Page): Promise<void> {
    const script = { turns } as Script;
    if (provider === 'openai') {
      const fake = await startFakeOpenAI();
      onTestFinished(() => fake.close());
      return redirect(page, 'https://api.openai.com/v1', fake.addScript(script).baseURL);
    }
    if (provider === 'anthropic') {
      const fake = await startFakeAnthropic();
      onTestFinished(() => fake.close());
      return redirect(page, 'https://api.anthropic.com', fake.addScript(script).baseURL);
    }
    return answerAsGoogle(page, gemini.plays(...turns.map(({ parts }) => parts)));
  }

  async function redirect(page: Page, from: string, to: string): Promise<void> {
    await page.route(`${from}/**`, async (route) => {
      const url = route.request().url().replace(from, to);
      await route.fulfill({ response: await route.fetch({ url }) });
    });
  }

  it.each(['gemini', 'openai', 'anthropic', 'ai-sdk'])(
    'is a page that asks %s and shows code, output and answer',
    async (provider) => {
      const folder = await written('--template', 'page', '--provider', provider);
      expect(await runScript(folder, 'build')).toMatchObject({ code: 0 });
      const { page, complaints } = await openServed({ '/': path.join(folder, 'dist') }, (page) =>
        answerAs(provider, page),
      );
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByText(ANSWER).waitFor();
      expect(await page.locator('pre.code').textContent()).toBe('print(5000 + 117)');
      expect((await page.locator('pre.output').textContent())?.trim()).toBe('5117');
      expect(complaints).toEqual([]);
      if (provider === 'gemini') await inEveryLook(page, 'init-page', { check: () => expectNothingFromAxe(page) });
    },
  );

  it('is a few lines that run Python, without a model', async () => {
    const { page, complaints } = await openBuilt(await written('--template', 'library', '--provider', 'none'));
    await page.getByText('5117').waitFor();
    await expectNothingFromAxe(page);
    expect(complaints).toEqual([]);
  });

  it('is a page with the widget', async () => {
    const { page, complaints } = await openBuilt(await written('--template', 'widget', '--provider', 'gemini'));
    await page.getByRole('textbox', { name: 'Your question' }).waitFor();
    await page.locator('glove-cell').getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('glove-cell').getByText('5117', { exact: true }).waitFor();
    await expectNothingFromAxe(page);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['widget', 'glovebox', 'assets'],
    ['library', 'pyodide', ''],
  ])('needs no bundler: %s', async (template, copied) => {
    const folder = await written('--template', template, '--bundler', 'none');
    expect(await runScript(folder, 'prestart')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path.join(folder, copied))).toBe(true);
    const { page, complaints } = await openServed({
      '/': folder,
      '/node_modules/': path.join(project, 'node_modules'),
    });
    if (template === 'widget')
      await page.locator('glove-cell').getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('5117', { exact: true }).waitFor();
    await expectNothingFromAxe(page);
    expect(complaints).toEqual([]);
  });
});

describe('`glovebox init`', () => {
  const start = (...args: string[]) => runInstalled(project, GLOVEBOX, ['init', ...args]);

  it('says what can be chosen instead', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await start('nowhere', ...args);
      expect({ code, isWritten: existsSync(path.join(project, 'nowhere')) }).toEqual({ code: 2, isWritten: false });
      return stderr;
    };
    expect(await refused('--template', 'chat')).toContain('--template takes page, library, widget; not "chat".');
    expect(await refused('--template', 'widget', '--provider', 'anthropic')).toContain(
      'The widget does not ask anthropic',
    );
    expect(await refused('--bundler', 'none')).toContain('The template page needs a bundler: --bundler vite.');
    expect(await refused('--template', 'library', '--bundler', 'none', '--provider', 'openai')).toContain(
      "the SDK of openai can't be loaded: choose --provider none, or --bundler vite.",
    );
    expect(await start()).toMatchObject({ code: 2, stderr: expect.stringContaining('Name a folder.') });
  });

  it('overwrites nothing', async () => {
    await mkdir(path.join(project, 'mine'));
    await writeFile(path.join(project, 'mine/index.html'), 'mine');
    expect(await start('mine')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not empty') });
    expect(readdirSync(path.join(project, 'mine'))).toEqual(['index.html']);
    expect(readFileSync(path.join(project, 'mine/index.html'), 'utf8')).toBe('mine');
  });

  it('asks on a terminal for what the options leave open', async () => {
    const name = `asked-${randomUUID()}`;
    const command = `stty cols 100 rows 30; ${process.execPath} node_modules/${GLOVEBOX} init ${name} --template library`;
    // Gives it a terminal.
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: project });
    let shown = '';
    terminal.stdout.on('data', (chunk) => {
      const isAsked = shown.includes('How is it built?');
      shown += chunk;
      // An arrow down to the second answer, and Return. The next question has one answer only.
      if (!isAsked && shown.includes('How is it built?')) terminal.stdin.write('\u001b[B\r');
    });
    const [code] = await once(terminal, 'close');
    expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining('npm start') });
    const written = readdirSync(path.join(project, name));
    expect(written.toSorted()).toEqual(['.gitignore', 'README.md', 'index.html', 'main.js', 'package.json']);
  });
});
