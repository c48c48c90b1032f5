// @module-tag long
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gloveboxCells as markdownItCells } from '../../../src/entries/markdown-it.ts';
import { gloveboxCells as remarkCells } from '../../../src/entries/remark.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { newPage } from '../openBrowser.ts';
import { learn } from './learn.ts';
import { openSite, SCRIPT } from './site.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SITES = path.join(ROOT, 'examples/sites');
const DIST = path.join(ROOT, 'dist');
const LESSON = readFileSync(path.join(SITES, 'mkdocs/docs/index.md'), 'utf8');

/** Sites that programs of Debian make: `npm run system` installs them. */
const PROGRAMS = [
  {
    name: 'MkDocs',
    folder: 'mkdocs',
    program: '/usr/bin/mkdocs',
    build: ['build', '-q', '-d', 'out'],
    widget: 'glovebox',
  },
  {
    name: 'Sphinx',
    folder: 'sphinx',
    program: '/usr/bin/sphinx-build',
    build: ['-q', '-W', '.', 'out'],
    widget: '_static/glovebox',
  },
];

describe('a learner in a site', () => {
  it('of markdown-it is checked', async () => {
    await learn(await openSite(SCRIPT + new MarkdownIt().use(markdownItCells).render(LESSON)));
  });

  it('of remark is checked', async () => {
    const pipeline = unified().use(remarkParse).use(remarkCells).use(remarkRehype).use(rehypeStringify);
    await learn(await openSite(SCRIPT + String(await pipeline.process(LESSON))));
  });

  it.for(PROGRAMS)('of $name is checked', async ({ name, folder, program, build, widget }, { skip }) => {
    if (!existsSync(program)) skip(`${name} is not installed here.`);
    const site = mkdtempSync(path.join(tmpdir(), `glovebox-${folder}-`));
    onTestFinished(() => rmSync(site, { recursive: true }));
    cpSync(path.join(SITES, folder), site, { recursive: true });
    mkdirSync(path.join(site, '_static'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(program, build, { cwd: site, encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
    await using server = await StaticServer.start({ '/': path.join(site, 'out'), [`/${widget}/`]: DIST });
    const opened = await newPage();
    opened.page.setDefaultTimeout(90_000);
    // Themes ask other sites for fonts and scripts.
    await opened.page.route(
      (url) => url.origin !== server.origin,
      (route) => route.fulfill({ body: '' }),
    );
    await opened.page.goto(`${server.origin}/index.html`);
    await learn(opened);
  });
});
