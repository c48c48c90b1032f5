import type { Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { fakeGemini } from '../../fakeGemini.ts';
import { answered, engineReady, newPage } from '../../openBrowser.ts';
import { ask, call, choose, enterKey, output } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');
const PEOPLE = 'name,age\nAda,36\n';

const gemini = fakeGemini();

const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });
const overlay = (page: Page) => page.locator('glove-drop-zone');

/** The user drags something over an element. @returns what drops it there */
async function drag(page: Page, selector: string, what: { file: string } | { text: string }) {
  const transfer = await page.evaluateHandle(
    ({ given, content }) => {
      const data = new DataTransfer();
      if ('file' in given) data.items.add(new File([content], given.file, { type: 'text/csv' }));
      else data.setData('text/plain', given.text);
      return data;
    },
    { given: what, content: PEOPLE },
  );
  const target = page.locator(selector).last();
  await target.dispatchEvent('dragenter', { dataTransfer: transfer });
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  return () => target.dispatchEvent('drop', { dataTransfer: transfer });
}

async function openScratchpad(page: Page): Promise<void> {
  await choose(page, 'Scratchpad');
  await editor(page).waitFor();
  await engineReady(page);
}

it('a file that is dropped on code is a file of Python, not code; text that is dragged there is code', async () => {
  const { page, complaints } = await newPage();
  await page.goto(URL_OF_PAGE);
  await openScratchpad(page);
  await page.keyboard.insertText('print(open("people.csv").read())');
  const drop = await drag(page, '.cm-content', { file: 'people.csv' });
  await overlay(page).getByText('Drop to add to Python’s files').waitFor();
  await drop();
  await page.getByRole('listitem').filter({ hasText: 'people.csv' }).waitFor();
  expect(await editor(page).innerText()).toBe('print(open("people.csv").read())');
  const dropText = await drag(page, '.cm-content', { text: 'dragged = 1\n' });
  await dropText();
  await expect.poll(() => editor(page).innerText()).toContain('dragged = 1');
  await editor(page).focus();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Ada,36').waitFor();
  expect(complaints).toEqual([]);
});

it('with a key, files go to Python in a scratchpad and on Python’s files, and else to the question, which gives them to Python', {
  tags: 'long',
}, async () => {
  const { page } = await newPage();
  const script = gemini.addScript({
    turns: [
      { parts: [{ text: 'Hello.' }] },
      { parts: [call('print(open("people.csv").read())')] },
      { parts: [{ text: 'Ada.' }] },
    ],
  });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await openScratchpad(page);
  const dropOnCode = await drag(page, '.cm-content', { file: 'first.csv' });
  await overlay(page).getByText('Drop to add to Python’s files').waitFor();
  await dropOnCode();
  await page.getByRole('listitem').filter({ hasText: 'first.csv' }).waitFor();
  await editor(page).focus();
  await page.keyboard.insertText('open("first.csv").read()');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Ada,36').waitFor();
  await choose(page, 'New conversation');
  await ask(page, 'Hello?');
  await answered(page);
  const dropOnTray = await drag(page, 'glove-tray section', { file: 'second.csv' });
  await overlay(page).getByText('Drop to add to Python’s files').waitFor();
  await dropOnTray();
  await page.getByRole('listitem').filter({ hasText: 'second.csv' }).waitFor();
  const dropOnPage = await drag(page, 'main', { file: 'people.csv' });
  await overlay(page).getByText('Drop to attach to your question').waitFor();
  await dropOnPage();
  await page.getByRole('list', { name: 'Attached files' }).getByText('people.csv').waitFor();
  await ask(page, 'Who?');
  await output(page).getByText('Ada,36').waitFor();
  await page.getByRole('button', { name: /^Python’s files: 2/ }).waitFor();
});
