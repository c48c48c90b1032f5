// @module-tag long
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StaticServer } from '../../support/staticServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { runInstalled } from './packedPackage.ts';
import { html, open, projects } from './project.ts';

const gemini = fakeGemini();
const freshProject = projects();

describe('`npx glovebox assets` for a page without a bundler', () => {
  const GLOVEBOX = 'glovebox/bin/glovebox.js';

  it('puts beside it what the library of the same package takes, and copies nothing a second time', async () => {
    const project = await freshProject({
      'site/index.html': html(`<script type="module">
        import { Sandbox } from './glovebox/entries/sandbox.js';
        const texts = [];
        for (const frameUrl of [undefined, 'pyodide/frame.html']) {
          await using sandbox = await Sandbox.create({ frameUrl });
          texts.push((await sandbox.run('print(6 * 7)')).stdout);
        }
        document.body.textContent = texts.join('');
        document.title = 'done';
      </script>`),
    });
    const first = await runInstalled(project, GLOVEBOX, ['assets', 'site']);
    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/: 7 copied, 0 already there/) });
    const second = await runInstalled(project, GLOVEBOX, ['assets', 'site']);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 0 copied, 7 already there/) });
    await writeFile(path.join(project, 'site/pyodide/frame.html'), 'damaged');
    const third = await runInstalled(project, GLOVEBOX, ['assets', 'site']);
    expect(third).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 1 copied, 6 already there/) });
    await writeFile(path.join(project, 'site/pyodide/vendored.json'), '{"packages": "vendored since"}');
    const fourth = await runInstalled(project, GLOVEBOX, ['assets', 'site']);
    expect(fourth).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 0 copied, 7 already there/) });
    const frame = await readFile(path.join(project, 'site/pyodide/frame.html'), 'utf8');
    expect(frame).toBe(readFileSync(path.join(project, 'node_modules/glovebox/build/library/frame.html'), 'utf8'));

    const library = path.join(project, 'node_modules/glovebox/build/library');
    await using server = await StaticServer.start({ '/': path.join(project, 'site'), '/glovebox/': library });
    const { page, complaints } = await open(gemini, server.url);
    expect(await page.textContent('body')).toBe('42\n42\n');
    expect(complaints).toEqual([]);
  });

  it('says what is wrong with a command line', async () => {
    const project = await freshProject({ 'file.txt': '' });
    const run = (...args: string[]) => runInstalled(project, GLOVEBOX, args);
    expect(await run('assets')).toMatchObject({ code: 2, stderr: expect.stringContaining('Name one folder.') });
    expect(await run('assets', 'a', 'b')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: ') });
    expect(await run('assets', 'file.txt')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not a folder'),
    });
    expect(await run('assets', '--nonsense', 'a')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--nonsense'),
    });
    expect(await run('assets', '--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Usage: glovebox assets DIR'),
    });
    await rm(path.join(project, 'node_modules/pyodide'));
    const without = await run('assets', 'site');
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining('The package pyodide is not installed') });
  });
});
