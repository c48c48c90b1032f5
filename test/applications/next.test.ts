import { expect, it } from 'vitest';
import { expectNothingFromAxe } from '../e2e/axe.ts';
import { fakeGemini } from '../e2e/fakeGemini.ts';
import { inEveryLook } from '../e2e/looks.ts';
import { call } from '../e2e/userActions.ts';
import { builtApplication, startServer } from './application.ts';
import { visit } from './visit.ts';

const gemini = fakeGemini();
const folder = builtApplication('applications/next');

it('a chat of Next asks the model on its server, and runs the Python of it in the tab', async () => {
  const script = gemini.addScript({
    turns: [{ parts: [call('total = 5000 + 117\nprint(total)')] }, { parts: [{ text: 'The sum is 5117.' }] }],
  });
  const origin = await startServer(folder(), {
    GOOGLE_GENERATIVE_AI_API_KEY: 'a-secret-key',
    GOOGLE_GENERATIVE_AI_BASE_URL: `${script.baseUrl}/v1beta`,
  });
  expect(await (await fetch(origin)).text(), 'it is rendered on the server').toContain('Python starts …');
  const { page, expectQuiet } = await visit(origin);
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText('The sum is 5117.').waitFor();
  expect(await page.locator('pre.code').textContent()).toBe('total = 5000 + 117\nprint(total)');
  expect((await page.locator('pre.output').textContent())?.trim()).toBe('5117');
  expect(script.refusals()).toEqual([]);
  await inEveryLook(page, 'application-next', { fullPage: true, check: () => expectNothingFromAxe(page) });
  expectQuiet();
});
