// @module-tag long
/** The widget in pages that load it from a CDN for npm, which is of another origin. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { GloveCell } from '../../../src/entries/widget.ts';
import { judge, type Probe, readProbe } from '../../security/probe.ts';
import { findFirefoxProgram } from '../../support/browsers/findEngine.ts';
import { launchFirefox } from '../../support/browsers/openFirefox.ts';
import { startListener } from '../../support/exfiltrationListener.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { firstVisit, newPage, type OpenedPage } from '../openBrowser.ts';
import { type PackageCdn, startPackageCdn } from './packageCdn.ts';
import { runInstalled } from './packedPackage.ts';
import { projects } from './project.ts';

const PROBES = fileURLToPath(new URL('../../security/probes', import.meta.url));
const GLOVEBOX = 'glovebox/bin/glovebox.js';
const BODY = `<glove-box demo="primes" pace="instant"><p>Without the script there is only this.</p></glove-box>
  <glove-cell>print(6 * 7)</glove-cell>`;

const freshProject = projects();
let cdn: PackageCdn;
let project: string;
/** What `npx glovebox widget --tag` prints for the CDN. */
let printed: string;
beforeAll(async () => {
  project = await freshProject({});
  cdn = await startPackageCdn(path.join(project, 'node_modules/glovebox'));
  const { code, stdout, stderr } = await runInstalled(project, GLOVEBOX, ['widget', '--tag', '--cdn', cdn.url]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  printed = stdout;
}, 300_000);
afterAll(() => cdn.server.close());

const tag = () => /<script[\s\S]*?<\/script>/.exec(printed)?.[0] ?? '';
/** The policy that is printed, and nothing beyond it. */
const policy = () =>
  ["default-src 'none'", ...(printed.split('it needs:\n')[1] ?? '').split(';')].map((each) => each.trim()).join('; ');

/** Serves a bare page of somebody's site until the test is over. @returns its address */
async function serveBare(html: string, headers: Record<string, string> = {}): Promise<string> {
  const site = await StaticServer.start({ '/': path.join(project, 'nothing') });
  onTestFinished(() => site.close());
  site.replaced.set('index.html', {
    content: `<!doctype html><meta charset="utf-8"><title>A site</title>${html}`,
    headers,
  });
  return site.origin;
}

async function openBare(html: string, headers: Record<string, string> = {}, open = newPage): Promise<OpenedPage> {
  const origin = await serveBare(html, headers);
  const opened = await open();
  opened.page.setDefaultTimeout(90_000);
  await opened.page.goto(origin);
  return opened;
}

const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();
const printedInCell = (page: Page, text: string) => page.locator('glove-cell').getByText(text, { exact: true });

/** Changes a file of the CDN until the test is over. */
function change(file: string, content: string | Buffer): void {
  cdn.server.replaced.set(file, { content });
  onTestFinished(() => void cdn.server.replaced.delete(file));
}

const partNamed = (name: string) =>
  readdirSync(path.join(project, 'node_modules/glovebox/build/cdn/assets')).find((file) =>
    file.startsWith(`${name}-`),
  ) ?? '';

describe('a bare page with one script tag, from a CDN of another origin', () => {
  it('plays a demo and runs Python, and the browser complains of nothing', async () => {
    const { page, complaints } = await openBare(tag() + BODY);
    await page.getByRole('button', { name: 'Play the demo' }).click();
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    await run(page);
    await printedInCell(page, '42').waitFor();
    expect(complaints).toEqual([]);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const asked = loaded.filter((url) => !url.endsWith('/favicon.ico'));
    const places = new Set(asked.map((url) => /^.*\/npm\/[^/]+@[\d.]+\//.exec(url)?.[0] ?? url));
    expect([...places].toSorted()).toEqual([`${cdn.url}glovebox@0.1.0/`, `${cdn.url}pyodide@314.0.7/`]);
  });

  it('loads each file once, although each is checked before it is imported', async () => {
    cdn.server.requests.length = 0;
    const { page } = await openBare(tag() + BODY, {}, firstVisit);
    await run(page);
    await printedInCell(page, '42').waitFor();
    const { requests } = cdn.server;
    expect(requests.filter((file, index) => requests.indexOf(file) !== index)).toEqual([]);
    expect(requests.filter((file) => file.startsWith('build/cdn/assets/')).length).toBeGreaterThan(10);
  });

  it('works under the policy that the command prints, with no other directive', async () => {
    const { page, complaints } = await openBare(tag() + BODY, { 'Content-Security-Policy': policy() });
    await run(page);
    await printedInCell(page, '42').waitFor();
    await page.getByRole('button', { name: 'Play the demo' }).click();
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('does not run a script that was changed, and shows what is inside the elements', async () => {
    const script = readFileSync(path.join(project, 'node_modules/glovebox/build/cdn/widget.js'), 'utf8');
    change('build/cdn/widget.js', `${script}\n// changed`);
    const { page, complaints } = await openBare(tag() + BODY, {}, firstVisit);
    await expect.poll(() => complaints.join()).toContain("Failed to find a valid digest in the 'integrity' attribute");
    expect(await page.getByText('Without the script there is only this.').isVisible()).toBe(true);
    expect(await page.evaluate(() => customElements.get('glove-cell') === undefined)).toBe(true);
  });

  it('does not run a part that was changed, and says which', async () => {
    const part = partNamed('frame');
    const before = readFileSync(path.join(project, 'node_modules/glovebox/build/cdn/assets', part), 'utf8');
    change(`build/cdn/assets/${part}`, `globalThis.changedPartRuns = true;\n${before}`);
    const { page } = await openBare(tag() + BODY, {}, firstVisit);
    await run(page);
    await page
      .locator('glove-cell')
      .getByText(`${part} could not be downloaded, or has another content than this version of the widget`)
      .waitFor();
    expect(await page.evaluate(() => 'changedPartRuns' in window)).toBe(false);
  });

  it('does not run an engine that was changed, and says so', async () => {
    const library = readFileSync(
      fileURLToPath(new URL('../../../node_modules/pyodide/pyodide.mjs', import.meta.url)),
      'utf8',
    );
    change('pyodide.mjs', `${library}\n// changed`);
    const { page } = await openBare(tag() + BODY, {}, firstVisit);
    await run(page);
    await page
      .locator('glove-cell')
      .getByText(/is not pyodide 314\.0\.7, or its files were changed/)
      .waitFor();
    expect(await printedInCell(page, '42').count()).toBe(0);
  });
});

const firefox = findFirefoxProgram();

it.skipIf(firefox === undefined)(
  'a user of Firefox runs a cell of such a page, which loads each file once',
  async () => {
    cdn.server.requests.length = 0;
    const browser = await launchFirefox(firefox ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(await serveBare(`${tag()}<glove-cell autorun>print(6 * 7)</glove-cell>`));
    await page.waitForSelector('>>> ::-p-text(42)');
    const { requests } = cdn.server;
    expect(requests.filter((file, index) => requests.indexOf(file) !== index)).toEqual([]);
  },
);

/** Runs a probe in a cell of its language. @returns what it printed, and how it ended */
function runInCell(page: Page, { language, source, timeout }: Probe, out: string) {
  const code =
    language === 'python'
      ? `OUT = ${JSON.stringify(out)}\n${source}`
      : `const OUT = ${JSON.stringify(out)};\n${source}`;
  return page.locator(`glove-cell[language="${language}"]`).evaluate(
    async (cell: GloveCell, { code, timeout }) => {
      cell.code = code;
      cell.timeout = timeout;
      const result = await cell.run();
      if (!result) throw new Error('The cell did not run.');
      const { status, stdout, error } = result;
      return { status, stdout, ...(error && { error: { type: error.type, message: error.message } }) };
    },
    { code, timeout },
  );
}

describe('the sealed frame of such a page', () => {
  it.each(['', 'under the policy that the command prints'])('lets no code out %s', async (strict) => {
    await using listener = await startListener().then((started) => ({
      ...started,
      [Symbol.asyncDispose]: started.close,
    }));
    const cells = '<glove-cell language="python"></glove-cell><glove-cell language="javascript"></glove-cell>';
    // The page itself may ask the listener, so that nothing but the frame's own policy is in the way.
    const allowed = policy().replace('connect-src', `connect-src ${listener.origin}`);
    const { page } = await openBare(tag() + cells, strict ? { 'Content-Security-Policy': allowed } : {});
    const probes = ['network', 'storage'].flatMap((family) =>
      readdirSync(path.join(PROBES, family))
        .filter((name) => /\.(py|js)$/.test(name))
        .map((name) => readProbe(`${family}/${name}`, readFileSync(path.join(PROBES, family, name), 'utf8'))),
    );
    expect(probes.length).toBeGreaterThan(40);
    const escaped: string[] = [];
    for (const probe of probes) {
      const verdict = judge(probe, await runInCell(page, probe, `${listener.origin}/attack/${probe.name}`));
      if (verdict.escaped) escaped.push(`${probe.name}: ${verdict.what}`);
    }
    expect(escaped).toEqual([]);
    const heard: string[] = await (await fetch(`${listener.origin}/heard`)).json();
    expect(heard).toEqual([]);
    const frame = page.locator('iframe[title="Python sandbox"]');
    expect(await frame.getAttribute('sandbox')).toBe('allow-scripts');
    expect(await frame.evaluate((element: HTMLIFrameElement) => element.contentDocument)).toBeNull();
  });
});

describe('`npx glovebox widget`', () => {
  it('copies the same files and the engine into a folder, which works on its own, also under the policy of docs/widget.md', async () => {
    const copied = await runInstalled(project, GLOVEBOX, ['widget', 'site/glovebox']);
    expect(copied).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/ in site\/glovebox: \d+ copied, 0 already there/),
    });
    const again = await runInstalled(project, GLOVEBOX, ['widget', 'site/glovebox']);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 0 copied, \d+ already there/) });

    await using site = await StaticServer.start({ '/': path.join(project, 'site') });
    site.replaced.set('index.html', {
      content: `<!doctype html><title>A site</title><script type="module" src="glovebox/widget.js"></script>${BODY}`,
      headers: {
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:",
      },
    });
    const { page, complaints } = await newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(site.origin);
    await run(page);
    await printedInCell(page, '42').waitFor();
    expect(await page.locator('iframe[title="Python sandbox"]').getAttribute('src')).toMatch(
      /\/glovebox\/pyodide\/frame\.html#/,
    );
    expect(complaints).toEqual([]);
  });

  it('says what is wrong with a command line', async () => {
    const start = (...args: string[]) => runInstalled(project, GLOVEBOX, ['widget', ...args]);
    expect(await start()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Name one folder, or --tag alone.'),
    });
    expect(await start('a', '--tag')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: ') });
    expect(await start('--tag', '--cdn', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--cdn takes an address'),
    });
  });
});
