// @module-tag long
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it, vi } from 'vitest';
import { instructionFor } from '../../../src/chat/live/notes.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

/** What the notes are in a request; what the library says itself comes after. */
const instructed = (...notes: string[]) => ({
  field: { path: 'systemInstruction.parts[0].text', equals: instructionFor(notes) },
});

const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

describe('the settings', () => {
  it('say what each of them means', async () => {
    const { page, complaints } = await newPage();
    await page.goto(URL_OF_PAGE);
    await openSettings(page);
    await page.getByRole('radio', { name: 'Also from PyPI' }).waitFor();
    const described = await page.getByRole('dialog').evaluate((dialog) =>
      [...dialog.querySelectorAll('input')].map((input) => {
        const [id = ''] = (input.getAttribute('aria-describedby') ?? '').split(' ');
        return dialog.querySelector(`#${id}`)?.textContent?.trim().length ?? 0;
      }),
    );
    expect(described.length).toBe(19);
    expect(Math.min(...described)).toBeGreaterThan(20);
    await inEveryLook(page, 'settings');
    expect(complaints).toEqual([]);
  });

  it('that cannot be used are explained where they are, and nothing is saved until they are right', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await openSettings(page);
    await page.getByLabel('Address of a proxy').fill('proxy.example.com');
    await page.getByLabel('Time limit per run').fill('0');
    await save(page);
    await page.getByText('Enter a full address').waitFor();
    const address = page.getByLabel('Address of a proxy');
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => address.evaluate((input) => input.matches(':focus'))).toBe(true);
    await page.screenshot({ path: path.join(OUTPUT, 'settings-problems.png') });
    await address.fill('https://proxy.example.com');
    await page.getByText('Enter a full address').waitFor({ state: 'detached' });
    await page.getByLabel('Time limit per run').fill('20');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.reload();
    await openSettings(page);
    expect(await page.getByLabel('Time limit per run').inputValue()).toBe('20');
    expect(await page.getByLabel('API key').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Reset to defaults' }).click();
    expect(await page.getByLabel('Time limit per run').inputValue()).toBe('30');
    expect(await page.getByLabel('Address of a proxy').inputValue()).toBe('');
  });

  it('offer the models of the API, once it does not know the one that was asked', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await openSettings(page);
    await page.getByLabel('Model', { exact: true }).selectOption('Other…');
    await page.getByLabel('Other name').fill('gemini-nobody-knows');
    await save(page);
    await ask(page, 'Hello?');
    await page.getByText('Models for this key: gemini-3.8-flash, gemini-3.5-flash,').waitFor();
    await page.getByRole('button', { name: 'Choose another model' }).click();
    const offered = page.getByLabel('Model', { exact: true }).locator('option');
    await vi.waitFor(async () => expect(await offered.allTextContents()).toContain('gemini-pro-latest'));
  });

  it('keep the key for this tab if the user asks for that, and for no other', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await openSettings(page);
    await page.getByLabel('Keep the key until I close this tab').check();
    await save(page);
    await page.reload();
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('a-secret-key');
    const other = await page.context().newPage();
    await other.goto(URL_OF_PAGE);
    await other.getByRole('button', { name: 'New conversation' }).click();
    await ask(other, 'Hello?');
    await other.getByText('need a key').waitFor();
    await openSettings(page);
    await page.getByLabel('Keep the key until I close this tab').uncheck();
    await save(page);
    await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('a-secret-key');
  });

  it('have the timeout and the memory limit count from the next question on, with the same variables', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({
      turns: [
        { parts: [call('kept = 42')] },
        { parts: [{ text: 'Kept.' }] },
        { parts: [call('while True: pass')] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'OUTCOME_DEADLINE_EXCEEDED' } }],
          parts: [call('try:\n  bytearray(400_000_000)\nexcept MemoryError:\n  print("full", kept)')],
        },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'full 42' } }],
          parts: [{ text: 'It is full.' }],
        },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl, 'generateContent');
    await ask(page, 'Keep 42.');
    await said(page, 'Kept.');
    await answered(page);
    await openSettings(page);
    await page.getByLabel('Time limit per run').fill('1');
    await page.getByLabel('Memory limit').fill('256');
    await save(page);
    await ask(page, 'Fill it.');
    await said(page, 'It is full.');
    expect(script.refusals()).toEqual([]);
  });

  it('that say demos only send nothing, and the demos play', async () => {
    const { page } = await newPage();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(URL_OF_PAGE)) elsewhere.push(request.url());
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, gemini.origin);
    await openSettings(page);
    await page.getByRole('radio', { name: 'Offline demos only' }).check();
    await save(page);
    await ask(page, 'How many?');
    await page.getByText('so no question is sent').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'demos-only.png') });
    await page.getByRole('button', { name: 'The first 50 primes' }).click();
    await answered(page);
    expect(elsewhere).toEqual([]);
  });
});

describe('standing notes', () => {
  it('go along with every conversation, can be changed, removed and put back, and are there on the next visit', async () => {
    const { page, complaints } = await newPage();
    const script = gemini.addScript({
      turns: [
        { expect: [instructed('Amounts are in euros.', 'Be brief.')], parts: [{ text: 'Three euros.' }] },
        { expect: [instructed('Amounts are in francs.', 'Be brief.')], parts: [{ text: 'Three francs.' }] },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl, 'generateContent');
    await choose(page, 'Notes for the model');
    await page.getByLabel('New note').fill('Amounts are in euros.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByLabel('New note').fill('Be brief.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.screenshot({ path: path.join(OUTPUT, 'notes.png') });
    await page.getByRole('button', { name: 'Remove: Amounts are in euros.' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: '2 notes' }).waitFor();
    await ask(page, 'What does it cost?');
    await said(page, 'Three euros.');
    await kept(page);
    await page.reload();
    await enterKey(page, script.baseUrl, 'generateContent');
    await page.getByRole('button', { name: '2 notes' }).click();
    await page.getByRole('button', { name: 'Edit: Amounts are in euros.' }).click();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Amounts are in francs.');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await ask(page, 'And now?');
    await said(page, 'Three francs.');
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('that are too long are not taken, and the user is told by how much', async () => {
    const { page } = await newPage(PHONE);
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await choose(page, 'Notes for the model');
    await page.getByLabel('New note').fill('x'.repeat(4010));
    await page.getByText('10 characters too many').waitFor();
    expect(await page.getByRole('button', { name: 'Add note' }).isDisabled()).toBe(true);
    await page.screenshot({ path: path.join(OUTPUT, 'notes-phone.png') });
  });
});
