import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { storedFiles } from '../../support/browsers/storedFiles.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, engineReady, OUTPUT } from '../openBrowser.ts';
import { ask, call, choose, demo, enterKey, kept, output, said } from '../userActions.ts';
import { askedOnce } from './askedOnce.ts';

const gemini = fakeGemini();

describe('a user who comes back', () => {
  it('finds the conversation as it was, and goes on in it with the same Python', async () => {
    const { page, script, complaints } = await askedOnce(
      gemini,
      {
        expect: [{ textContains: 'And half of it?' }],
        parts: [call('print(total / 2, open("note.txt").read(), open("sales.csv").read(3))')],
      },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '21.0 kept day' } }],
        parts: [{ text: 'Half is 21.' }],
      },
    );
    const before = await page.locator('glove-turn-view').innerText();
    await page.reload();
    await said(page, 'You sold 42.');
    await engineReady(page);
    await page.locator('glove-turn-view .tok-string').first().waitFor();
    await expect.poll(() => page.locator('glove-turn-view').innerText()).toBe(before);
    await page.screenshot({ path: path.join(OUTPUT, 'restored.png'), fullPage: true });
    await enterKey(page, script.baseUrl);
    await ask(page, 'And half of it?');
    await said(page, 'Half is 21.');
    expect(script.refusals()).toEqual([]);
    expect(await page.getByRole('status').allTextContents()).not.toContain('could not be');
    expect(complaints).toEqual([]);
  });

  it('finds a new page and a fresh Python after a new conversation', { tags: 'long' }, async () => {
    const { page, script } = await askedOnce(
      gemini,
      { parts: [call('total')] },
      { parts: [{ text: 'There is none.' }] },
    );
    await choose(page, 'New conversation');
    await demo(page, 'The first 50 primes').waitFor();
    await kept(page);
    await page.reload();
    await demo(page, 'The first 50 primes').waitFor();
    await enterKey(page, script.baseUrl);
    await ask(page, 'What is the total?');
    await said(page, 'There is none.');
    expect(await output(page).textContent()).toContain("NameError: name 'total' is not defined");
  });

  it('finds the conversation, and is told, if the variables could not be restored', { tags: 'long' }, async () => {
    const { page } = await askedOnce(gemini);
    await page.evaluate(storedFiles, { kind: 'session', change: { text: 'GLOVEBOX, but damaged' } } as const);
    await page.reload();
    await said(page, 'You sold 42.');
    await page.getByText('The variables and files of this conversation could not be restored.').waitFor();
    await engineReady(page);
    await page.screenshot({ path: path.join(OUTPUT, 'python-not-restored.png'), fullPage: true });
  });

  it('finds a page that works, and is told, if the conversation is damaged', { tags: 'long' }, async () => {
    const { page, complaints } = await askedOnce(gemini);
    await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      const name = databases.map((each) => each.name ?? '').find((each) => each.startsWith('glovebox '));
      if (!name) throw new Error('No conversation is stored.');
      const opening = indexedDB.open(name);
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const writing = opening.result.transaction('records', 'readwrite');
      const keys = writing.objectStore('records').getAllKeys();
      keys.onsuccess = () => writing.objectStore('records').put('{"format": "glovebox-conv', keys.result[0]);
      await new Promise((resolve) => {
        writing.oncomplete = resolve;
      });
      opening.result.close();
    });
    await page.reload();
    await page.getByText('is damaged and could not be restored').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'conversation-damaged.png'), fullPage: true });
    await demo(page, 'The first 50 primes').click();
    await answered(page);
    expect(complaints).toEqual([]);
  });
});
