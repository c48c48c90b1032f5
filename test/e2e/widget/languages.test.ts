// @module-tag long
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import german from '../../../src/language/de/index.ts';
import * as english from '../../../src/language/en/index.ts';
import spanish from '../../../src/language/es/index.ts';
import chinese from '../../../src/language/zh/index.ts';
import { expectNothingFromAxe } from '../axe.ts';
import { inEveryLook } from '../looks.ts';
import { firstVisit, newPage, type OpenedPage } from '../openBrowser.ts';
import { serveSite } from './serveSite.ts';
import { englishAmong, shownTexts } from './shownTexts.ts';
import { answer, PRIMES_ANSWER, SCRIPT } from './site.ts';

const cell = (page: Page, id: string) => page.locator(`glove-cell#${id}`);
const button = (page: Page, id: string, name: string) => cell(page, id).getByRole('button', { name, exact: true });

/** Opens a page whose root element has these attributes. */
async function openPage(
  attributes: string,
  body: string,
  { open = newPage, files = {} }: { open?: () => Promise<OpenedPage>; files?: Record<string, string> } = {},
): Promise<OpenedPage> {
  const origin = await serveSite(
    `<!doctype html><html ${attributes}><meta charset="utf-8"><title>Lesson</title>${body}`,
    {},
    files,
  );
  const opened = await open();
  opened.page.setDefaultTimeout(90_000);
  await opened.page.goto(origin);
  return opened;
}

const LESSON = `${SCRIPT}
  <main>
    <h1>1</h1>
    <glove-cell id="runs">print(6 * 7)</glove-cell>
    <glove-cell id="fails">1 / 0</glove-cell>
    <glove-cell id="waits" run-all>input()</glove-cell>
    <glove-cell id="exercise"><pre>mean = 0</pre>
      <p slot="hint">1</p><p slot="hint">2</p>
      <script type="text/python" slot="check">assert False</script>
      <script type="text/python" slot="check">pass</script>
      <script type="text/python" slot="solution">mean = 1</script>
    </glove-cell>
    <glove-box demo="primes" pace="instant"></glove-box>
  </main>`;

/** Uses every part of a lesson, in its language. */
async function takeLesson(page: Page, words: typeof german): Promise<void> {
  await button(page, 'runs', words.widgetCell.run).click();
  await cell(page, 'runs').getByLabel(words.cell.output).getByText('42').waitFor();
  await button(page, 'fails', words.widgetCell.run).click();
  await cell(page, 'fails').getByText(words.chat.failed, { exact: true }).waitFor();
  await button(page, 'waits', words.widgetCell.run).click();
  await cell(page, 'waits').getByText(words.cell.waiting).waitFor();
  await button(page, 'waits', words.widgetCell.stop).click();
  await button(page, 'waits', words.widgetCell.run).waitFor();
  await button(page, 'exercise', words.exercise.check).click();
  await cell(page, 'exercise').getByText(words.exercise.notRight).waitFor();
  await button(page, 'exercise', words.exercise.showSolution).click();
  await page.getByRole('button', { name: words.box.playDemo }).click();
  await answer(page, PRIMES_ANSWER).waitFor();
  await page.getByRole('button', { name: words.conversation.playAgain }).waitFor();
}

describe('a reader of a lesson in another language', () => {
  it.each([
    ['de', 'German', german],
    ['es', 'Spanish', spanish],
    ['zh', 'Chinese', chinese],
  ])('(%s) reads no English', async (tag, _, words) => {
    const { page, complaints } = await openPage(`lang="${tag}"`, LESSON);
    await takeLesson(page, words);
    const texts = await shownTexts(page);
    expect(texts).toEqual(expect.arrayContaining([words.widgetCell.run, words.composer.placeholder]));
    expect(englishAmong(texts, { ...english }, words)).toEqual([]);
    expect(englishAmong(['Run', 'Ran in 3 ms'], { ...english }, words)).toEqual(['Run', 'Ran in 3 ms']);
    await expectNothingFromAxe(page);
    await inEveryLook(page, `lesson-${tag}`, { fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('reads the language of the browser if the page says none, and the one that its author chose in any case', async () => {
    const open = () => firstVisit({ locale: 'es-MX' });
    const { page } = await openPage('', `${SCRIPT}<glove-cell id="one">1</glove-cell>`, { open });
    await button(page, 'one', 'Ejecutar').waitFor();
    const { page: other } = await openPage(
      'lang="en" data-glove-language="de"',
      `${SCRIPT}<glove-cell id="one">1</glove-cell>`,
      { open },
    );
    await button(other, 'one', 'Ausführen').waitFor();
  });

  it('reads English at once if its texts can’t be loaded, and the author is told', async () => {
    const open = async () => {
      const opened = await newPage();
      await opened.page.route(/assets\/de-/, (route) => route.abort());
      return opened;
    };
    const { page, complaints } = await openPage('lang="de"', `${SCRIPT}<glove-cell id="one">1</glove-cell>`, { open });
    await button(page, 'one', 'Run').waitFor();
    expect(complaints.join()).toContain('The texts in the language "de" could not be loaded');
  });
});

describe('an author of a page', () => {
  it('replaces texts, and is told of those that do not fit', async () => {
    const texts = { widgetCell: { run: 'Exécuter', runs: 'Exécuter' }, cell: { output: 'Résultat' } };
    const { page, complaints } = await openPage(
      'lang="fr" data-glove-words="/words/fr.json"',
      `${SCRIPT}<glove-cell id="one">print(6 * 7)</glove-cell>`,
      { files: { 'words/fr.json': JSON.stringify(texts) } },
    );
    await button(page, 'one', 'Exécuter').click();
    await cell(page, 'one').getByLabel('Résultat').getByText('42').waitFor();
    await cell(page, 'one')
      .getByText(/^Ran in /)
      .waitFor();
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/words\/fr\.json: widgetCell\.runs: There is no such text\.$/);
  });

  it('is told if the file of texts is not there, and readers have the others', async () => {
    const { page, complaints } = await openPage(
      'lang="de" data-glove-words="/words/none.json"',
      `${SCRIPT}<glove-cell id="one">1</glove-cell>`,
    );
    await button(page, 'one', 'Ausführen').waitFor();
    expect(complaints.join()).toContain('words/none.json could not be loaded');
  });
});

describe('a reader from right to left', () => {
  const START = 'ابدأ';
  const files = { 'ar.json': JSON.stringify({ widgetCell: { run: START }, box: { playDemo: START } }) };

  it('has the interface from right to left, and code and output from left to right', async () => {
    const { page, complaints } = await openPage('lang="ar" dir="rtl" data-glove-words="/ar.json"', LESSON, { files });
    await button(page, 'runs', START).click();
    const output = cell(page, 'runs').getByLabel('Output of the code');
    await output.getByText('42').waitFor();
    await page.locator('glove-box').getByRole('button', { name: START }).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Play again' }).waitFor();
    expect(await output.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    const code = cell(page, 'runs').getByRole('textbox', { name: 'Python code' });
    expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    const [first, state] = [button(page, 'runs', START), cell(page, 'runs').getByText(/^Ran in /)];
    await state.waitFor();
    expect((await first.boundingBox())?.x ?? 0).toBeGreaterThan((await state.boundingBox())?.x ?? 0);
    const question = page.locator('glove-box').getByRole('heading');
    const field = page.getByRole('textbox', { name: 'Your question' });
    const [box, asked] = [await field.boundingBox(), await question.boundingBox()];
    expect((asked?.x ?? 0) - (box?.x ?? 0)).toBeLessThan(100);
    await expectNothingFromAxe(page);
    await inEveryLook(page, 'lesson-rtl', { fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('has one cell from right to left in a page that is not', async () => {
    const body = `${SCRIPT}<div dir="rtl"><glove-cell id="one">1</glove-cell></div><glove-cell id="two">1</glove-cell>`;
    const { page } = await openPage('lang="en"', body);
    const placeOf = async (id: string) => {
      await button(page, id, 'Run').waitFor();
      return (await button(page, id, 'Run').boundingBox())?.x ?? 0;
    };
    expect(await placeOf('one')).toBeGreaterThan((await placeOf('two')) + 500);
  });
});
