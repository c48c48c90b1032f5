import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MODEL, MODELS } from '../../../src/chat/live/settings.ts';
import { ENGINE_FILES } from '../../../src/protocol.ts';
import { GEMINI_LIBRARIES } from '../../../src/sandbox/packages/knowledge/geminiLibraries.ts';
import { blocksIn, ROOT, readPage } from './pages.ts';

it('the policy of the frame is the one that the frame has', () => {
  const frame = readFileSync(path.join(ROOT, 'src/sandbox/frame/frameDocument.ts'), 'utf8');
  const [, list = ''] = /const policy = \[([^\]]*)\]/.exec(frame) ?? [];
  const policy = [...list.matchAll(/^ *(["'`])(.*)\1,$/gm)].map(([, , directive = '']) => directive);
  expect(policy).not.toHaveLength(0);
  const said = blocksIn('docs/security.md').find(({ language }) => language === 'text')?.code ?? '';
  const directives = said.split(';').map((directive) => directive.trim());
  expect(directives).toEqual(policy.map((directive) => directive.replaceAll(/\$\{.*?\}/g, '…')));
});

it('the libraries are as many as there are', () => {
  const from = (place: string) => GEMINI_LIBRARIES.filter((library) => library.from === place).length;
  const said = `${from('distribution')} are in Pyodide's distribution. ${from('pypi')} are pure Python on PyPI`;
  expect(readPage('docs/vendoring.md')).toContain(said);
  expect(readPage('docs/vendoring.md')).toContain(`lists the ${GEMINI_LIBRARIES.length} libraries`);
});

it('the engine is as large as it is, and of the version that it is', () => {
  const folder = path.join(ROOT, 'node_modules/pyodide');
  const sizes = Object.values(ENGINE_FILES).map((name) => statSync(path.join(folder, name)).size);
  const megabytes = (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1);
  for (const page of ['docs/hosting.md', 'docs/browser-support.md'])
    expect(readPage(page)).toContain(`${megabytes} MB`);
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const versions = readPage('docs/vendoring.md').match(/(?<=pyodide\/v)[\d.]+/g) ?? [];
  expect(new Set(versions)).toEqual(new Set([version]));
  expect(readPage('docs/faq.md')).toContain(`now Pyodide ${version} with CPython`);
});

it('the tag of the README is for this version, in the folder that the package has', () => {
  const [, folder] = /const FOLDER = '([^']+)'/.exec(readPage('src/cli/widget.ts')) ?? [];
  const { version } = JSON.parse(readPage('package.json'));
  expect(readPage('README.md')).toContain(`src="https://cdn.jsdelivr.net/npm/glovebox@${version}/${folder}/widget.js"`);
});

it('the version of Node is the one that the package asks for', () => {
  const { engines } = JSON.parse(readPage('package.json'));
  const [, version = ''] = /Node ([\d.]+) or later/.exec(readPage('docs/getting-started-page.md')) ?? [];
  expect(engines.node).toBe(`>=${version}`);
});

describe('the numbers of the README are those of', () => {
  const readme = readPage('README.md').replaceAll(/\s+/g, ' ');
  /** The cells of a row, by its name, without the spread of a measurement. */
  const rowOf = (page: string, name: string) =>
    (new RegExp(`^\\| ${name} .*$`, 'm').exec(readPage(page))?.[0] ?? '').split('|').map((cell) => cell.trim());
  const measured = (name: string) => {
    const [, , ours = '', reference = '', , ratio = ''] = rowOf('docs/numbers.md', name);
    return { ours: Number.parseFloat(ours), reference: Number.parseFloat(reference), ratio: Number(ratio) };
  };

  it('the probes', () => {
    const [, probes] = /^(\d+) probes, \d+ runs of them, none got/m.exec(readPage('docs/security-probes.md')) ?? [];
    expect(readme).toContain(`[${probes} attempts to break out](docs/security-probes.md)`);
    expect(readPage('docs/faq.md').replaceAll(/\s+/g, ' ')).toContain(`[${probes} probes](security-probes.md)`);
    expect(readPage('src/language/en/welcome.ts')).toContain(`${probes} attacks in three browsers. None got out.`);
    for (const language of ['de', 'es', 'zh']) {
      expect(readPage(`src/language/${language}/welcome.ts`), language).toMatch(
        new RegExp(`sealedAbout: .*\\b${probes}\\b`),
      );
    }
  });

  it('the bench', () => {
    const { ours, reference } = measured('boot-later');
    const stock = (reference / 1000).toFixed(1);
    expect(readme).toContain(`[${Math.round(ours / 10) * 10} ms, against ${stock} s for stock Pyodide]`);
    expect(readme).toContain(`${(measured('bytes-first').ours / 1000).toFixed(1)} MB (brotli)`);
    expect(readme).toContain(`${Math.round((measured('boot-first').ratio - 1) * 100)} % later`);
    const first = (measured('boot-first').ours / 1000).toFixed(1);
    expect(readme).toContain(`${Math.round(ours / 10) * 10} ms, ${first} s the first time`);
    expect(readPage('docs/faq.md')).toContain(
      `[${Math.round(ours / 10) * 10} ms on later visits, and in ${first} s on`,
    );
  });

  it('the faults and the runs that were counted', () => {
    const [, , faults, , silent] = rowOf('docs/proof.md', 'all');
    expect(silent).toBe('0');
    expect(readme).toContain(`[${faults} injected faults]`);
    const heaps = ['1000', '5500', '10000'].map((runs) => Number.parseFloat(rowOf('docs/proof.md', runs)[2] ?? ''));
    expect(readme).toContain(`${Math.min(...heaps)} to ${Math.max(...heaps)} MB over [10,000 runs`);
  });

  it('the demos', () => {
    const { demos } = JSON.parse(readPage('public/demos/index.json'));
    expect(readme).toContain(`${demos.length} recorded demos`);
    expect(readPage('CHANGELOG.md')).toContain(`with ${demos.length} recorded demos`);
  });
});

it('code that takes too long times out: "meeting" a timeout means the opposite', () => {
  const folders = ['docs', 'src', 'demos', 'public/demos', 'examples'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  const texts = ['README.md', ...files].filter((name) => /\.(md|ts|json)$/.test(name));
  expect(texts.length).toBeGreaterThan(100);
  expect(
    texts.filter((name) => /\b(meets?|met) (its|the|their) timeout|timeout (is|was) met/i.test(readPage(name))),
  ).toEqual([]);
});

describe('the models that are named', () => {
  const named = (folder: string, ending: RegExp) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => ending.test(name))
      .map((name) => path.join(folder, name));
  const allIn = (files: string[]) =>
    files.flatMap((file) => readPage(file).match(/\bgemini-\d[\w.]*(-[a-z]+)*/g) ?? []);
  const isLive = (model: string) => /-live\b/.test(model);
  const modelsIn = (files: string[]) => new Set(allIn(files).filter((model) => !isLive(model)));

  it('to a user are the one that is the default', () => {
    const pages = [
      'README.md',
      'src/widget/box/gloveBox.ts',
      'public/widget.html',
      'custom-elements.json',
      ...named('docs', /\.md$/),
    ];
    expect(modelsIn(pages)).toEqual(new Set([DEFAULT_MODEL]));
    expect(readPage('src/widget/box/gloveBox.ts')).toContain(`@default '${DEFAULT_MODEL}'`);
  });

  it('for the Live API are the current ones, and the examples use the newest', () => {
    const examples = allIn(named('examples', /\.ts$/)).filter(isLive);
    expect(new Set(examples)).toEqual(new Set(['gemini-3.8-live']));
    const pages = allIn(named('docs', /\.md$/)).filter(isLive);
    const current = ['gemini-3.8-live', 'gemini-3.8-live-extended-thinking', 'gemini-3.1-flash-live-preview'];
    expect(pages.filter((model) => !current.includes(model))).toEqual([]);
  });

  it('in the examples and the demos are current', () => {
    const files = [...named('examples', /\.ts$/), ...named('demos', /\.(ts|md)$/), ...named('public/demos', /\.json$/)];
    // Google shuts down all others of its generation, and it shows what is done for a model before Gemini 3.
    const current = new Set<string>([...MODELS, 'gemini-2.5-flash-lite']);
    const models = modelsIn(files);
    expect(models).toContain(DEFAULT_MODEL);
    expect([...models].filter((model) => !current.has(model))).toEqual([]);
  });
});
