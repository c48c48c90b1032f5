// @module-tag long
/** The applications in applications/: those that need only what is installed here are built and used. */
import { existsSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { expectNothingFromAxe } from '../axe.ts';
import { newPage, OUTPUT } from '../openBrowser.ts';
import { linkPrograms } from './packedPackage.ts';
import { projects } from './project.ts';

const APPLICATIONS = fileURLToPath(new URL('../../../applications', import.meta.url));
/** Tests that install what an application needs. */
const WITH_FRAMEWORKS = fileURLToPath(new URL('../../applications', import.meta.url));

interface Application {
  /** The folder that its build writes. */
  built: string;
  /** What somebody does there, and sees. */
  use(page: Page): Promise<void>;
}

const ALL: Record<string, Application> = {
  html: {
    built: '.',
    async use(page) {
      const cells = page.locator('glove-cell');
      await cells.first().getByRole('button', { name: 'Run', exact: true }).click();
      await cells.first().getByText('6 108').waitFor();
      await cells.last().getByRole('button', { name: 'Run', exact: true }).click();
      await cells.last().getByText('[42, 23, 16]').waitFor();
      await page.getByRole('button', { name: 'Play the demo' }).waitFor();
    },
  },
  react: {
    built: 'dist',
    async use(page) {
      await page.getByRole('cell', { name: '11807.79' }).waitFor();
      await page.getByLabel('Deposit per year').fill('2000');
      await page.getByRole('cell', { name: '23615.59' }).waitFor();
    },
  },
  vue: {
    built: 'dist',
    async use(page) {
      await page.getByText('the: 2').waitFor();
      await page.getByLabel('Text').fill('one fish two fish red fish');
      await page.getByText('fish: 3').waitFor();
    },
  },
};

const freshProject = projects();

it('each application is tried, here or by `npm run test:applications`', async () => {
  const applications = (await readdir(APPLICATIONS)).filter((name) => !name.includes('.'));
  expect(applications).toEqual(expect.arrayContaining(Object.keys(ALL)));
  const isTried = (name: string) => name in ALL || existsSync(path.join(WITH_FRAMEWORKS, `${name}.test.ts`));
  expect(applications.filter((name) => !isTried(name))).toEqual([]);
});

it.for(Object.entries(ALL))(
  'the application %s is built, and works',
  { timeout: 600_000 },
  async ([name, { built, use }]) => {
    const folder = await linked(name);
    const ended = await runCommand('npm', ['run', '--silent', 'build'], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    await using server = await StaticServer.start({ '/': path.join(folder, built) });
    const { page, complaints } = await newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(server.url);
    await use(page);
    await expectNothingFromAxe(page);
    await page.screenshot({ path: path.join(OUTPUT, `application-${name}.png`), fullPage: true });
    expect(complaints).toEqual([]);
  },
);

/** Links what is installed here. */
async function linked(name: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(APPLICATIONS, name, 'package.json'), 'utf8'));
  const needed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const folder = await freshProject(
    {},
    needed.filter((each) => each !== 'glovebox'),
  );
  await cp(path.join(APPLICATIONS, name), folder, { recursive: true });
  linkPrograms(folder);
  return folder;
}
