// @module-tag long
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createServer, preview } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { runInstalled } from './packedPackage.ts';
import { CODE, html, open, projects, quickStart } from './project.ts';

const VITE = 'vite/bin/vite.js';
/** As docs/getting-started-library.md says: the programs that draw charts are larger than Vite expects. */
const LARGE_CHUNKS = 'build: { chunkSizeWarningLimit: 6000 }';
const gemini = fakeGemini();
const freshProject = projects();

function application(program: string, config = 'glovebox()', options = ''): Promise<string> {
  return freshProject(
    {
      'index.html': html('<script type="module" src="./main.ts"></script>'),
      'main.ts': program,
      'vite.config.js': `import { glovebox } from 'glovebox/vite';\nexport default { plugins: [${config}], ${options} };\n`,
    },
    ['vite', '@google/genai'],
  );
}

async function build(project: string): Promise<void> {
  const built = await runInstalled(project, VITE, ['build', '--logLevel', 'warn']);
  expect(built).toMatchObject({ code: 0, stderr: '' });
}

async function previewed(project: string): Promise<string> {
  const server = await preview({ root: project, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  onTestFinished(() => server.close());
  return server.resolvedUrls?.local[0] ?? '';
}

async function expectQuickStart(url: string): Promise<void> {
  const { page, script, complaints } = await open(gemini, url);
  expect(JSON.parse((await page.textContent('body')) ?? '')).toEqual([CODE, '5117\n']);
  expect(script.refusals()).toEqual([]);
  expect(complaints).toEqual([]);
}

describe('a fresh application of Vite', () => {
  it('runs the quick start, built and served as it is', async () => {
    const project = await application(quickStart(), 'glovebox()', LARGE_CHUNKS);
    await build(project);
    await expectQuickStart(await previewed(project));
  });

  it('runs the quick start in development, below a base', async () => {
    const project = await application(quickStart(), 'glovebox()', "base: '/shop/'");
    const server = await createServer({
      root: project,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1', hmr: false },
    });
    onTestFinished(() => server.close());
    await server.listen();
    await expectQuickStart(server.resolvedUrls?.local[0] ?? '');
  });

  it('needs no SDK for the sandbox alone, has the files where it wants them, with packages, under a strict policy', async () => {
    const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'";
    const project = await freshProject(
      {
        'index.html': html('<script type="module" src="./main.ts"></script>').replace(
          '<head>',
          `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`,
        ),
        'main.ts': `import { Sandbox } from 'glovebox/sandbox';
const sandbox = await Sandbox.create({ assets: 'engine/', frameUrl: 'engine/frame.html', packages: 'vendored' });
document.body.textContent = (await sandbox.run('print(6 * 7)')).stdout + (await (await fetch('engine/vendored.json')).text());
document.title = 'done';
`,
        'vite.config.js': `import { glovebox } from 'glovebox/vite';
export default { plugins: [glovebox({ folder: 'engine', vendored: 'wheels' })], build: { modulePreload: false } };\n`,
        'wheels/vendored.json': '{"packages": {}}',
      },
      ['vite'],
    );
    await build(project);
    const { page, complaints } = await open(gemini, await previewed(project));
    expect(await page.textContent('body')).toBe('42\n{"packages": {}}');
    expect(complaints).toEqual([]);
  });

  it('is told to reload the page if parts of the library are gone', async () => {
    const project = await application(
      `import { Sandbox } from 'glovebox/sandbox';
Sandbox.create().catch(({ name, message }) => {
  document.body.textContent = name + ': ' + message;
  document.title = 'done';
});
`,
    );
    await build(project);
    const parts = (await readdir(path.join(project, 'dist/assets'))).filter((name) => name.startsWith('frame-'));
    expect(parts).toHaveLength(1);
    for (const part of parts) await rm(path.join(project, 'dist/assets', part));
    const { page } = await open(gemini, await previewed(project));
    expect(await page.textContent('body')).toMatch(
      /^EngineBootError: A part of the library could not be loaded: .* reload it/,
    );
  });

  it('is told what to do if the packages are not where they are said to be', async () => {
    const project = await application(quickStart(), "glovebox({ vendored: 'nowhere' })");
    const { code, stderr } = await runInstalled(project, VITE, ['build']);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/There is no folder .*nowhere with packages: `npx glovebox vendor PACKAGE --to .*nowhere`/);
  });

  it('shows the widget, whose engine lies beside the page', async () => {
    const project = await application(
      `import { GloveCell } from 'glovebox/widget';
const cell = document.createElement('glove-cell');
cell.textContent = 'print(6 * 7)';
cell.addEventListener('glove-result', ({ result }) => {
  document.body.append(String(cell instanceof GloveCell), result.stdout);
  document.title = 'done';
});
document.body.append(cell);
await cell.run();
`,
      'glovebox()',
      LARGE_CHUNKS,
    );
    await build(project);
    const { page, complaints } = await open(gemini, await previewed(project));
    expect(await page.textContent('body')).toContain('true42\n');
    expect(complaints).toEqual([]);
  });
});
