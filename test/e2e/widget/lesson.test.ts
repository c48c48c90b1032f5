import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { inEveryLook } from '../looks.ts';
import { newPage } from '../openBrowser.ts';
import { openSite, SCRIPT } from './site.ts';

const cell = (page: Page, id: string) => page.locator(`glove-cell#${id}`);
const run = (page: Page, id: string) => cell(page, id).getByRole('button', { name: 'Run', exact: true }).click();
const output = (page: Page, id: string) => cell(page, id).getByLabel('Output of the code');
const code = (page: Page, id: string) => cell(page, id).getByRole('textbox', { name: 'Python code' });

/** Writes down which cells run, from now on. */
async function watchRuns(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    document.title = '';
    document.addEventListener('glove-run', ({ target }) => {
      document.title += ` ${(target as Element).id}`;
    });
  });
  return async () => (await page.title()).split(' ').filter((id) => id !== '');
}

const LESSON = `${SCRIPT}
  <h1>A lesson</h1>
  <glove-cell id="hidden" hidden>numbers = [3, 1, 2]</glove-cell>
  <glove-cell id="sorted" depends-on="hidden" run-all>
    <script type="text/python" slot="setup">
      import math
      print("of the setup")
    </script>
    <pre>
      numbers.sort()
      print(numbers, math.ceil(2.5))</pre>
  </glove-cell>
  <glove-cell id="prices" depends-on="sorted" src="lesson/prices.py" files="lesson/prices%20now.csv lesson/more.txt">A file.</glove-cell>`;
const FILES = {
  'lesson/prices.py': 'print(open("prices now.csv").read() * numbers[1], open("more.txt").read())\nnumbers.append(4)\n',
  'lesson/prices now.csv': 'a,b\n',
  'lesson/more.txt': 'more',
};

describe('a reader of a lesson', () => {
  it('runs a cell, and what it needs runs first, once, until it changes or Python is reset', async () => {
    const { page, complaints } = await openSite(LESSON, newPage, FILES);
    const runs = await watchRuns(page);
    await run(page, 'prices');
    await output(page, 'prices').getByText('a,b\na,b\n more').waitFor();
    expect(await output(page, 'sorted').textContent()).toBe('[1, 2, 3] 3\n');
    expect(await runs()).toEqual(['hidden', 'sorted', 'prices']);
    expect(await cell(page, 'hidden').isVisible()).toBe(false);
    await run(page, 'prices');
    await expect.poll(runs).toEqual(['hidden', 'sorted', 'prices', 'prices']);
    await cell(page, 'prices')
      .getByText(/^Ran in /)
      .waitFor();
    await code(page, 'sorted').fill('numbers = [0, 1]');
    const before = (await runs()).length;
    await run(page, 'prices');
    await output(page, 'prices').getByText('a,b\n more', { exact: true }).waitFor();
    await page.evaluate(() => document.querySelector<HTMLElementTagNameMap['glove-cell']>('#prices')?.reset());
    await page.getByRole('button', { name: 'Run all' }).click();
    const since = async () => (await runs()).slice(before);
    await expect.poll(since).toEqual(['sorted', 'prices', 'hidden', 'sorted', 'prices']);
    expect(complaints).toEqual([]);
  });

  it('is told why a cell has not run, and of a file that is not there', async () => {
    const { page } = await openSite(
      `${SCRIPT}
      <glove-cell id="fails" hidden>nobody</glove-cell>
      <glove-cell id="after" depends-on="fails">print("not reached")</glove-cell>
      <glove-cell id="unready"><script type="text/python" slot="setup">1 / 0</script>print("not reached")</glove-cell>
      <glove-cell id="lost" depends-on="nowhere">1</glove-cell>
      <glove-cell id="missing" src="missing.py">The code is in a file.</glove-cell>`,
    );
    await run(page, 'after');
    const reason = `Not run, since the cell "fails" failed. NameError: name 'nobody' is not defined`;
    await output(page, 'after').getByText(reason).waitFor();
    await cell(page, 'after').getByText('Failed', { exact: true }).waitFor();
    await run(page, 'unready');
    await output(page, 'unready').getByText('Not run, since the setup of this cell failed.').waitFor();
    await output(page, 'unready').getByText('ZeroDivisionError').waitFor();
    await run(page, 'lost');
    await cell(page, 'lost').getByRole('alert').getByText('not "nowhere"').waitFor();
    await cell(page, 'missing').getByText('missing.py could not be loaded: the server answered 404.').waitFor();
    expect(await code(page, 'missing').inputValue()).toBe('The code is in a file.');
  });

  it('passes by the code with Tab, indents with it while editing, and leaves with Escape and Tab', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell id="one">if True:\n    pass</glove-cell><a href="#">On</a>`);
    const field = code(page, 'one');
    const isFocused = () => field.evaluate((element) => element.matches(':focus'));
    await field.focus();
    await page.keyboard.press('Tab');
    expect(await isFocused()).toBe(false);
    await field.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('print(1)');
    expect(await field.inputValue()).toBe('if True:\n    pass\n        print(1)');
    await page.keyboard.press('Shift+Tab');
    expect(await field.inputValue()).toBe('if True:\n    pass\n    print(1)');
    await page.keyboard.press('Control+z');
    expect(await field.inputValue()).toBe('if True:\n    pass\n        print(1)');
    await cell(page, 'one').getByText('leaves the code').waitFor();
    expect(await field.getAttribute('aria-description')).toContain('Escape, then Tab leaves the editor');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await isFocused()).toBe(false);
    await field.click();
    const { violations } = await new AxeBuilder({ page }).include('glove-cell').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await inEveryLook(page, 'lesson-editing');
  });
});

it('a reader opens a cell in Glovebox: a copy of its code and of what it needs, which has not run', async () => {
  const pageOfGlovebox = inject('page');
  const body = LESSON.replace('id="prices"', `id="prices" open-in="${pageOfGlovebox}"`);
  const { page, complaints } = await openSite(body, newPage, FILES);
  const opened = page.waitForEvent('popup');
  await cell(page, 'prices').getByRole('button', { name: 'Open in Glovebox' }).click();
  const copy = await opened;
  await copy.getByRole('heading', { name: 'A site' }).waitFor();
  await copy.getByText(/^Opened from a link on 127.0.0.1/).waitFor();
  const programs = copy.locator('glove-code-cell');
  await expect.poll(() => programs.count()).toBe(4);
  const parts = ['numbers = [3, 1, 2]', 'import math', 'numbers.sort()', 'open("prices now.csv")'];
  for (const [index, part] of parts.entries()) await programs.nth(index).getByText(part).first().waitFor();
  expect(await copy.evaluate(() => opener)).toBeNull();
  expect(await copy.getByLabel('Output of the code').count()).toBe(0);
  expect(complaints).toEqual([]);
});
