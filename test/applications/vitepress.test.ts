import path from 'node:path';
import { expect, it } from 'vitest';
import { inEveryLook } from '../e2e/looks.ts';
import { learn } from '../e2e/widget/learn.ts';
import { StaticServer } from '../support/staticServer.ts';
import { builtApplication } from './application.ts';
import { visit } from './visit.ts';

const folder = builtApplication('examples/sites/vitepress');

it.for(['/means.html', '/'])('a learner in a site of VitePress who begins at %s is checked', async (start) => {
  await using server = await StaticServer.start({ '/': path.join(folder(), '.vitepress/dist') });
  const visited = await visit(`${server.origin}${start}`);
  // A link loads no page: the site draws the next one itself.
  if (start === '/') await visited.page.getByRole('main').getByRole('link', { name: 'Means' }).click();
  await learn(visited);
  expect(await visited.page.locator('pre', { hasText: 'mean(numbers)' }).count(), 'another block').toBeGreaterThan(0);
  if (start !== '/') await inEveryLook(visited.page, 'site-vitepress', { fullPage: true });
  visited.expectQuiet();
});
