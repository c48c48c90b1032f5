import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { type LoadOptions, PackageLoader, type PackageLoaderOptions } from '../../../../src/sandbox/packages/loader.ts';
import type { PackagesOption } from '../../../../src/sandbox/packages/packagesOption.ts';
import { type Mirror, startMirror } from '../../../support/packageServer/mirror.ts';

let mirror: Mirror;
let visits = 0;
/** Milliseconds to wait for a server that does not answer. */
const STALL_TIMEOUT = 1_500;
beforeAll(async () => {
  mirror = await startMirror();
});
afterAll(() => mirror.close());

/** A loader whose addresses nobody has used before: what a page has downloaded, it keeps. */
function newLoader({
  from = 'distribution',
  engine = 'engine',
  ...options
}: Partial<PackageLoaderOptions> & { from?: string; engine?: string } = {}) {
  visits += 1;
  const root = `${mirror.origin}/as/visit-${visits}`;
  const loader = new PackageLoader({
    assets: new URL(`${root}/${engine}/`),
    versions: { pyodide: '314.0.7', python: '3.14.2' },
    distributionUrl: `${root}/${from}/`,
    pypiUrl: `${root}/pypi/simple/`,
    // A busy machine takes its time to answer; only a server that is silent on purpose is given up.
    stallTimeout: ['silent', 'stalled'].includes(from) ? STALL_TIMEOUT : 30_000,
    ...options,
  });
  const visit = `/as/visit-${visits}`;
  const requests = (folder = '') =>
    mirror.requests(`${visit}/${folder}`).map((path) => path.slice(`${visit}/${folder}`.length));
  return { loader, requests, root };
}

async function load(modules: string[], options: Parameters<typeof newLoader>[0] = {}, loading: LoadOptions = {}) {
  const { loader, requests, root } = newLoader(options);
  const { wheels, installs, failures } = await loader.load(modules, loading);
  const messages = Object.fromEntries(failures.map(({ name, message }) => [name, message.replaceAll(root, '')]));
  return { files: wheels.map(({ fileName }) => fileName), wheels, installs, messages, requests };
}

describe('loading packages', () => {
  it('brings what a module needs before the module itself', async () => {
    const { files, installs, messages } = await load(['greetings']);
    expect(files).toEqual(['polite-2.0-py3-none-any.whl', 'greetings-1.0-py3-none-any.whl']);
    expect(installs).toEqual(['polite', 'greetings']);
    expect(messages).toEqual({});
  });

  it('finds a package by the name of its module, and by its own', async () => {
    expect((await load(['drawing'])).installs).toEqual(['py-drawing']);
    expect((await load(['py_drawing'])).installs).toEqual(['py-drawing']);
  });

  it('leaves out what is installed', async () => {
    const { files, requests } = await load(['greetings'], {}, { installed: new Set(['polite']) });
    expect(files).toEqual(['greetings-1.0-py3-none-any.whl']);
    expect(requests('distribution')).toEqual(['/greetings-1.0-py3-none-any.whl']);
  });

  it('asks nobody if nothing is imported', async () => {
    const { requests } = await load([]);
    expect(requests()).toEqual([]);
  });

  it('downloads a file once for all sandboxes of a page', async () => {
    const { loader, requests } = newLoader();
    const [first, second] = await Promise.all([loader.load(['greetings']), loader.load(['greetings'])]);
    const third = await loader.load(['greetings']);
    expect(requests('distribution').length).toBe(2);
    const bytes = [first, second, third].map(({ wheels }) => wheels[0]?.bytes);
    expect(bytes.map((each) => each?.byteLength)).toEqual([
      bytes[0]?.byteLength,
      bytes[0]?.byteLength,
      bytes[0]?.byteLength,
    ]);
  });

  it('tells its progress in bytes', async () => {
    const seen: { loaded: number; total: number; packages: string[] }[] = [];
    const { wheels } = await load(['heavy', 'greetings'], { from: 'slow' }, { onProgress: (each) => seen.push(each) });
    const size = wheels.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    expect(seen.at(-1)).toEqual({ loaded: size, total: size, packages: ['heavy', 'polite', 'greetings'] });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.map(({ loaded }) => loaded)).toEqual(seen.map(({ loaded }) => loaded).toSorted((a, b) => a - b));
    expect(seen.every(({ loaded, total }) => loaded <= total)).toBe(true);
  });

  it('can be given up, and begun again', async () => {
    const { loader, requests } = newLoader({ from: 'stalled', stallTimeout: 30_000 });
    const giveUp = new AbortController();
    const loading = loader.load(['heavy'], { signal: giveUp.signal, onProgress: () => giveUp.abort() });
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    const again = new AbortController();
    const loadingAgain = loader.load(['heavy'], { signal: again.signal }).catch(() => {});
    await expect.poll(() => requests('stalled').length).toBe(2);
    again.abort();
    await loadingAgain;
  });

  it('of a native module brings the libraries that it links to', async ({ skip }) => {
    if (!mirror.hasNative) skip('there is no compiler to build it with');
    const { wheels } = await load(['counter']);
    expect(wheels.map(({ fileName, packageType }) => [fileName, packageType])).toEqual([
      ['libtally-1.0.zip', 'shared_library'],
      ['counter-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl', 'package'],
    ]);
  });
});

describe("a package that can't be downloaded", () => {
  const ADVICE = '`glovebox vendor heavy` ships it with the page.';

  it.each([
    ['is not there', 'missing', 'the server answered 404'],
    ['is a page of the host', 'page', 'the server answered with a web page instead'],
    ['is a page that the server takes for a wheel', 'disguised', 'the server answered with a web page instead'],
    ['is cut off', 'truncated', expect.stringMatching(/^the file is cut off after \d+ bytes$/)],
    ['breaks off', 'broken-off', expect.stringMatching(/^the connection broke off after \d+ bytes$/)],
    ['never comes', 'silent', 'no answer within 1.5 s'],
    ['stops coming', 'stalled', expect.stringMatching(/^nothing more came within 1.5 s after \d+ bytes$/)],
  ])('because its file %s is told so', async (_, from, reason) => {
    const { files, messages } = await load(['heavy'], { from });
    expect(files).toEqual([]);
    const [, told] = /^heavy could not be downloaded \((.*)\); /.exec(messages.heavy ?? '') ?? [];
    expect(told).toEqual(reason);
    expect(messages.heavy?.endsWith(ADVICE)).toBe(true);
    expect(messages.heavy).not.toMatch(/hash|mismatch/);
  });

  it('because there is no network is told so', async () => {
    const { messages } = await load(['heavy'], { distributionUrl: 'http://127.0.0.1:1/' });
    expect(messages).toEqual({ heavy: `heavy could not be downloaded (offline?); ${ADVICE}` });
  });

  it('because it was tampered with is told with both hashes', async () => {
    const { messages } = await load(['heavy'], { from: 'corrupt' });
    expect(messages.heavy).toMatch(
      /^heavy could not be downloaded \(\/corrupt\/heavy-1.0-py3-none-any.whl does not have the hash that the lock file gives: sha256 [0-9a-f]{64} instead of [0-9a-f]{64}\); /,
    );
  });

  it('is asked for again the next time', async () => {
    const { loader, requests } = newLoader({ from: 'flaky' });
    expect((await loader.load(['heavy'])).failures).toMatchObject([{ message: expect.stringContaining('503') }]);
    expect((await loader.load(['heavy'])).failures.length).toBe(1);
    expect((await loader.load(['heavy'])).installs).toEqual(['heavy']);
    expect(requests('flaky').length).toBe(3);
  });

  it('takes with it what needs it, and nothing else', async () => {
    const { installs, messages } = await load(['greetings', 'drawing'], { from: 'impolite' });
    expect(installs).toEqual(['py-drawing']);
    const missing =
      'polite could not be downloaded (the server answered 404); `glovebox vendor polite` ships it with the page.';
    expect(messages).toEqual({ polite: missing, greetings: `greetings needs polite: ${missing}` });
  });

  it('asks a silent server for the first four files at once, and then for no more', async ({ skip }) => {
    if (!mirror.hasNative) skip('there is no compiler to build a fifth file with');
    const { messages, requests } = await load(['heavy', 'greetings', 'drawing', 'counter'], { from: 'silent' });
    expect(Object.keys(messages)).toEqual(expect.arrayContaining(['heavy', 'greetings', 'drawing', 'counter']));
    expect(requests('silent')).toHaveLength(4);
  });

  it('because nobody has it for the browser is told without anyone being asked', async () => {
    const { messages } = await load(['tensorflow', 'nonesuch', 'openpyxl']);
    expect(messages.tensorflow).toMatch(/^tensorflow does not exist for the browser: /);
    expect(messages.nonesuch).toBe('There is no package with a module nonesuch where this page looks for them.');
    expect(messages.openpyxl).toContain('It is on PyPI, which the page has to allow (`packages: "pypi"`).');
  });

  it("because the lock file can't be downloaded is told for every module", async () => {
    const { messages } = await load(['heavy', 'greetings'], { engine: 'nowhere' });
    expect(messages.heavy).toContain('/nowhere/pyodide-lock.json could not be downloaded (the server answered 404)');
    expect(messages.greetings).toBe(messages.heavy);
  });
});

describe('the option `packages`', () => {
  it("'distribution' asks the page for what is vendored, then the distribution", async () => {
    const { installs, requests } = await load(['greetings', 'drawing'], { engine: 'vendored' });
    expect(installs).toEqual(['polite', 'greetings', 'py-drawing']);
    expect(requests('vendored').filter((path) => path.endsWith('.whl')).length).toBe(2);
    expect(requests('distribution')).toEqual(['/py_drawing-0.1-py3-none-any.whl']);
  });

  it("'vendored' asks nobody else", async () => {
    const { installs, messages, requests } = await load(['greetings', 'drawing', 'chess'], {
      engine: 'vendored',
      packages: 'vendored',
    });
    expect(installs).toEqual(['polite', 'greetings']);
    expect(messages.drawing).toBe(
      'py-drawing is not among the packages that were vendored beside the page; `glovebox vendor py-drawing` ships it with the page.',
    );
    expect(messages.chess).toContain('There is no package with a module chess');
    expect([...requests('distribution'), ...requests('pypi')]).toEqual([]);
  });

  it('as a list has folders tried in turn', async () => {
    const { installs, requests } = await load(['heavy'], { packages: ['../missing/', '../distribution'] });
    expect(installs).toEqual(['heavy']);
    expect(requests('missing').length).toBe(1);
    expect(requests('distribution').length).toBe(1);
  });

  it('as a list takes wheels, too, by the names of their files or of the modules in them', async () => {
    const packages = ['../pypi/files/brush-1.5-py3-none-any.whl', '../pypi/files/python_docx-1.1-py3-none-any.whl'];
    expect((await load(['brush'], { packages })).files).toEqual(['brush-1.5-py3-none-any.whl']);
    const { messages } = await load(['docx'], { packages });
    expect(messages.docx).toContain('python-docx needs soap');
  });

  it('as a list holds a wheel to the hash in its address', async () => {
    const packages = [`../pypi/files/brush-1.5-py3-none-any.whl#sha256=${'0'.repeat(64)}`];
    const { messages } = await load(['brush'], { packages });
    expect(messages.brush).toContain('does not have the hash that its address gives');
  });

  it.each([['everything'], [['http://[']], [[7]], [null]])('as %j is refused with what it takes', (packages) => {
    expect(() => newLoader({ packages: packages as PackagesOption })).toThrow(InvalidOptionError);
    expect(() => newLoader({ packages: packages as PackagesOption })).toThrow(
      /'vendored', 'distribution', 'pypi' or a list/,
    );
  });
});

describe("the option `packages: 'pypi'`", () => {
  const onPyPi = (modules: string[], options: Parameters<typeof newLoader>[0] = {}) =>
    load(modules, { packages: 'pypi', ...options });

  it('brings the newest finished wheel that is not withdrawn and runs here, with what it needs in the browser', async () => {
    const { files, messages } = await onPyPi(['tidy']);
    expect(messages).toEqual({});
    expect(files).toEqual([
      'brush-1.5-py3-none-any.whl',
      'polite-2.0-py3-none-any.whl',
      'soap-3.0-py3-none-any.whl',
      'bucket-1.0-py3-none-any.whl',
      'tidy-1.10-py3-none-any.whl',
    ]);
  });

  it('chooses again if a package that was chosen does not do for another', async () => {
    const { files, messages } = await onPyPi(['brush', 'tidy']);
    expect(messages).toEqual({});
    expect(files).toContain('brush-1.5-py3-none-any.whl');
    const impossible = await onPyPi(['brush', 'demanding']);
    expect(impossible.files).toEqual(['brush-2.0-py3-none-any.whl']);
    expect(impossible.messages).toEqual({ demanding: 'demanding needs brush >=7, but other packages need brush 2.0.' });
  });

  it('asks the distribution first', async () => {
    const { requests } = await onPyPi(['greetings']);
    expect(requests('pypi')).toEqual([]);
    expect(requests('distribution').length).toBe(2);
  });

  it('knows projects that are called otherwise than their modules', async () => {
    expect((await onPyPi(['docx'])).installs).toEqual(['soap', 'python-docx']);
  });

  it('takes an unfinished release if there is no other', async () => {
    expect((await onPyPi(['early'])).files).toEqual(['early-0.1a2-py3-none-any.whl']);
  });

  it.each([
    ['nativeonly', 'There is no package with a module nativeonly'],
    ['unheard_of', 'There is no package with a module unheard_of'],
    ['demanding', 'demanding needs brush >=7, which does not exist as a package for the browser'],
  ])("says of %s why it can't be downloaded", async (module, message) => {
    expect((await onPyPi([module])).messages[module]).toContain(message);
  });

  it('says that PyPI cannot be reached', async () => {
    const { messages } = await onPyPi(['tidy'], { pypiUrl: 'http://127.0.0.1:1/simple/' });
    expect(messages.tidy).toBe('tidy could not be looked up on PyPI (offline?).');
  });

  it('looks up few names in a run, and none that is not the name of a project', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `guess${index}`);
    const { messages, requests } = await onPyPi(['ünïcode', 'x'.repeat(65), ...names]);
    expect(requests('pypi').length).toBe(20);
    expect(messages.guess29).toContain('one run may look up only a few');
    expect(messages.ünïcode).toContain('There is no package');
  });
});

describe('what one run may ask for', () => {
  it('is counted over all loads of the run: modules, and the packages that they need', async () => {
    const { loader, requests } = newLoader();
    const budget = { modules: 2, packages: 2, lookups: 20 };
    expect((await loader.load(['greetings'], { budget })).installs).toEqual(['polite', 'greetings']);
    const { installs, failures } = await loader.load(['drawing', 'greetings'], { budget });
    expect(installs).toEqual([]);
    expect(failures.map(({ name, message }) => [name, message.split(':')[0]])).toEqual([
      ['greetings', 'The run imports more modules that are not installed than are looked for in one run.'],
      ['drawing', 'The run needs more packages than are downloaded for one run'],
    ]);
    expect(requests('distribution')).toHaveLength(2);
  });

  it('is little if code says that it imports a multitude', async () => {
    const modules = Array.from({ length: 10_000 }, (_, index) => `m${index}`);
    const { messages } = await load([...modules, 'greetings']);
    expect(messages.m0).toMatch(/m0/);
    expect(messages.greetings).toMatch(/more modules that are not installed than are looked for/);
  });
});
