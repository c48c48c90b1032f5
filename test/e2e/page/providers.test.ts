// @module-tag long
/** The models that the page can ask besides Gemini: those of any server with OpenAI's API, and the browser's own. */
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { fakeLanguageModel, type ModelScript } from '../../support/languageModelFake/languageModelFake.ts';
import { startServer } from '../../support/localServer.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../../support/openaiFake/server.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, output, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const SERVER = 'A server with OpenAI’s API';
const BUILT_IN = 'This browser’s model';

const gemini = fakeGemini();
let openai: FakeOpenAI;
beforeAll(async () => {
  openai = await startFakeOpenAI();
});
afterAll(() => openai.close());

const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const shot = (page: Page, name: string) => page.screenshot({ path: path.join(OUTPUT, `provider-${name}.png`) });

async function chooseServer(page: Page, address: string, model?: string): Promise<void> {
  await openSettings(page);
  await page.getByRole('radio', { name: SERVER }).check();
  await page.getByLabel('Address of the server').fill(address);
  if (model === undefined) return;
  await page.getByLabel('Model of the server').fill(model);
  await save(page);
}

/** Gives the browser a model that plays a script. */
async function stubModel(page: Page, script: ModelScript | 'none'): Promise<void> {
  const model = script === 'none' ? 'undefined' : `(${fakeLanguageModel})(${JSON.stringify(script)})`;
  await page.addInitScript(`globalThis.LanguageModel = ${model};`);
}

const says = (...texts: string[]): ModelScript => ({ turns: texts.map((text) => ({ parts: [{ text }] })) });
const program = (code: string) => `\`\`\`python\n${code}\n\`\`\`\n`;

describe('a server with OpenAI’s API', () => {
  const PROGRAM: Script = { turns: [{ parts: [call('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] };

  it('is found by its address, lists its models, and has its code run in the tab', async () => {
    const { page, complaints } = await newPage();
    const script = openai.addScript(PROGRAM);
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, script.baseURL);
    await page.getByRole('button', { name: 'List its models' }).click();
    await page.getByLabel('Models of the server').selectOption('local-llama');
    expect(await page.getByLabel('Model of the server').inputValue()).toBe('local-llama');
    await shot(page, 'server');
    await save(page);
    await page.getByText('local-llama').waitFor();
    await ask(page, 'What is 6 times 7?');
    await said(page, 'It is 42.');
    await output(page).getByText('42').waitFor();
    await shot(page, 'server-answer');
    expect(script.requests().map(({ body }) => body.model)).toEqual(['local-llama', 'local-llama']);
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('answers on after a reload, without its key', async () => {
    const { page } = await newPage();
    const script = openai.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }, { parts: [{ text: 'Gladly.' }] }] });
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, script.baseURL);
    await page.getByLabel('Key, if the server needs one').fill('a-secret-key');
    await page.getByLabel('Model of the server').fill('gpt-5.5');
    await save(page);
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    await kept(page);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      'a-secret-key',
    );
    await page.reload();
    await said(page, 'Hello.');
    await ask(page, 'Thank you.');
    await said(page, 'Gladly.');
    const messages = script.requests().at(-1)?.body.messages;
    expect(messages).toMatchObject([
      { role: 'system' },
      { content: 'Hello?' },
      { content: 'Hello.' },
      { role: 'user' },
    ]);
  });

  it('is asked for in the settings if a question cannot be sent', async () => {
    const { page } = await newPage(PHONE);
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, 'localhost:11434');
    await save(page);
    await page.getByText('Enter a full address').waitFor();
    await page.getByText('Enter the name of a model, or list those').waitFor();
    await shot(page, 'server-problems-phone');
    await page.getByLabel('Address of the server').fill('');
    await page.getByText('Enter the address of a server').waitFor();
  });

  it('that does not run is explained, in the settings and in the answer', async () => {
    const { page } = await newPage();
    const server = await startServer(() => {});
    await server.close();
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, server.origin);
    await page.getByRole('button', { name: 'List its models' }).click();
    await page.getByText('No server answers at this address').scrollIntoViewIfNeeded();
    await inEveryLook(page, 'server-down-settings');
    await page.getByLabel('Model of the server').fill('llama');
    await save(page);
    await ask(page, 'Hello?');
    await answered(page, 'failed');
    await page.getByText('Start it on this computer').waitFor();
    await inEveryLook(page, 'server-down');
  });

  it('that does not allow the page is explained with the setting of Ollama', async () => {
    const { page } = await newPage();
    await using server = await startServer((_, response) => response.writeHead(403).end());
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, server.origin, 'llama');
    await ask(page, 'Hello?');
    await page.getByText(`OLLAMA_ORIGINS=${new URL(URL_OF_PAGE).origin}`).waitFor();
    await page.getByRole('button', { name: 'Settings' }).last().click();
    await page.getByLabel('Address of the server').waitFor();
  });

  it('without the model names those that it has', async () => {
    const { page } = await newPage();
    const script = openai.addScript({ turns: [{ failure: 'not-found' }] });
    await page.goto(URL_OF_PAGE);
    await chooseServer(page, script.baseURL, 'nobody-knows');
    await ask(page, 'Hello?');
    await page.getByText('Models of this server: gpt-5.5, local-llama.').waitFor();
    await shot(page, 'server-no-model');
    await page.getByRole('button', { name: 'Choose another model' }).click();
    await page.getByLabel('Model of the server').waitFor();
  });
});

describe('the model of the browser', () => {
  const chooseBuiltIn = async (page: Page) => {
    await openSettings(page);
    await page.getByRole('radio', { name: BUILT_IN }).check();
  };

  it('answers without a key and a request, and has its code run in the tab', async () => {
    const { page, complaints } = await newPage();
    await stubModel(page, says(program('print(6 * 7)'), 'It is 42.'));
    await page.goto(URL_OF_PAGE);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(URL_OF_PAGE)) elsewhere.push(request.url());
    });
    await chooseBuiltIn(page);
    await page.getByText('The model is ready.').waitFor();
    await shot(page, 'built-in');
    await save(page);
    await ask(page, 'What is 6 times 7?');
    await said(page, 'It is 42.');
    await output(page).getByText('42').waitFor();
    await shot(page, 'built-in-answer');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('says what it takes if there is none', async () => {
    const { page } = await newPage();
    await stubModel(page, 'none');
    await page.goto(URL_OF_PAGE);
    await chooseBuiltIn(page);
    await page.getByText('22 GB of free disk space').scrollIntoViewIfNeeded();
    await inEveryLook(page, 'built-in-none-settings');
    await save(page);
    await ask(page, 'Hello?');
    await answered(page, 'failed');
    await page.getByText('This browser has no model that can answer').waitFor();
    await inEveryLook(page, 'built-in-none');
    await page.getByRole('button', { name: 'Choose another model' }).click();
    await page.getByRole('radio', { name: 'Gemini' }).waitFor();
  });

  it('is downloaded after a click in the settings, which show how far it is', async () => {
    const { page } = await newPage();
    await stubModel(page, { ...says('Hello.'), availability: 'downloadable' });
    // The download goes on when the test says so.
    await page.addInitScript(() => {
      const model = Reflect.get(globalThis, 'LanguageModel');
      const create = model.create.bind(model);
      model.create = async (options: { monitor?: (monitor: EventTarget) => void }) => {
        const target = new EventTarget();
        options.monitor?.(target);
        target.dispatchEvent(new ProgressEvent('downloadprogress', { loaded: 0.4, total: 1 }));
        await new Promise((resolve) => addEventListener('go-on', resolve, { once: true }));
        return create(options);
      };
    });
    await page.goto(URL_OF_PAGE);
    await chooseBuiltIn(page);
    await page.getByText('It does not tell the size').waitFor();
    await shot(page, 'built-in-downloadable');
    await page.getByRole('button', { name: 'Download the model' }).click();
    await page.getByRole('progressbar', { name: 'Download of the model' }).waitFor();
    await page.getByText('Downloading the model: 40 %').waitFor();
    await shot(page, 'built-in-downloading');
    await page.evaluate(() => dispatchEvent(new Event('go-on')));
    await page.getByText('The model is ready.').waitFor();
    await save(page);
    await ask(page, 'Hello?');
    await page.evaluate(() => dispatchEvent(new Event('go-on')));
    await page.getByText('Downloading the browser’s model').waitFor({ state: 'detached' });
  });

  it('is downloaded with the first question, which shows how far it is', async () => {
    const { page } = await newPage();
    await stubModel(page, { ...says('Hello.'), availability: 'downloadable' });
    await page.goto(URL_OF_PAGE);
    await chooseBuiltIn(page);
    await save(page);
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    await page.getByText('Downloading the browser’s model: 100 %').waitFor();
    await shot(page, 'built-in-downloaded');
  });
});

it('a conversation goes on with another provider, which knows what was said', async () => {
  const { page } = await newPage();
  const address = gemini.plays([call('answer = 42\nprint(answer)')], [{ text: 'It is 42.' }]);
  const script = openai.addScript({
    turns: [{ parts: [call('print(answer + 1)')] }, { parts: [{ text: 'Now 43.' }] }],
  });
  await stubModel(page, says('The browser’s model says 44.'));
  await page.goto(URL_OF_PAGE);
  await enterKey(page, address);
  await ask(page, 'What is 6 times 7?');
  await said(page, 'It is 42.');
  await answered(page);
  await chooseServer(page, script.baseURL, 'gpt-5.5');
  await ask(page, 'And one more?');
  await said(page, 'Now 43.');
  await answered(page);
  expect(JSON.stringify(script.requests()[0]?.body)).toContain('answer = 42');
  expect(JSON.stringify(script.requests())).not.toContain('a-secret-key');
  expect(script.refusals()).toEqual([]);
  await openSettings(page);
  await page.getByRole('radio', { name: BUILT_IN }).check();
  await save(page);
  await ask(page, 'And another?');
  await said(page, 'The browser’s model says 44.');
  await kept(page);
  await choose(page, 'New conversation');
  await page.locator('.source').getByText('Built-in model').waitFor();
});
