// @module-tag long
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { call, output } from '../userActions.ts';
import { answer, openSite, SCRIPT } from './site.ts';

const gemini = fakeGemini();

/** Gives an element of the page a function that saves notes if the user allows it. */
const withNotes = (element: string) => `${SCRIPT}<script type="module">
  window.notes = [];
  document.querySelector('${element}').tools = {
    save_note: {
      description: 'Saves a note in the notebook of this site.',
      parameters: { properties: { text: { type: 'string' }, tags: { type: 'array' } }, required: ['text'] },
      approve: 'ask',
      execute: ({ text }) => window.notes.push(text),
    },
  };
</script>`;
const cellWith = (code: string) => `${withNotes('glove-cell')}<glove-cell><pre>${code}</pre></glove-cell>`;
const notes = (page: Page) => page.evaluate(() => (window as unknown as { notes: string[] }).notes);
const question = (page: Page) => page.getByRole('region', { name: 'Call that needs your approval' });
const run = (page: Page) => page.getByRole('button', { name: 'Run' }).click();
const button = (page: Page, name: string) => question(page).getByRole('button', { name, exact: true });

describe('a user of a cell whose code calls a function that asks', () => {
  it('sees what it is called with, and allows it, however long that takes', async () => {
    const code = 'from tools import save_note\nprint(save_note("Buy milk.\\nAnd bread.", tags=["home", 2]), "note")';
    const site = cellWith(code).replace('<glove-cell', '<glove-cell timeout="2000"');
    const { page, complaints } = await openSite(site);
    await run(page);
    await question(page).getByText('The code wants to call save_note.').waitFor();
    expect(await question(page).innerText()).toContain('Saves a note in the notebook of this site.');
    expect(await question(page).getByRole('definition').allInnerTexts()).toEqual([
      'Buy milk.\nAnd bread.',
      expect.stringMatching(/\[\s*"home",\s*2\s*\]/),
    ]);
    await page.getByText('Waiting for your answer').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'cell-approval.png'), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).include('glove-cell').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    // Longer than the code may take.
    await page.waitForTimeout(2500);
    expect(await notes(page)).toEqual([]);
    await button(page, 'Allow').focus();
    await page.keyboard.press('Enter');
    await output(page).getByText('1 note').waitFor();
    expect(await notes(page)).toEqual(['Buy milk.\nAnd bread.']);
    expect(await question(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('refuses it, and the code goes on with an exception', async () => {
    const code =
      'from tools import save_note, ToolRefusedError\ntry: save_note("Spam")\nexcept ToolRefusedError as error: print("No:", error)';
    const { page } = await openSite(cellWith(code));
    await run(page);
    await button(page, 'Refuse').click();
    await output(page).getByText('No: The user refused this call of save_note.').waitFor();
    expect(await notes(page)).toEqual([]);
  });

  it('allows all calls of a run at once, and is asked again in the next', async () => {
    const { page } = await openSite(
      cellWith('from tools import save_note\nfor n in range(100): save_note(f"note {n}")\nprint("saved")'),
    );
    await run(page);
    await button(page, 'Allow').click();
    await question(page).getByText('note 1', { exact: true }).waitFor();
    await button(page, 'Allow all in this run').click();
    await output(page).getByText('saved').waitFor();
    expect(await notes(page)).toHaveLength(100);
    await run(page);
    await question(page).getByText('note 0', { exact: true }).waitFor();
  });

  it('stops it, and the question is gone', async () => {
    const { page } = await openSite(cellWith('from tools import save_note\nsave_note("Spam")'), () =>
      newPage({ ...PHONE, colorScheme: 'dark' }),
    );
    await run(page);
    await question(page).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'cell-approval-phone.png'), fullPage: true });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Not finished').waitFor();
    await question(page).waitFor({ state: 'detached' });
    expect(await notes(page)).toEqual([]);
  });
});

describe('a user of a box', () => {
  const SAVE = 'from tools import save_note\nprint(save_note("Six times seven is 42."))';
  const boxAt = (baseUrl: string, more = '') =>
    `<glove-box model="gemini-3.8-flash" api="generateContent" base-url="${baseUrl}" ${more}></glove-box>`;

  async function ask(page: Page): Promise<void> {
    await page.evaluate(() => {
      const box = document.querySelector('glove-box');
      if (box) box.apiKey = 'key';
    });
    await page.getByRole('textbox', { name: 'Your question' }).fill('Note what six times seven is.');
    await page.keyboard.press('Enter');
  }

  it('is asked in the cell of the model’s code, and again when they run it themselves', async () => {
    const turns = [{ parts: [call(SAVE)] }, { parts: [{ text: 'I saved it.' }] }];
    const { baseUrl, requests } = gemini.addScript({ turns } as Script);
    const { page, complaints } = await openSite(`${withNotes('glove-box')}${boxAt(baseUrl)}`);
    await ask(page);
    await question(page).getByText('Six times seven is 42.').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'box-approval.png'), fullPage: true });
    await button(page, 'Allow').click();
    await answer(page, 'I saved it.').waitFor();
    expect(await notes(page)).toEqual(['Six times seven is 42.']);
    expect(JSON.stringify(requests()[0])).toContain('def save_note(text: str, tags: list = ...)');
    await page.getByRole('button', { name: 'Run again' }).click();
    await button(page, 'Refuse').click();
    await page.getByText('The user refused this call of save_note.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('who reloads the page while it asks finds the conversation, without the question, and nothing was called', async () => {
    const { baseUrl } = gemini.addScript({ turns: [{ parts: [call(SAVE)] }] } as Script);
    const { page } = await openSite(`${withNotes('glove-box')}${boxAt(baseUrl, 'persist="notes"')}`);
    await ask(page);
    await question(page).waitFor();
    await page.waitForFunction(() => document.querySelector('glove-box')?.saved);
    await page.reload();
    await page.getByText('Stopped', { exact: true }).waitFor();
    expect(await question(page).count()).toBe(0);
    expect(await notes(page)).toEqual([]);
  });
});
