import path from 'node:path';
import { it } from 'vitest';
import { expectNothingFromAxe } from '../e2e/axe.ts';
import { inEveryLook } from '../e2e/looks.ts';
import { learn } from '../e2e/widget/learn.ts';
import { StaticServer } from '../support/staticServer.ts';
import { builtApplication } from './application.ts';
import { visit } from './visit.ts';

const folder = builtApplication('applications/astro');

it('a learner in a lesson of Astro is checked, and sees how much is solved', async () => {
  await using server = await StaticServer.start({ '/': path.join(folder(), 'dist') });
  const visited = await visit(server.url);
  await learn(visited);
  await visited.page.getByText('Solved: 1 of 1').waitFor();
  await inEveryLook(visited.page, 'application-astro', {
    fullPage: true,
    check: () => expectNothingFromAxe(visited.page),
  });
  visited.expectQuiet();
});
