import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { GloveCheckEvent } from '../../../src/entries/widget.ts';
import { inEveryLook } from '../looks.ts';
import { openSite, SCRIPT } from './site.ts';

const EXERCISE = `<style>:root { color-scheme: light dark } p { margin: 3rem 0 }</style>${SCRIPT}
  <h1>The mean</h1>
  <glove-cell id="mean" persist solution-after="2" timeout="2000">
    <pre>def mean(numbers):
    ...</pre>
    <script type="text/python" slot="check">
      own = 1
      assert mean([1, 2]) == 1.5, "The mean of 1 and 2 is 1.5."
      assert "done" in learner_output, "Print that you are done."
    </script>
    <script type="text/python" slot="check">
      assert "own" not in globals(), "The first check has left a variable."
      assert "sum" in learner_code, "Use sum()."
    </script>
    <p slot="hint" hidden>Add the numbers.</p>
    <p slot="hint" hidden>Divide by <code>len(numbers)</code>.</p>
    <script type="text/python" slot="solution">
      def mean(numbers):
          return sum(numbers) / len(numbers)
    </script>
  </glove-cell>
  <glove-cell id="free" persist>x = 1</glove-cell>`;

const button = (page: Page, name: string) => page.locator('#mean').getByRole('button', { name, exact: true });
const code = (page: Page, id = 'mean') => page.locator(`#${id}`).getByRole('textbox', { name: 'Python code' });
const status = (page: Page) => page.locator('#mean').getByRole('status');
const says = (page: Page, words: string | RegExp) => status(page).filter({ hasText: words }).waitFor();

/** Collects what the page hears of checks, until it is reloaded. */
async function listen(page: Page): Promise<() => Promise<Partial<GloveCheckEvent>[]>> {
  await page.evaluate(() => {
    const heard: object[] = [];
    document.addEventListener('glove-check', ({ id, passed, score, attempts, messages, seconds }) => {
      heard.push({ id, passed, score, attempts, messages, hasTime: seconds >= 0 });
    });
    Object.assign(globalThis, { heard });
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: object[] }).heard);
}

describe('the author of an exercise', () => {
  it('reads in the console what has no effect, and which check ended with an error of its own', async () => {
    const { page } = await openSite(`<!doctype html><title>Mistakes</title>${SCRIPT}
      <glove-cell id="a" solution-after="two"><pre>x = 1</pre><script type="text/python" slot="checks">assert x</script></glove-cell>
      <glove-cell persist><pre>y = 1</pre></glove-cell>
      <glove-cell id="c"><pre>z = 1</pre><script type="text/python" slot="check">assert zz</script>
        <script type="text/python" slot="check">assert zz > 1</script></glove-cell>`);
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.reload();
    await expect
      .poll(() => warnings)
      .toEqual(
        expect.arrayContaining([
          '<glove-cell id="a"> has a part with slot="checks", which does nothing: its parts are setup, check, hint and solution.',
          '<glove-cell id="a"> has a `solution-after` that is no number.',
          'A <glove-cell> has `persist`, but no `id`: nothing is stored.',
        ]),
      );
    await page.locator('#c').getByRole('button', { name: 'Check' }).click();
    const told = page.locator('#c').getByRole('status').filter({ hasText: 'Not yet' });
    // Once, though two checks end with it.
    await expect
      .poll(async () => (await told.innerText()).trim())
      .toMatch(/^Not yet\.\s+NameError: name 'zz' is not defined/);
    expect((await told.innerText()).match(/NameError/g)).toHaveLength(1);
    await expect.poll(() => warnings.join('\n')).toContain("A check of <glove-cell> ended with NameError: name 'zz'");
  });
});

describe('a learner with an exercise', () => {
  it('is told what is missing and nothing more, gets hints and the solution, and finds the answer again', async () => {
    const { page, complaints } = await openSite(EXERCISE);
    const heard = await listen(page);
    const scores = async () => (await heard()).map(({ attempts, score }) => [attempts, score]);
    await button(page, 'Check').click();
    await says(page, /^\s*Not yet\.\s*The mean of 1 and 2 is 1\.5\.\s*Use sum\(\)\.\s*$/);
    await page.locator('#mean').getByText('Solution after 1 more attempt').waitFor();
    expect(await page.getByText('Add the numbers.').isVisible()).toBe(false);
    await button(page, 'Hint 1 of 2').click();
    await page.getByText('Add the numbers.').waitFor();
    // Hints stay close together in a site whose paragraphs have large margins.
    expect(await page.getByText('Add the numbers.').evaluate((hint) => getComputedStyle(hint).marginTop)).toBe('0px');
    expect(await page.getByText('Divide by').isVisible()).toBe(false);

    await code(page).fill('def mean(numbers):\n    return sum(numbers) / 2\n[len(In), "own" in globals()]');
    await button(page, 'Check').click();
    await says(page, /^\s*Not yet: 50 % done\.\s*Print that you are done\.\s*$/);
    // Neither history nor variables have anything of the checks.
    expect(await page.locator('#mean').getByLabel('Output of the code').count()).toBe(0);
    await page.locator('#mean').getByText(', False]').waitFor();
    await button(page, 'Show solution').click();
    const solution = page.locator('#mean').getByRole('textbox', { name: 'Solution' });
    expect(await solution.inputValue()).toContain('return sum(numbers) / len(numbers)');
    const { violations } = await new AxeBuilder({ page }).include('#mean').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await inEveryLook(page, 'exercise', { fullPage: true });

    await expect.poll(scores).toEqual([
      [1, 0],
      [2, 0.5],
    ]);
    await code(page, 'free').fill('x = 2');
    await page.reload();
    await expect.poll(() => code(page).inputValue()).toContain('sum(numbers) / 2');
    await expect.poll(() => code(page, 'free').inputValue()).toBe('x = 2');
    await page.getByText('Add the numbers.').waitFor();
    const again = await listen(page);
    await code(page).fill('def mean(numbers):\n    return sum(numbers) / len(numbers)\nprint("done")');
    await button(page, 'Check').click();
    await says(page, 'Correct, after 3 attempts.');
    const told = { id: 'mean', passed: true, score: 1, attempts: 3, messages: [], hasTime: true };
    await expect.poll(again).toEqual([told]);

    await button(page, 'Start over').click();
    await expect.poll(() => code(page).inputValue()).toBe('def mean(numbers):\n    ...');
    await page.getByText('Add the numbers.').waitFor({ state: 'hidden' });
    const stored = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('mean')));
    await expect.poll(stored).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is told that the code fails, and of loops that never end, also in what a check calls', async () => {
    const { page } = await openSite(EXERCISE);
    const heard = await listen(page);
    const scores = async () => (await heard()).map(({ attempts, score }) => [attempts, score]);
    await code(page).fill('nobody');
    await button(page, 'Check').click();
    await says(page, 'Your code has to run to its end first.');
    await code(page).fill('def mean(numbers):\n    while sum(numbers): pass');
    await button(page, 'Check').click();
    await says(page, /^\s*Not yet: 50 % done\.\s*The check timed out/);
    await code(page).fill('def mean(numbers):\n    return 1 / 0');
    await button(page, 'Check').click();
    await says(page, /^\s*Not yet\.\s*ZeroDivisionError: division by zero\s*Use sum\(\)\.\s*$/);
    await expect.poll(scores).toEqual([
      [1, 0],
      [2, 0.5],
      [3, 0],
    ]);
  });
});
