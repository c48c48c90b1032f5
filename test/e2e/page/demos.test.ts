// @module-tag long
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Cassette, readCassette } from '../../../src/cassette/format.ts';
import { engineWithPackages, startMirror } from '../../support/packageServer/mirror.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, firstVisit, newPage, OUTPUT } from '../openBrowser.ts';
import { showAllDemos } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const DEMOS = new URL('../../../public/demos/', import.meta.url);
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, DEMOS), 'utf8'));
const list: { name: string; title: string; packages?: string[] }[] = readJson('index.json').demos;
const load = (name: string): Cassette => readCassette(readJson(`${name}.json`));

interface Result {
  outcome: string;
  output: string;
}

/** What a cassette says that Python printed, run by run. */
function recordedResults({ exchanges }: Cassette): Result[] {
  const { interaction, contents = [] } = exchanges.at(-1)?.request ?? {};
  if (interaction) return resultsIn(interaction.input as Step[]);
  const parts = contents.flatMap(({ parts = [] }) => parts) as { functionResponse?: { response: RecordedResponse } }[];
  return parts.flatMap(({ functionResponse }) => {
    const { outcome = '', output, error } = functionResponse?.response ?? {};
    return functionResponse ? [{ outcome, output: output ?? error ?? '' }] : [];
  });
}

interface Step {
  type: string;
  result?: string;
  is_error?: boolean;
}

function resultsIn(steps: readonly Step[]): Result[] {
  const results = steps.filter(({ type }) => type === 'function_result');
  return results.map(({ result = '', is_error: isError }) => ({
    outcome: isError ? 'OUTCOME_FAILED' : 'OUTCOME_OK',
    output: result,
  }));
}

interface RecordedResponse {
  outcome?: string;
  output?: string;
  error?: string;
}

/** Has the page collect what Python prints. */
async function collectResults(page: Page): Promise<Result[]> {
  const results: Result[] = [];
  await page.exposeFunction('noteResult', (result: Result) => results.push(result));
  await page.addInitScript(() => {
    const { noteResult } = globalThis as unknown as { noteResult: (result: Result) => void };
    document.addEventListener('glove-answer', (event) => {
      const { answer } = event as Event & { answer: { type: string } & Result };
      if (answer.type === 'result') noteResult({ outcome: answer.outcome, output: answer.output });
    });
  });
  return results;
}

/** Milliseconds: a first visit compiles and imports pandas and Matplotlib, which takes a busy machine long. */
const WITH_PACKAGES = { answer: 200_000, test: 240_000 };

/**
 * Plays a demo in a page, and expects it to come to its end with what Python printed when it was recorded.
 *
 * @param timeout of the whole demo, in ms
 */
async function expectToPlay(page: Page, name: string, timeout = 30_000): Promise<void> {
  const results = await collectResults(page);
  await page.goto(`${URL_OF_PAGE}?demo=${name}&pace=instant`);
  await page.waitForSelector('html[data-answer="done"], html[data-answer="failed"]', { timeout });
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(results).toEqual(recordedResults(load(name)));
  await expect.poll(() => page.getByRole('button', { name: 'Copy answer' }).count()).toBe(load(name).prompts.length);
}

/** Gives the page real packages, if there are some, as if they were vendored, with the engine that they are for. */
async function vendorRealPackages(page: Page, packages: readonly string[]): Promise<boolean> {
  const mirror = await startMirror();
  onTestFinished(() => mirror.close());
  const engine = engineWithPackages(mirror, packages);
  if (engine === undefined) return false;
  await page.route('**/pyodide/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    await route.fulfill({ response: await route.fetch({ url: `${mirror.origin}/${engine}/${name}` }) });
  });
  return true;
}

describe.each(list.filter(({ packages }) => !packages))('the demo $name', ({ name }) => {
  it('plays to its end, and says nothing that Python did not print', async () => {
    const { page } = await newPage();
    await expectToPlay(page, name);
    await page.screenshot({ path: path.join(OUTPUT, `demo-${name}.png`), fullPage: true });
  });
});

const withPackages = list.filter(({ packages }) => packages);

/** Expects a chart that its sealed frame has drawn: before that, the frame has no height. */
async function expectChart(page: Page): Promise<void> {
  const frame = page.locator('glove-chart iframe').first();
  await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeGreaterThan(200);
}

describe('the demos with packages', () => {
  const cardOf = (page: Page, title: string) => page.getByRole('button', { name: title });

  it('cannot be chosen while their packages cannot be downloaded, and say what they need and why', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await showAllDemos(page);
    const expectOnCards = async (words: string, isEnabled: boolean) => {
      for (const { title, packages = [] } of withPackages) {
        const card = cardOf(page, title);
        await card.getByText(words).waitFor();
        expect({ title, isEnabled: await card.isEnabled() }).toEqual({ title, isEnabled });
        for (const name of packages) expect(await card.textContent()).toContain(name);
      }
    };
    await expectOnCards('downloaded from Pyodide', true);
    await page.context().setOffline(true);
    await expectOnCards('you are offline', false);
    await inEveryLook(page, 'demos-offline', { fullPage: true });
    await page.context().setOffline(false);
    await expectOnCards('downloaded from Pyodide', true);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'From this page only' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expectOnCards('Your settings allow no downloads.', false);
  });

  it('say on their cards that packages did not arrive, can be tried again, and leave the others playable', async () => {
    const { page } = await newPage();
    await page.route('https://cdn.jsdelivr.net/**', (route) => route.abort());
    await page.goto(`${URL_OF_PAGE}?pace=instant`);
    await showAllDemos(page);
    const title = withPackages[0]?.title ?? '';
    await cardOf(page, title).click();
    await answered(page, 'failed');
    await page.getByText('The packages of this demo could not be downloaded').waitFor();
    await inEveryLook(page, 'demo-not-arrived', { fullPage: true });

    await page.getByRole('button', { name: 'Demos', exact: true }).click();
    for (const { title: each } of withPackages) {
      await cardOf(page, each).getByText('did not arrive from cdn.jsdelivr.net').waitFor();
      expect(await cardOf(page, each).isEnabled()).toBe(true);
    }
    await inEveryLook(page, 'demos-not-arrived', { fullPage: true });
    await cardOf(page, 'The first 50 primes').click();
    await answered(page);
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
  });
});

describe.each(withPackages)('the demo $name', ({ name, packages = [] }) => {
  it(
    'plays to its end with the real packages',
    async ({ skip }) => {
      const { page } = await firstVisit();
      const hasWheels = await vendorRealPackages(page, packages);
      skip(!hasWheels, `GLOVEBOX_WHEELS names no folder with ${packages.join(', ')}`);
      await expectToPlay(page, name, WITH_PACKAGES.answer);
      if (packages.includes('altair')) await expectChart(page);
      await inEveryLook(page, `demo-${name}`, { fullPage: true });
      if (packages.includes('altair')) {
        // Browsers do not paint frames that are out of view.
        const check = () => page.locator('glove-chart').first().scrollIntoViewIfNeeded();
        await inEveryLook(page, `demo-${name}-chart`, { check });
      }
    },
    WITH_PACKAGES.test,
  );
});

it('a demo whose words do not agree with what Python printed stops before it says them', async () => {
  const { page } = await newPage();
  const changed = JSON.stringify(load('primes')).replaceAll('sum_of_primes=5117', 'sum_of_primes=5118');
  await page.route('**/demos/primes.json', (route) => route.fulfill({ json: JSON.parse(changed) }));
  await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
  await answered(page, 'failed');
  await page.getByText('The recording does not match Python’s output').waitFor();
  expect(await page.getByText('The sum of the first').count()).toBe(1);
});

describe('a demo that the user stops', () => {
  it('keeps what was printed, and can be taken back and go on as if nothing had happened', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=stop-and-rewind&pace=instant`);
    await page.getByText('20 coins are out').first().waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped', { exact: true }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'demo-stopped.png'), fullPage: true });

    await page.getByRole('button', { name: 'Undo and continue' }).click();
    await page.getByText('Stopped and undone').waitFor();
    await answered(page);
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    await page.getByText('the jar is empty, after 60 coins').first().waitFor();
    expect(await page.getByText('20 coins are out').count()).toBe(2);
  });

  it('can go on or start again before its first answer', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes`);
    await page.getByText('I will collect').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    // Its code may have begun to run.
    await page.getByRole('button', { name: /Undo and continue|Start again/ }).click();
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    await answered(page);
  });
});

describe('the list of demos', () => {
  it('is in groups, and fits the screen', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await showAllDemos(page);
    await page.getByRole('heading', { name: 'With other packages' }).waitFor();
    for (const { title } of list) await expect(page.getByRole('button', { name: title }).count()).resolves.toBe(1);
    await inEveryLook(page, 'demos', { fullPage: true });
  });
});
