import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { GloveBox } from '../../../src/entries/widget.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { OUTPUT } from '../openBrowser.ts';
import { call, output } from '../userActions.ts';
import { answer, openSite, PRIMES_ANSWER, play, SCRIPT } from './site.ts';

const gemini = fakeGemini();

describe('a user of code in a box', () => {
  const ownOutput = (page: Page) => page.getByRole('group', { name: 'Output of your run' });

  it('runs it again, changes it, runs that, and goes back to the model’s, and the page hears nothing of it', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-box demo="primes" pace="instant"></glove-box>`);
    await page.evaluate(() => {
      document.addEventListener('glove-python', () => {
        document.title = 'heard';
      });
    });
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => ownOutput(page).textContent()).toContain('sum_of_primes=5117');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('print(sum(first_primes(3)))');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('10\n');
    await page.screenshot({ path: path.join(OUTPUT, 'box-edited.png'), fullPage: true });
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => ownOutput(page).count()).toBe(0);
    expect(await page.title()).toBe('A site');
    expect(complaints).toEqual([]);
  });

  it('stops a run of their own, which gets the time that the page gives', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-box demo="primes" pace="instant" timeout="600"></glove-box>`);
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('while True: pass');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('own-outcome').getByText('timed out').waitFor();
    await page.evaluate(() => document.querySelector('glove-box')?.setAttribute('timeout', '60000'));
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('own-outcome').getByText('running').waitFor();
    await page.evaluate(() => document.querySelector('glove-box')?.stop());
    await page.getByTestId('own-outcome').getByText('Your run: stopped').waitFor();
  });

  it('has packages, the mode and the timeout from the attributes', async () => {
    const baseUrl = gemini.plays([call('import numpy')], [call('while True: pass')], [{ text: 'It is over.' }]);
    const { page } = await openSite(`${SCRIPT}
      <glove-box packages="vendored" timeout="600" base-url="${baseUrl}" prompt="Try."></glove-box>`);
    await page.evaluate(async () => {
      await customElements.whenDefined('glove-box');
      const box = document.querySelector('glove-box') as GloveBox;
      box.apiKey = 'key';
      await box.ask('Try.');
    });
    await expect
      .poll(() => page.getByTestId('outcome').allTextContents())
      .toEqual([expect.stringContaining('Failed'), expect.stringContaining('Timed out')]);
    expect(await output(page).first().textContent()).toContain('ModuleNotFoundError');
  });

  it('answers what it asks, in its place, and the model goes on', async () => {
    const baseUrl = gemini.plays([call('name = input("Your name? ")\nprint("Hello", name)')], [{ text: 'Greeted.' }]);
    const { page, complaints } = await openSite(`${SCRIPT}<glove-box base-url="${baseUrl}"></glove-box>`);
    await page.evaluate(async () => {
      await customElements.whenDefined('glove-box');
      const box = document.querySelector('glove-box') as GloveBox;
      box.apiKey = 'key';
    });
    await page.getByRole('textbox', { name: 'Your question' }).fill('Greet me.');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Your name?' });
    await field.waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'box-input.png'), fullPage: true });
    await page.getByTestId('outcome').getByText('Waiting for your answer').waitFor();
    expect(await field.evaluate((element) => element.matches(':focus'))).toBe(false);
    await field.fill('Ada');
    await field.press('Enter');
    await answer(page, 'Greeted.').waitFor();
    expect(await output(page).textContent()).toBe('Your name? Ada\nHello Ada\n');
    expect(complaints).toEqual([]);
  });
});
