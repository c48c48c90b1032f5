import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright';
import { expect, inject, it } from 'vitest';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, newPage, PHONE } from '../openBrowser.ts';
import { ask, output } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

it('the welcome shows what a program has made, runs it again, and leads to proofs, demos and a key', async () => {
  const { page, complaints } = await newPage();
  await page.goto(URL_OF_PAGE);
  await page.getByRole('img', { name: 'Dots in spirals' }).waitFor();
  await page.locator('glove-demo-list img').last().waitFor();
  await inEveryLook(page, 'welcome', { fullPage: true });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('Ran in').waitFor();
  const picture = page.getByRole('button', { name: 'Enlarge' }).getByRole('img');
  const made = await picture.evaluate(async (image: HTMLImageElement) => (await fetch(image.src)).text());
  const recorded = await readFile(path.join(ROOT, 'public/sample.svg'), 'utf8');
  const circles = (svg: string) => svg.match(/<circle[^>]*>/g);
  expect(circles(made)).toEqual(circles(recorded));
  await page.getByRole('group', { name: 'Python code' }).click();
  await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('print("mine")');
  await page.keyboard.press('Control+Enter');
  await output(page).getByText('mine').waitFor();
  await page.getByRole('button', { name: 'Open in the scratchpad' }).click();
  await page.getByRole('heading', { name: 'Scratchpad' }).waitFor();
  await page.getByRole('group', { name: 'Python code' }).filter({ hasText: 'print("mine")' }).waitFor();
  expect(complaints).toEqual([]);
});

it('on a phone, the welcome shows what the program made without scrolling, and says that it ran before', async () => {
  const { page } = await newPage(PHONE);
  await page.goto(URL_OF_PAGE);
  const dock = page.getByRole('textbox', { name: 'Your question' });
  /** Whether all of a part is above the field for questions. */
  const isInView = async (part: Locator) => {
    const [box, below] = await Promise.all([part.boundingBox(), dock.boundingBox()]);
    return box !== null && below !== null && box.y >= 0 && box.y + box.height <= below.y;
  };
  const picture = page.getByRole('img', { name: 'Dots in spirals' });
  await page.getByText('Ran before: edit it and run it').waitFor();
  await expect.poll(() => isInView(picture)).toBe(true);
  expect(await isInView(page.getByRole('heading', { level: 1 }))).toBe(true);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
  await page.getByText('Ran before', { exact: true }).waitFor();
  expect(await page.getByText('Done', { exact: true }).count()).toBe(0);
  const made = page.getByRole('button', { name: 'Enlarge' }).getByRole('img');
  await made.waitFor();
  await inEveryLook(page, 'welcome-edited');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('Ran in').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => isInView(made)).toBe(true);
});

it('each proof of the welcome can be followed, and nothing gets out', { tags: 'long' }, async () => {
  const { page } = await newPage();
  await page.goto(`${URL_OF_PAGE}?pace=instant`);
  await page.getByRole('button', { name: 'Try to break out' }).click();
  await engineReady(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByTestId('outcome').getByText('Ran in').waitFor();
  const lines = ((await output(page).textContent()) ?? '').trim().split('\n');
  expect(lines.pop()).toBe('7 of 7 attempts were stopped.');
  expect(lines.filter((line) => !/^Tried to .*\. Stopped: .*\. \(\w+\)$/.test(line))).toEqual([]);
  await page.getByRole('button', { name: 'Conversation', exact: true }).click();
  await page.getByRole('button', { name: 'All demos' }).click();
  await page.getByRole('heading', { name: 'Use your own key' }).waitFor();
  const link = page.getByRole('link', { name: 'Get a key for Gemini' });
  expect(await link.getAttribute('href')).toBe('https://aistudio.google.com/apikey');
  await page.getByRole('button', { name: 'Enter a key or choose a model' }).click();
  await page.getByLabel('API key').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Watch it go back' }).click();
  await answered(page);
  await ask(page, 'And mine?');
  await page.getByText('Your text stays here').waitFor();
});
