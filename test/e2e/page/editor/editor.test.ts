// @module-tag long
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { inEveryLook } from '../../looks.ts';
import { engineReady, newPage, PHONE } from '../../openBrowser.ts';
import { choose } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });
const outcome = (page: Page) => page.getByTestId('outcome');
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();

/** Opens the scratchpad, whose only cell has the focus. */
async function openScratchpad(options = {}): Promise<Page> {
  const { page } = await newPage(options);
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await editor(page).waitFor();
  await engineReady(page);
  return page;
}

it('a double click on the number of the welcome selects it, and the number that its comment suggests makes another picture', async () => {
  const { page } = await newPage();
  await page.goto(URL_OF_PAGE);
  const suggested = /try (\d+)/.exec(await page.locator('.tok-comment').innerText())?.[1] ?? '';
  await page.getByRole('img', { name: 'Dots in spirals' }).waitFor();
  await page.locator('.tok-number').first().dblclick();
  await editor(page).waitFor();
  await page.keyboard.insertText(suggested);
  await expect.poll(() => editor(page).innerText()).toContain(`turn = radians(${suggested})`);
  const picture = page.getByRole('button', { name: 'Enlarge' }).getByRole('img');
  const circles = () =>
    picture.evaluate(async (image: HTMLImageElement) => {
      const svg = await (await fetch(image.src)).text();
      return svg.match(/<circle[^>]*>/g) ?? [];
    });
  await picture.waitFor();
  const before = await circles();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Ran in').waitFor();
  const after = new Set(await circles());
  expect(before.length).toBe(240);
  expect(before.filter((circle) => after.has(circle)).length).toBeLessThan(20);
  await inEveryLook(page, 'welcome-suggested');
});

/** Notes from now on each list of names that appears, in whichever shadow tree. @returns what tells whether one has */
async function watchNames(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? within(each.shadowRoot) : [])]);
    const look = () => {
      if (within(document).some(({ classList }) => classList.contains('cm-tooltip-autocomplete')))
        document.body.dataset.names = 'seen';
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => document.body.dataset.names === 'seen');
}

/** Asks Python something: it has answered what was asked before. */
async function askLater(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Variables' }).click();
  await page.getByText('No variables yet').waitFor();
}

describe('names that the editor suggests', () => {
  it('appear while the user types', async () => {
    const page = await openScratchpad();
    const haveAppeared = await watchNames(page);
    await page.keyboard.type('pri', { delay: 0 });
    await expect.poll(haveAppeared).toBe(true);
  });

  it('do not appear after the run has begun, and do not stay', async () => {
    const page = await openScratchpad();
    const haveAppeared = await watchNames(page);
    await page.keyboard.type('while True: pass', { delay: 0 });
    await run(page);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await outcome(page).getByText('Stopped').waitFor();
    await askLater(page);
    expect(await haveAppeared()).toBe(false);
  });

  it('do not appear when the user has left the editor', async () => {
    const page = await openScratchpad();
    const haveAppeared = await watchNames(page);
    await page.keyboard.type('pri', { delay: 0 });
    await page.getByRole('textbox', { name: 'Your question' }).focus();
    await askLater(page);
    expect(await haveAppeared()).toBe(false);
  });
});

it('after a run, the editor shows the beginning of its lines, and its frame on all sides', async () => {
  const page = await openScratchpad(PHONE);
  await page.keyboard.insertText(`undefined_name  # ${'a long remark '.repeat(8)}`);
  const scrolled = () => page.locator('.cm-scroller').evaluate((scroller) => scroller.scrollLeft);
  await expect.poll(scrolled).toBeGreaterThan(50);
  await run(page);
  await outcome(page).getByText('Failed').waitFor();
  expect(await scrolled()).toBe(0);
  await editor(page).press('End');
  await expect.poll(scrolled).toBeGreaterThan(50);
  await page.keyboard.press('Control+Enter');
  await outcome(page).getByText('Failed').waitFor();
  expect(await scrolled()).toBe(0);
  await inEveryLook(page, 'editor-after-run');
});

it('the lines of a traceback do not wrap: their marks stay under their words, and the keyboard scrolls them', async () => {
  const page = await openScratchpad({ viewport: { width: 320, height: 700 } });
  await page.keyboard.insertText(
    'first_values_of_all, second_values = [1, 2, 3, 4], [missing_value / 2, "and a text"]',
  );
  await run(page);
  await outcome(page).getByText('Failed').waitFor();
  const output = page.getByRole('group', { name: 'Output of the code' });
  const lines = output.locator('.code');
  const heights = await lines.evaluateAll((spans) =>
    spans.map((span) => {
      const height = span.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(span).lineHeight);
      return [span.textContent?.trimEnd().split('\n').length, Math.round(height)];
    }),
  );
  expect(heights.length).toBeGreaterThan(0);
  for (const [written, shown] of heights) expect(shown).toBe(written);
  expect(await output.textContent()).toContain('^');
  await output.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => output.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  await inEveryLook(page, 'traceback');
});
