import path from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { conversationFile } from '../../../src/chat/storage/conversationFile.ts';
import { addEvent, endTurn, startTurn } from '../../../src/chat/transcript.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, enterKey, SHOW_TABLE, SHOWN_HTML, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const code = (page: Page) => page.getByRole('group', { name: 'Python code' });
const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });
const ownOutput = (page: Page) => page.getByRole('group', { name: 'Output of your run' });
const ownOutcome = (page: Page) => page.getByTestId('own-outcome');

async function playedDemo(options: BrowserContextOptions = {}) {
  const { page, complaints } = await newPage(options);
  await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
  await answered(page);
  return { page, complaints };
}

async function edit(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await editor(page).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

describe('a user of a demo', () => {
  it('runs the code again, changes it, runs that, and goes back to the model’s', async () => {
    const { page, complaints } = await playedDemo();
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => ownOutput(page).textContent()).toContain('sum_of_primes=5117');
    await ownOutcome(page).getByText('Your run: ran in').waitFor();
    await edit(page, 'print(first_primes(3))\nprint(sum(first_primes(3)))');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('[2, 3, 5]\n10\n');
    await page.screenshot({ path: path.join(OUTPUT, 'cell-edited.png'), fullPage: true });
    await editor(page).press('Shift+Enter');
    await page.getByTestId('own-outcome').getByText('ran in').waitFor();
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    expect(await code(page).textContent()).toContain('def first_primes(count):');
    await ownOutcome(page).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('uses the keyboard alone: to begin, to indent, to run, and to leave', async () => {
    const { page } = await playedDemo();
    await code(page).focus();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toContain('sum_of_primes=5117');
    await code(page).press('Enter');
    await editor(page).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('if True:');
    await page.keyboard.press('Enter');
    await page.keyboard.type('print("indented")');
    expect(await editor(page).textContent()).toContain('    print("indented")');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('indented\n');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await editor(page).evaluate((element) => element.matches(':focus'))).toBe(false);
  });

  it('is offered the names of the session, and told what a function takes', async () => {
    const { page, complaints } = await playedDemo();
    await page.getByRole('button', { name: 'Run again' }).click();
    await ownOutcome(page).getByText('ran in').waitFor();
    await edit(page, '"😀"; ');
    await page.keyboard.type('first_pr');
    await page.getByRole('option', { name: 'first_primes' }).waitFor();
    await page.locator('.cm-completionInfo').waitFor();
    expect(await page.locator('.cm-completionInfo').textContent()).toContain('first_primes(count)');
    await page.screenshot({ path: path.join(OUTPUT, 'cell-completion.png') });
    // CodeMirror takes no choice in the first moment, in which the user may not have seen the list.
    await expect
      .poll(async () => {
        await page.keyboard.press('Enter');
        return editor(page).textContent();
      })
      .toBe('"😀"; first_primes');
    await page.keyboard.type('(');
    const help = page.getByRole('status').filter({ hasText: 'first_primes(count)' });
    await help.waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'cell-signature.png') });
    await page.keyboard.type('4)');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.locator('glove-run-result[own]').getByText('[2, 3, 5, 7]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('sees no jump when the editor takes the place of the code', async () => {
    const { page } = await playedDemo();
    await code(page).locator('.tok-keyword').first().waitFor();
    const cell = page.locator('glove-code-cell');
    const within = async (part: Locator) => {
      const [outer, inner] = [await cell.boundingBox(), await part.boundingBox()];
      return { x: (inner?.x ?? 0) - (outer?.x ?? 0), y: (inner?.y ?? 0) - (outer?.y ?? 0), height: inner?.height ?? 0 };
    };
    const numbers = () => code(page).evaluate((element) => getComputedStyle(element, '::before').width);
    expect(Number.parseFloat(await numbers())).toBeGreaterThan(10);
    const before = await within(code(page));
    const word = await within(code(page).getByText('first_primes').first());
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editor(page).locator('.tok-keyword').first().waitFor();
    await page.locator('.cm-lineNumbers').getByText('3', { exact: true }).waitFor();
    const after = await within(page.locator('.cm-editor'));
    const wordAfter = await within(editor(page).getByText('first_primes').first());
    for (const side of ['x', 'y', 'height'] as const) {
      expect(after[side], side).toBeCloseTo(before[side], 0);
      expect(wordAfter[side], side).toBeCloseTo(word[side], 0);
    }
  });

  it('loads no editor before it is wanted', async () => {
    const { page } = await newPage();
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    expect(scripts.filter((script) => /codeEditor|\bmath-/.test(script))).toEqual([]);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editor(page).waitFor();
    expect(scripts.some((script) => /codeEditor/.test(script))).toBe(true);
  });

  it('is told how their own code failed', async () => {
    const { page } = await playedDemo();
    await edit(page, 'print("before")\n1 / 0');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toContain('ZeroDivisionError: division by zero');
    await ownOutcome(page).getByText('Your run: failed').waitFor();
    expect(await page.getByTestId('outcome').textContent()).toContain('Ran in');
    await inEveryLook(page, 'cell-failed', { fullPage: true });
  });

  it('sees output as it comes, stops what does not end, and goes on with the same variables', async () => {
    const { page } = await playedDemo();
    await edit(page, 'kept = 42\nprint("started", flush=True)\nwhile True: pass');
    await page.keyboard.press('Control+Enter');
    await ownOutput(page).getByText('started').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'cell-running.png'), fullPage: true });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await ownOutcome(page).getByText('Your run: stopped').waitFor();
    await editor(page).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('print(kept)');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('42\n');
  });
});

describe('a user whose code asks something', () => {
  it('answers in the place where the code wrote', async () => {
    const { page, complaints } = await playedDemo();
    await edit(page, 'print("Let us see.")\nname = input("What is your name? ")\nprint(f"Hello, {name}!")');
    await page.keyboard.press('Control+Enter');
    const field = page.getByRole('textbox', { name: 'What is your name?' });
    await expect.poll(() => field.evaluate((element) => element.matches(':focus')).catch(() => false)).toBe(true);
    await ownOutcome(page).getByText('Your run: waiting for your answer').waitFor();
    const [cell, button] = [page.locator('glove-code-cell'), page.getByRole('button', { name: 'Answer', exact: true })];
    const right = async (part: Locator) => {
      const box = await part.boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    await inEveryLook(page, 'cell-asks', {
      check: async () => expect(await right(button)).toBeLessThan(await right(cell)),
      fullPage: true,
    });
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('Let us see.\nWhat is your name? Ada\nHello, Ada!\n');
    expect(complaints).toEqual([]);
  });

  it('answers the model’s code, which goes on, or stops it', async () => {
    const { page, complaints } = await newPage();
    const script = gemini.addScript({
      turns: [
        { parts: [call('name = input("Your name? ")\nprint("Hello", name)')] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'Hello Ada' } }],
          parts: [{ text: 'Greeted.' }],
        },
        { parts: [call('input("Again? ")')] },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Greet me.');
    const field = page.getByRole('textbox', { name: 'Your name?' });
    await field.waitFor();
    await page.getByRole('status').getByText('The code asks: Your name?').waitFor({ state: 'attached' });
    await field.fill('Ada');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await said(page, 'Greeted.');
    await ask(page, 'And again.');
    await page.getByRole('textbox', { name: 'Again?' }).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Again?' }).count()).toBe(0);
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('a user of a live conversation', () => {
  it('runs code of their own on the model’s variables, and the model is told nothing of it', {
    tags: 'long',
  }, async () => {
    const { page, complaints } = await newPage();
    const script = gemini.addScript({
      turns: [
        { parts: [call(`${SHOW_TABLE}\ntotal = 40`)] },
        { parts: [{ text: 'Done.' }] },
        { parts: [call('print(total)')] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }],
          parts: [{ text: 'It is 42.' }],
        },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Set it.');
    await answered(page);
    await edit(page, 'total += 2\ndisplay(Table(2))\ntotal');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('own-outcome').getByText('ran in').waitFor();
    await page.frameLocator(SHOWN_HTML).getByRole('cell', { name: '1', exact: true }).first().waitFor();
    expect(await page.getByRole('group', { name: 'Value displayed by the code' }).textContent()).toBe('42');
    await ask(page, 'What is it?');
    await said(page, 'It is 42.');
    await page.screenshot({ path: path.join(OUTPUT, 'cell-live.png'), fullPage: true });
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('a user of a conversation in which the model wrote JavaScript', () => {
  async function opened() {
    const code = 'const kept = [1, 2, 3];\nconsole.log(kept.length);';
    const turn = addEvent(startTurn(1, 'How many?'), { type: 'code', id: 1, language: 'JAVASCRIPT', code });
    const file = await conversationFile({
      conversation: { turns: [endTurn(turn, { state: 'done' })], history: [] },
    });
    const { page, complaints } = await newPage();
    await page.goto(URL_OF_PAGE);
    await page.getByLabel('Saved conversation').setInputFiles({
      name: 'saved.glovebox',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await file.arrayBuffer()),
    });
    return { page, complaints };
  }

  it('runs it again, and then their own on its variables', async () => {
    const { page, complaints } = await opened();
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => ownOutput(page).textContent()).toBe('3\n');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'JavaScript code, editable' });
    await field.locator('.tok-keyword').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('if (kept.length === 3) {');
    await page.keyboard.press('Enter');
    await page.keyboard.type('console.log(kept.at(-1) * 2);\n}');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('6\n');
    await page.screenshot({ path: path.join(OUTPUT, 'cell-javascript.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });
});
