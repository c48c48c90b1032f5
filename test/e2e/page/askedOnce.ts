import { inject } from 'vitest';
import type { FakeGemini } from '../../support/geminiFake/server.ts';
import { answered, newPage } from '../openBrowser.ts';
import { ask, call, enterKey, kept } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const FIRST = [
  {
    parts: [{ text: 'Let me add. ' }, call('total = sum([2, 40])\nopen("note.txt", "w").write("kept")\nprint(total)')],
  },
  { parts: [{ text: 'You sold **42**.' }] },
];

/** Opens the page, where the user has asked one question about a file, and the conversation is saved. */
export async function askedOnce(gemini: Pick<FakeGemini, 'addScript'>, ...more: object[]) {
  const { page, complaints } = await newPage();
  const script = gemini.addScript({ turns: [...FIRST, ...more] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await page
    .getByLabel('Attach files')
    .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from('day,sold\n1,2\n2,40\n') });
  await ask(page, 'How many did I sell?');
  await answered(page);
  await kept(page);
  return { page, script, complaints };
}
