import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { firstVisit, holdPython, OUTPUT } from '../openBrowser.ts';
import { SHOW_TABLE, SHOWN_HTML } from '../userActions.ts';
import { serveSite } from './serveSite.ts';
import { openSite, SCRIPT } from './site.ts';

/** A picture of one pixel, written by the standard library alone. */
const PICTURE = `
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
with open("dot.png", "wb") as file:
    header = struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0)
    rows = (b"\\x00" + b"\\x20\\x80\\xd0" * 40) * 20
    file.write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))`;

const cell = (page: Page, index = 0) => page.locator('glove-cell').nth(index);
const run = (page: Page, index = 0) => cell(page, index).getByRole('button', { name: 'Run', exact: true }).click();
const output = (page: Page, index = 0) => cell(page, index).getByLabel('Output of the code');

describe('a user of a manual with cells', () => {
  it('reads the code without JavaScript', async () => {
    const { page } = await firstVisit({ javaScriptEnabled: false });
    const html = `<!doctype html><title>A manual</title>${SCRIPT}<glove-cell><pre>print("readable")</pre></glove-cell>`;
    await page.goto(await serveSite(html));
    expect(await page.getByText('print("readable")').isVisible()).toBe(true);
  });

  it('runs it, changes it, runs it again with the keyboard, and takes the change back', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}
      <glove-cell>
        print("a &lt; b")
        6 * 7
      </glove-cell>`);
    await run(page);
    await output(page).getByText('a < b').waitFor();
    await cell(page).getByText('42', { exact: true }).waitFor();
    await cell(page)
      .getByText(/^Ran in /)
      .waitFor();
    const code = cell(page).getByRole('textbox', { name: 'Python code' });
    await code.fill('for number in range(2):');
    await code.press('End');
    await code.press('Enter');
    await code.pressSequentially('print(number)');
    expect(await code.inputValue()).toBe('for number in range(2):\n    print(number)');
    await code.press('Control+Enter');
    await output(page).getByText('0\n1').waitFor();
    await page.getByRole('button', { name: 'Undo changes' }).click();
    expect(await code.inputValue()).toBe('print("a < b")\n6 * 7');
    expect(complaints).toEqual([]);
  });

  it('runs it while Python loads: it says so, and Stop takes that back', async () => {
    const visit = await firstVisit();
    const release = await holdPython(visit.page);
    const { page } = await openSite(`${SCRIPT}<glove-cell>6 * 7</glove-cell>`, async () => visit);
    const code = cell(page).getByRole('textbox', { name: 'Python code' });
    const waits = cell(page).getByText('Runs when Python is ready');
    await code.press('Control+Enter');
    await waits.waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'widget-cell-waits.png') });
    await cell(page).getByRole('button', { name: 'Stop' }).click();
    await waits.waitFor({ state: 'detached' });
    await code.press('Control+Enter');
    await waits.waitFor();
    release();
    await cell(page).getByText('42', { exact: true }).waitFor();
  });

  it('reads what a page sets, which no button takes back', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell></glove-cell>`);
    const code = cell(page).getByRole('textbox', { name: 'Python code' });
    const set = (text: string) =>
      page.evaluate((given) => {
        const element = document.querySelector('glove-cell');
        if (element) element.code = given;
      }, text);
    const undo = page.getByRole('button', { name: 'Undo changes' });
    await set('print("first")');
    await expect.poll(() => code.inputValue()).toBe('print("first")');
    expect(await undo.count()).toBe(0);
    await code.fill('print("typed")');
    await undo.click();
    expect(await code.inputValue()).toBe('print("first")');
    await code.fill('print("typed")');
    await set('print("second")');
    await expect.poll(() => code.inputValue()).toBe('print("second")');
    expect(await undo.count()).toBe(0);
  });

  it('reads what is inside, however it comes and changes, and what they have typed is theirs until then', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell></glove-cell>`);
    const code = cell(page).getByRole('textbox', { name: 'Python code' });
    await page.evaluate(() => document.querySelector('glove-cell')?.append('print("first")'));
    await expect.poll(() => code.inputValue()).toBe('print("first")');
    await code.fill('print("typed")');
    await page.evaluate(() => {
      const element = document.querySelector('glove-cell');
      element?.parentElement?.append(element);
    });
    expect(await code.inputValue()).toBe('print("typed")');
    await page.evaluate(() => {
      const text = document.querySelector('glove-cell')?.firstChild;
      if (text) text.nodeValue = 'print("second")';
    });
    await expect.poll(() => code.inputValue()).toBe('print("second")');
    expect(await page.getByRole('button', { name: 'Undo changes' }).count()).toBe(0);
    await run(page);
    await output(page).getByText('second').waitFor();
  });

  it('answers what it asks, question by question, with the keyboard alone', { tags: 'long' }, async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-cell timeout="3000"><pre>
name = input("What is your name? ")
age = int(input())
print(f"{name} will be {age + 1}.")</pre></glove-cell>`);
    const code = cell(page).getByRole('textbox', { name: 'Python code' });
    await code.press('Control+Enter');
    const name = cell(page).getByRole('textbox', { name: 'What is your name?' });
    await name.waitFor();
    await expect.poll(() => name.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.screenshot({ path: path.join(OUTPUT, 'cell-input.png'), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).include('glove-cell').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    // Longer than the code may take.
    await page.waitForTimeout(3500);
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    const age = cell(page).getByRole('textbox', { name: 'The code is waiting for a line of text' });
    await expect.poll(() => age.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.keyboard.type('36');
    await page.keyboard.press('Enter');
    await output(page).getByText('Ada will be 37.').waitFor();
    await expect.poll(() => output(page).textContent()).toBe('What is your name? Ada\n36\nAda will be 37.\n');
    await expect.poll(() => output(page).evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('stops code that asks, and the question is gone', async () => {
    const { page } = await openSite(`${SCRIPT}
      <glove-cell session="one">kept = 1; input("Go on? ")</glove-cell>
      <glove-cell session="one">print(kept)</glove-cell>`);
    await run(page);
    await page.getByRole('textbox', { name: 'Go on?' }).waitFor();
    await cell(page).getByText('Waiting for your answer').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await cell(page).getByText('Not finished').waitFor();
    await page.getByRole('textbox', { name: 'Go on?' }).waitFor({ state: 'detached' });
    await run(page, 1);
    await output(page, 1).getByText('1', { exact: true }).waitFor();
  });

  it('keeps the keyboard where they are typing when code asks that began by itself', async () => {
    const { page } = await openSite(`<input aria-label="Search">${SCRIPT}
      <glove-cell autorun>input("Name? ")</glove-cell>`);
    await page.getByRole('textbox', { name: 'Search' }).focus();
    await page.getByRole('textbox', { name: 'Name?' }).waitFor();
    await page.keyboard.type('typed');
    expect(await page.getByRole('textbox', { name: 'Search' }).inputValue()).toBe('typed');
  });

  it('sees an error as Python tells it, and a picture that the code made', async () => {
    const { page } = await openSite(`${SCRIPT}
      <glove-cell session="shared"><script type="text/python">1 / 0</script></glove-cell>
      <glove-cell session="shared"><script type="text/python">${PICTURE}</script></glove-cell>`);
    await run(page);
    await output(page).getByText('ZeroDivisionError: division by zero').waitFor();
    await cell(page).getByText('Failed').waitFor();
    await run(page, 1);
    await cell(page, 1).getByRole('button', { name: 'Enlarge: dot.png' }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'cell.png'), fullPage: true });
  });

  it('sees a table as a table and mathematics as such, where the code shows them, between what it prints', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-cell><script type="text/python">${SHOW_TABLE}
print("before")
display(Table(2))
print("after")
class Formula:
    def _repr_latex_(self):
        return "$x^2$"
Formula()</script></glove-cell>`);
    await run(page);
    await cell(page).locator(SHOWN_HTML).contentFrame().getByRole('cell', { name: '1', exact: true }).first().waitFor();
    await cell(page).locator('.katex, math').first().waitFor();
    const texts = await output(page).allTextContents();
    expect(texts).toEqual(['before\n', 'after\n']);
    await page.screenshot({ path: path.join(OUTPUT, 'cell-rich.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('sorts all of a table, and its first rows when another cell has reset the session', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-cell session="one"><script type="text/python">
[{"n": n * 7 % 200, "name": f"row {n}"} for n in range(200)]</script></glove-cell><glove-cell session="one">1</glove-cell>`);
    await run(page);
    const first = () => page.getByRole('row').nth(1).getByRole('cell').allTextContents();
    const sort = page.getByRole('button', { name: 'n', exact: true });
    await sort.click();
    await sort.press('Enter');
    await expect.poll(first).toEqual(['199', 'row 57']);
    await page.evaluate(() => document.querySelectorAll('glove-cell')[1]?.reset());
    await page.getByRole('button', { name: 'About the column name' }).click();
    await page.getByText(/Run the code that shows it again/).waitFor();
    expect(await page.getByRole('button', { name: 'Ask about this column' }).count()).toBe(0);
    await page.getByRole('searchbox', { name: 'Search all rows' }).fill('row 4');
    await page.getByText(/Only the first 50 rows are left/).waitFor();
    await expect.poll(first).toEqual(['143', 'row 49']);
    expect(complaints).toEqual([]);
  });

  it('shares variables between the cells of one session, and only between them', async () => {
    const { page } = await openSite(`${SCRIPT}
      <glove-cell session="one" autorun>value = "shared"</glove-cell>
      <glove-cell session="one">print(value)</glove-cell>
      <glove-cell>print(value)</glove-cell>`);
    await cell(page)
      .getByText(/^Ran in /)
      .waitFor();
    await run(page, 1);
    await output(page, 1).getByText('shared').waitFor();
    await run(page, 2);
    await output(page, 2).getByText("NameError: name 'value' is not defined").waitFor();
    await page.evaluate(() => document.querySelector('glove-cell')?.remove());
    await run(page);
    await output(page).getByText('shared').waitFor();
  });

  it('stops a run that goes on, and goes on with what was there', async () => {
    const { page } = await openSite(`${SCRIPT}
      <glove-cell session="one">
        kept = "kept"
        print("begun", flush=True)
        while True: pass
      </glove-cell>
      <glove-cell session="one" readonly>print(kept)</glove-cell>`);
    await run(page);
    await output(page).getByText('begun').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await cell(page).getByText('Not finished').waitFor();
    await run(page, 1);
    await output(page, 1).getByText('kept').waitFor();
    expect(await cell(page, 1).getByRole('textbox').getAttribute('readonly')).toBe('');
  });

  it('runs JavaScript, and times out when the page says so', async () => {
    const { page } = await openSite(`${SCRIPT}
      <glove-cell language="javascript">console.log([1, 2].map((n) => n * 2))</glove-cell>
      <glove-cell timeout="300">while True: pass</glove-cell>`);
    await run(page);
    await output(page).getByText('[ 2, 4 ]').waitFor();
    await run(page, 1);
    await cell(page, 1).getByText('Timed out').first().waitFor();
  });

  it('is told that a package is missing, and the browser has nothing to complain of', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-cell packages="vendored">import numpy</glove-cell>`);
    await run(page);
    await output(page).getByText('ModuleNotFoundError').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([390, 700])(
    'runs a cell with one click while the code of another has the focus, in a page of %i pixels',
    async (width) => {
      const { page } = await openSite(
        `${SCRIPT}<div style="max-width: 33rem">${'<glove-cell>x = 1</glove-cell>'.repeat(2)}</div>`,
      );
      await page.setViewportSize({ width, height: 800 });
      const button = cell(page, 1).getByRole('button', { name: 'Run', exact: true });
      await button.waitFor();
      await cell(page).getByRole('textbox').click();
      const place = await button.boundingBox();
      if (!place) throw new Error('The button has no place.');
      await page.mouse.move(place.x + place.width / 2, place.y + 3);
      await page.mouse.down();
      expect(await button.boundingBox()).toEqual(place);
      await page.mouse.up();
      await cell(page, 1)
        .getByText(/^Ran in/)
        .waitFor();
    },
  );

  it('is told that the page names a cell that is not there', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell depends-on="dta">x = 1</glove-cell>`);
    await run(page);
    await cell(page).getByText('Only the author of the page can change that.').waitFor();
    await cell(page).getByText('The attribute `depends-on` takes ids of cells of the page, not "dta".').waitFor();
  });

  it('is told what is wrong if the engine is not there', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell assets="/nowhere/">print(1)</glove-cell>`);
    await page.evaluate(() => {
      document.addEventListener('glove-error', ({ error }) => {
        document.title = (error as Error).name;
      });
    });
    await run(page);
    await page.getByRole('alert').getByText('Python could not be downloaded').waitFor();
    await expect.poll(() => page.title()).toBe('EngineDownloadError');
  });

  it('has its page told of each run', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-cell>print("told")</glove-cell>`);
    const told = await page.evaluate(async () => {
      await customElements.whenDefined('glove-cell');
      const element = document.querySelector('glove-cell');
      const heard: unknown[] = [];
      document.addEventListener('glove-run', ({ code }) => heard.push(code));
      document.addEventListener('glove-result', ({ result }) => heard.push(result.stdout));
      const result = await element?.run();
      return [...heard, result?.status];
    });
    expect(told).toEqual(['print("told")', 'told\n', 'ok']);
  });
});
