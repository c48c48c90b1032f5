import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { createServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ScriptHandle } from '../../support/geminiFake/server.ts';
import { runCommand } from '../../support/runCommand.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { blocksIn } from '../../unit/docs/pages.ts';
import { answerAsGoogle, fakeGemini } from '../fakeGemini.ts';
import { newPage } from '../openBrowser.ts';
import { installPackage, runInstalled } from './packedPackage.ts';
import { packedTarball } from './packedTarball.ts';

const CODE = 'primes = [n for n in range(2, 230) if all(n % d for d in range(2, n))]\nprint(sum(primes))';
const VITE = 'vite/bin/vite.js';

const gemini = fakeGemini();
let folder: string;
let tarball: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'glovebox-application-'));
  tarball = await packedTarball();
}, 300_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A fresh project that has the package installed, and these files. */
async function freshProject(files: Record<string, string>, beside: readonly string[] = []): Promise<string> {
  const project = await mkdtemp(path.join(folder, 'project-'));
  await writeFile(path.join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  await installPackage(tarball, project, beside);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project, name)), { recursive: true });
    await writeFile(path.join(project, name), content);
  }
  return project;
}

/** The program of README.md that comes first, as somebody pastes it; what it ends with is shown. */
function quickStart(): string {
  const block = blocksIn('README.md').find(({ code }) => code.includes('withLocalPython(new GoogleGenAI'));
  return `const apiKey = 'a-secret-key';
${block?.code}
document.body.textContent = JSON.stringify([response.executableCode, response.codeExecutionResult]);
document.title = 'done';
`;
}

const html = (script: string) =>
  `<!doctype html><html lang="en"><head><title>…</title></head><body>${script}</body></html>`;

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

/** Opens a page whose requests to Google are answered by the fake, and waits until its program says that it is done. */
async function open(url: string): Promise<{ page: Page; script: ScriptHandle; complaints: string[] }> {
  const script = gemini.addScript({
    turns: [
      { parts: [{ functionCall: { name: 'run_python', args: { code: CODE } } }] },
      { parts: [{ text: '5117.' }] },
    ],
  });
  const { page, complaints } = await newPage();
  await answerAsGoogle(page, script.baseUrl);
  await page.goto(url);
  await page.waitForFunction(() => document.title === 'done', undefined, { timeout: 60_000 });
  return { page, script, complaints };
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
  const { page, script, complaints } = await open(url);
  expect(JSON.parse((await page.textContent('body')) ?? '')).toEqual([CODE, '5117\n']);
  expect(script.refusals()).toEqual([]);
  expect(complaints).toEqual([]);
}

describe('a fresh application of Vite', () => {
  it('runs the quick start, built and served as it is', async () => {
    const project = await application(quickStart());
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
    const { page, complaints } = await open(await previewed(project));
    expect(await page.textContent('body')).toBe('42\n{"packages": {}}');
    expect(complaints).toEqual([]);
  });

  it('has types for all of it, which are no `any`', async () => {
    const files = {
      'main.ts': `${quickStart()}
// @ts-expect-error: it is a promise
const result: string = sandbox.run('');
`,
      'alone.ts': `import { type RunResult, Sandbox } from 'glovebox/sandbox';
import 'glovebox/widget';
export const result: RunResult = await (await Sandbox.create()).run('');
const cell = document.createElement('glove-cell');
cell.addEventListener('glove-result', ({ result }) => result.stdout);
// @ts-expect-error: it is text
export const language: number = cell.language;
`,
      'vite.config.ts': `import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';
export default defineConfig({ plugins: [glovebox({ folder: 'engine' })] });
// @ts-expect-error: there is no such option
glovebox({ nonsense: true });
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'esnext',
          moduleResolution: 'bundler',
          lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
          types: [],
          strict: true,
          noEmit: true,
          // Those of the package too.
          skipLibCheck: false,
        },
      }),
    };
    const project = await freshProject(files, ['vite', '@google/genai', 'typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('has types for the elements in JSX of React, in templates of Vue and in components of Svelte', async () => {
    const files = {
      // What the frameworks declare, as far as elements are concerned.
      'node_modules/react/package.json': '{"name": "react", "types": "index.d.ts"}',
      'node_modules/react/index.d.ts': `export interface HTMLAttributes<T> { className?: string; children?: unknown }
export interface Ref<T> { current: T | null }
export type DetailedHTMLProps<P, T> = P & { ref?: Ref<T> };
export namespace JSX { interface Element {} interface ElementChildrenAttribute { children: {} } interface IntrinsicElements { p: HTMLAttributes<HTMLElement> } }`,
      'node_modules/react/jsx-runtime.d.ts': `export { JSX } from 'react';\nexport declare const jsx: unknown, jsxs: unknown;`,
      'node_modules/vue/package.json': '{"name": "vue", "types": "index.d.ts"}',
      'node_modules/vue/index.d.ts':
        'export interface HTMLAttributes { class?: string }\nexport interface PublicProps { key?: string }\nexport interface GlobalComponents {}',
      'node_modules/svelte/package.json': '{"name": "svelte", "exports": {"./elements": {"types": "./elements.d.ts"}}}',
      'node_modules/svelte/elements.d.ts':
        'export interface HTMLAttributes<T> { class?: string }\nexport interface SvelteHTMLElements { p: HTMLAttributes<HTMLElement> }',
      'react.tsx': `import type {} from 'glovebox/react';
import type { Ref } from 'react';
import type { GloveBox } from 'glovebox/widget';
declare const box: Ref<GloveBox>;
export const page = <glove-box ref={box} className="a" model="m" autoplay base-url="/x" onglove-answer={(event) => event.answer.type}>
  <p>Try it.</p>
</glove-box>;
export const cell = <glove-cell code="1" readonly onglove-result={({ result }) => result.stdout.length} />;
// @ts-expect-error: there is no such language
export const other = <glove-cell language="perl" />;
`,
      'vue.ts': `import type {} from 'glovebox/vue';
import type { GlobalComponents } from 'vue';
declare const box: InstanceType<GlobalComponents['glove-box']>;
export const model: string | undefined = box.$props.model;
box.$emit('glove-answer', {} as Parameters<typeof box.$emit<'glove-answer'>>[1]);
// @ts-expect-error: there is no such event
box.$emit('glove-nonsense', undefined);
`,
      'svelte.ts': `import type {} from 'glovebox/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
export const box: SvelteHTMLElements['glove-box'] = { class: 'a', 'onglove-answer': (event) => event.answer.type };
// @ts-expect-error: there is no such language
export const cell: SvelteHTMLElements['glove-cell'] = { language: 'perl' };
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'esnext',
          moduleResolution: 'bundler',
          jsx: 'react-jsx',
          lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
          types: [],
          strict: true,
          noEmit: true,
          skipLibCheck: false,
        },
      }),
    };
    const project = await freshProject(files, ['@google/genai', 'typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('is told to reload the page where parts of the library are gone', async () => {
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
    const { page } = await open(await previewed(project));
    expect(await page.textContent('body')).toMatch(
      /^EngineBootError: A part of the library could not be loaded: .* reload it/,
    );
  });

  it('is told what to do where the packages are not where they are said to be', async () => {
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
    );
    await build(project);
    const { page, complaints } = await open(await previewed(project));
    expect(await page.textContent('body')).toContain('true42\n');
    expect(complaints).toEqual([]);
  });
});

describe('a framework that renders on a server', () => {
  it.each(['glovebox', 'glovebox/sandbox', 'glovebox/widget'])('can import %s there', async (name) => {
    const project = await freshProject({}, ['@google/genai']);
    const program = `const { GloveCell, Sandbox } = await import('${name}'); console.log(typeof (GloveCell ?? Sandbox));`;
    const ended = await runCommand(process.execPath, ['--input-type=module', '-e', program], { cwd: project });
    expect(ended).toMatchObject({ code: 0, stdout: 'function\n', stderr: '' });
  });
});

describe('`npx glovebox assets` for a page without a bundler', () => {
  const GLOVEBOX = 'glovebox/bin/glovebox.js';

  it('puts beside it what the library of the same package takes, and copies nothing a second time', async () => {
    const project = await freshProject({
      'site/index.html': html(`<script type="module">
        import { Sandbox } from './glovebox/sandbox.js';
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
    const { page, complaints } = await open(server.url);
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
