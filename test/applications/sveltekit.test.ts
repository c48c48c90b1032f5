import { expect, it } from 'vitest';
import { expectNothingFromAxe } from '../e2e/axe.ts';
import { inEveryLook } from '../e2e/looks.ts';
import { builtApplication, startServer } from './application.ts';
import { visit } from './visit.ts';

const folder = builtApplication('applications/sveltekit');

it('a page of SvelteKit computes when somebody moves the slider, and has the program in a cell', async () => {
  const origin = await startServer(folder());
  expect(await (await fetch(origin)).text(), 'it is rendered on the server').toContain('itertools.product');
  const { page, expectQuiet } = await visit(origin);
  await page.getByRole('row', { name: '7 6', exact: true }).waitFor();
  await page.getByLabel('Number of dice').fill('3');
  await page.getByRole('row', { name: '10 27', exact: true }).waitFor();
  const cell = page.locator('glove-cell');
  await cell.getByRole('button', { name: 'Run', exact: true }).click();
  await cell.getByText('(10, 27)').waitFor();
  await inEveryLook(page, 'application-sveltekit', { fullPage: true, check: () => expectNothingFromAxe(page) });
  expectQuiet();
});
