import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../axe.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const gemini = fakeGemini();

it('a user edits a question, asks for another answer, branches, copies, jumps to the end, and sees the fields of the API on request', async () => {
  const { page, complaints } = await newPage({ viewport: { width: 1280, height: 600 } });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const script = gemini.addScript({
    turns: [
      { parts: [call('total = 42\nfor line in range(80): print(line)')] },
      { parts: [{ text: 'You sold **42**.' }] },
      { parts: [{ text: 'A first answer.' }] },
      { parts: [{ text: 'A second answer.' }] },
      { parts: [{ text: 'An answer to other words.' }] },
      { parts: [call('print(total + 1)')] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '43' } }],
        parts: [{ text: 'It is 43.' }],
      },
    ],
  });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'How many did I sell?');
  await said(page, 'You sold 42.');
  await answered(page);
  await ask(page, 'And why?');
  await said(page, 'A first answer.');
  await answered(page);
  await page.getByRole('button', { name: 'Regenerate', exact: true }).click();
  await said(page, 'A second answer.');
  await answered(page);
  expect(await page.getByText('A first answer.').count()).toBe(0);
  await page.getByRole('button', { name: 'Edit the question' }).last().click();
  await inEveryLook(page, 'turn-edit', { check: () => expectNothingFromAxe(page) });
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('And why, really?');
  await page.keyboard.press('Enter');
  await said(page, 'An answer to other words.');
  await answered(page);
  await page.getByRole('heading', { name: 'And why, really?' }).waitFor();
  await page.getByRole('button', { name: 'Branch', exact: true }).first().click();
  await page.getByRole('heading', { name: 'And why, really?' }).waitFor({ state: 'detached' });
  await ask(page, 'One more?');
  await said(page, 'It is 43.');
  await answered(page);
  await page.getByRole('button', { name: 'Copy answer' }).last().click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '```python\nprint(total + 1)\n```\n\n```text\n43\n```\n\nIt is 43.',
  );
  await page.evaluate(() => scrollTo(0, 0));
  const field = page.getByText('codeExecutionResult').first();
  expect(await field.isVisible()).toBe(false);
  await choose(page, 'Show API fields');
  await field.waitFor();
  await choose(page, 'Dark theme');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  await page.screenshot({ path: path.join(OUTPUT, 'turns.png') });
  await page.getByRole('button', { name: 'To the end' }).click();
  await page.getByRole('button', { name: 'To the end' }).waitFor({ state: 'detached' });
  await kept(page);
  await page.getByRole('button', { name: 'All conversations' }).click();
  await page.getByRole('button', { name: 'Branch: How many did I sell?', exact: true }).waitFor();
  expect(script.refusals()).toEqual([]);
  expect(complaints).toEqual([]);
});

it('a user whose answer was cut reads what to do, and lets the model continue', async () => {
  const { page, complaints } = await newPage();
  const script = gemini.addScript({
    turns: [
      { parts: [{ text: 'One, two,' }], finishReason: 'MAX_TOKENS' },
      { expect: [{ textContains: 'Continue exactly where you stopped.' }], parts: [{ text: 'three.' }] },
    ],
  });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Count to three.');
  await page.getByText('Ended early: it is too long. Let it continue, or ask for less.').waitFor();
  await inEveryLook(page, 'turn-cut');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await said(page, 'three.');
  await answered(page);
  expect(await page.getByRole('button', { name: 'Continue', exact: true }).count()).toBe(0);
  expect(script.refusals()).toEqual([]);
  expect(complaints).toEqual([]);
});
