// @module-tag long
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, enterKey, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const bar = (page: Page) => page.locator('glove-session-bar');
const status = (page: Page) => page.locator('glove-engine-status');

async function asked(turns: object[], options: BrowserContextOptions = {}) {
  const { page, complaints } = await newPage(options);
  const script = gemini.addScript({ turns });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Go.');
  await answered(page);
  return { page, complaints, script };
}

async function runOwn(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(code);
  await page.keyboard.press('Control+Enter');
}

const ownOutput = (page: Page) => page.getByRole('group', { name: 'Output of your run' });

describe('the bar of a session', () => {
  it('tells version, memory and where code runs', async () => {
    const { page, complaints } = await asked([{ parts: [call('x = 1')] }, { parts: [{ text: 'Done.' }] }]);
    await status(page)
      .getByText(/Python 3\.\d+\.\d+ is ready/)
      .waitFor();
    await bar(page)
      .getByText(/: \d+ MB$/)
      .waitFor();
    expect(await page.getByLabel('Where the model’s code runs').inputValue()).toBe('local');
    await inEveryLook(page, 'bar');
    expect(complaints).toEqual([]);
  });

  it('tells that a demo is one, and offers no other place to run', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    await page.getByText('Offline demo', { exact: true }).waitFor();
    expect(await page.getByLabel('Where the model’s code runs').count()).toBe(0);
  });

  it('stops what the user runs', async () => {
    const { page } = await asked([{ parts: [call('x = 1')] }, { parts: [{ text: 'Done.' }] }]);
    await runOwn(page, 'print("started", flush=True)\nwhile True: pass');
    await ownOutput(page).getByText('started').waitFor();
    await status(page).getByText('is running').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'bar-running.png') });
    await page.getByRole('button', { name: 'Stop your run' }).click();
    await status(page).getByText('is ready').waitFor();
  });

  it('takes the last run back, says before which that is, and shows the variables as they are then', async () => {
    const { page } = await asked([
      { parts: [call('x = 1')] },
      { parts: [call('x = 2')] },
      { parts: [{ text: 'Done.' }] },
    ]);
    await page.getByRole('button', { name: 'Variables', exact: true }).click();
    const value = page.getByRole('tabpanel', { name: 'Variables' }).locator('dl div', { hasText: 'x' });
    await value.getByText('2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Undo the last run?' });
    await dialog.getByText('x = 2').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'bar-undo.png') });
    await dialog.getByRole('button', { name: 'Undo run', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByTestId('outcome').last().getByText('· undone').waitFor();
    expect(await page.getByTestId('outcome').first().innerText()).not.toContain('undone');
    await value.getByText('1', { exact: true }).waitFor();
    await runOwn(page, 'print(x)');
    await expect.poll(() => ownOutput(page).textContent()).toBe('1\n');
  });

  it('takes back only if there is something, and resets after it has asked', async () => {
    const { page } = await asked([
      { parts: [call('x = 1\nopen("a.txt", "w").write("a")')] },
      { parts: [{ text: 'Done.' }] },
    ]);
    await page.getByRole('button', { name: 'Reset Python' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Python’s files: 1, 1 new' }).waitFor();
    await page.getByRole('button', { name: 'Reset Python' }).click();
    await dialog.getByRole('button', { name: 'Reset Python' }).click();
    await page.getByRole('button', { name: 'Python’s files: 0' }).waitFor();
    const undo = page.getByRole('button', { name: 'Undo run' });
    await expect.poll(() => undo.isDisabled()).toBe(true);
    expect(await undo.getAttribute('title')).toBe('Only runs since Python started here can be undone.');
    await runOwn(page, 'x');
    await expect.poll(() => ownOutput(page).textContent()).toContain("NameError: name 'x' is not defined");
  });

  it('moves a conversation to Google’s servers with the next question', async () => {
    const { page, script } = await asked([
      { parts: [{ text: 'Hello.' }] },
      {
        parts: [
          { executableCode: { language: 'PYTHON', code: 'print(7)' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '7\n' } },
          { text: 'It is 7.' },
        ],
      },
    ]);
    await page.getByLabel('Where the model’s code runs').selectOption('server');
    await ask(page, 'And there?');
    await said(page, 'It is 7.');
    expect(await page.getByRole('group', { name: 'Output of the code' }).textContent()).toBe('7\n');
    expect(script.refusals()).toEqual([]);
  });
});
