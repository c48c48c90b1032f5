import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Cassette, readCassette } from '../../../src/cassette/format.ts';
import { startMirror } from '../../support/packageServer/mirror.ts';
import { answered, engineReady, firstVisit, newPage, OUTPUT, PHONE } from '../openBrowser.ts';

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

/** Plays a demo in a page, and expects it to come to its end with what Python printed when it was recorded. */
async function expectToPlay(page: Page, name: string): Promise<void> {
  const results = await collectResults(page);
  await page.goto(`${URL_OF_PAGE}?demo=${name}&pace=instant`);
  await page.waitForSelector('html[data-answer="done"], html[data-answer="failed"]');
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(results).toEqual(recordedResults(load(name)));
  expect(await page.getByText('Answer complete').count()).toBe(load(name).prompts.length);
}

/** Gives the page real packages, as if they were vendored, with the engine that they are for. */
async function vendorRealPackages(page: Page): Promise<boolean> {
  const mirror = await startMirror();
  onTestFinished(() => mirror.close());
  await page.route('**/pyodide/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    await route.fulfill({ response: await route.fetch({ url: `${mirror.origin}/real/${name}` }) });
  });
  return mirror.hasRealWheels;
}

describe.each(list.filter(({ packages }) => !packages))('the demo $name', ({ name }) => {
  it('plays to its end, and says nothing that Python did not print', async () => {
    const { page } = await newPage();
    await expectToPlay(page, name);
    await page.screenshot({ path: path.join(OUTPUT, `demo-${name}.png`), fullPage: true });
  });
});

describe.each(list.filter(({ packages }) => packages))('the demo $name', ({ name, title }) => {
  it('cannot be chosen while its packages cannot be downloaded, and says why', async () => {
    const { page } = await newPage();
    const card = page.getByRole('button', { name: title });
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await card.getByText('downloaded from Pyodide').waitFor();
    await page.context().setOffline(true);
    await card.getByText('you are offline').waitFor();
    expect(await card.isDisabled()).toBe(true);
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(OUTPUT, `demo-${name}-offline.png`) });
    await page.context().setOffline(false);
    await card.getByText('downloaded from Pyodide').waitFor();
    expect(await card.isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'From this page only' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await card.getByText('Your settings allow no downloads.').waitFor();
    expect(await card.isDisabled()).toBe(true);
  });

  it('says that its packages did not arrive', async () => {
    const { page } = await newPage();
    await page.route('https://cdn.jsdelivr.net/**', (route) => route.abort());
    await page.goto(`${URL_OF_PAGE}?pace=instant`);
    await page.getByRole('button', { name: title }).click();
    await answered(page, 'failed');
    await page.getByText('The packages of this demo could not be downloaded').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, `demo-${name}-not-downloaded.png`) });
  });

  it('plays to its end with the real package', async ({ skip }) => {
    const { page } = await firstVisit();
    const hasWheels = await vendorRealPackages(page);
    skip(!hasWheels, 'GLOVEBOX_WHEELS names no folder with wheels of Pyodide 0.29, numpy and Pillow among them');
    await expectToPlay(page, name);
  });
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

  it('can be taken back before its first answer', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes`);
    await page.getByText('I will collect').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Undo and continue' }).click();
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    await answered(page);
  });
});

describe('the list of demos', () => {
  it.each([
    ['phone', PHONE],
    ['wide', {}],
  ])('is in groups, and fits the screen: %s', async (name, options) => {
    const { page } = await newPage(options);
    await page.goto(URL_OF_PAGE);
    await page.getByRole('heading', { name: 'With packages' }).waitFor();
    for (const { title } of list) await expect(page.getByRole('button', { name: title }).count()).resolves.toBe(1);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: path.join(OUTPUT, `demos-${name}.png`), fullPage: true });
  });
});
