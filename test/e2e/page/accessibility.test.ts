// @module-tag long
import { describe, expect, inject, it } from 'vitest';
import { axeFindings } from '../axe.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, newPage } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

describe('in every look', () => {
  it('axe finds nothing to complain of, wherever a user goes', async () => {
    const { page } = await newPage({ reducedMotion: 'reduce' });
    const found: string[] = [];
    const look = (place: string) =>
      inEveryLook(page, `axe-${place}`, {
        check: async () => {
          found.push(...(await axeFindings(page)).map((finding) => `${place}: ${finding}`));
        },
      });
    const script = gemini.addScript({
      turns: [
        {
          parts: [
            { text: 'Let me **see**: [a link](https://example.com) and `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |' },
            call('print(1)\n1 / 0'),
          ],
        },
        { parts: [call('print(1)\nwhile True: pass')] },
        { parts: [{ text: 'Done.' }] },
        { status: 400, error: { message: 'That is not possible.', status: 'INVALID_ARGUMENT' } },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await page.getByRole('button', { name: 'The first 50 primes' }).waitFor();
    await engineReady(page);
    await look('welcome');

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Time limit per run').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Enter a whole number').waitFor();
    await look('settings');
    await page.getByLabel('Time limit per run').fill('1');
    await page.getByRole('button', { name: 'Save' }).click();

    await choose(page, 'Notes for the model');
    await page.getByLabel('New note').fill('Be brief.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await look('notes');
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await enterKey(page, script.baseUrl);
    await ask(page, 'What is one divided by zero?');
    await said(page, 'Done.');
    await answered(page);
    await look('conversation');
    await ask(page, 'And two?');
    await answered(page, 'failed');
    await look('failure');
    await kept(page);

    await page.getByRole('button', { name: /^Python’s files/ }).click();
    await page.getByRole('tab', { name: 'Variables' }).click();
    await page.getByText('No variables yet.').waitFor();
    await look('tray');
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await page.getByRole('button', { name: 'Conversation', exact: true }).click();
    await look('menu');
    await page.getByRole('button', { name: 'Statistics' }).click();
    await page.getByRole('row').first().waitFor();
    await look('statistics');
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await page.getByRole('button', { name: 'All conversations' }).click();
    await page.getByRole('searchbox').fill('divided');
    await page.getByText('saved in this browser only').waitFor();
    await look('conversations');
    await page.getByRole('button', { name: /^Delete/ }).click();
    await page.getByText('will be deleted from this browser').waitFor();
    await look('delete');
    expect(found).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  it('a user gets into the list of conversations, through it, and back to where the focus was', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    await kept(page);
    await page.getByRole('button', { name: 'All conversations' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Hello?', exact: true }).waitFor();
    const focused = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent?.trim();
      });
    const seen: (string | null | undefined)[] = [await focused()];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    expect(seen).toEqual([
      'Close',
      'Search conversations',
      'New conversation',
      'Hello?',
      'Rename: Hello?',
      'Delete: Hello?',
    ]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Greeting');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Hello?');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('All conversations');
  });
});
