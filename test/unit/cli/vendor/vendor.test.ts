import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { suggestNames } from '../../../../src/cli/vendor/suggestNames.ts';
import { vendor } from '../../../../src/cli/vendor/vendor.ts';
import { LockIndex, readLock } from '../../../../src/sandbox/packages/lock.ts';
import { type Mirror, startMirror } from '../../../support/packageServer/mirror.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const WHEELS = ['greetings-1.0-py3-none-any.whl', 'polite-2.0-py3-none-any.whl'];

let mirror: Mirror;
let machine: string;
let pyodide: string;
beforeAll(async () => {
  mirror = await startMirror();
  machine = await mkdtemp(path.join(tmpdir(), 'glovebox-vendor-'));
  pyodide = path.join(machine, 'pyodide');
  await mkdir(pyodide);
  const lock = await (await fetch(`${mirror.origin}/engine/pyodide-lock.json`)).text();
  await writeFile(path.join(pyodide, 'pyodide-lock.json'), lock);
  await writeFile(path.join(pyodide, 'package.json'), '{"name":"pyodide","version":"314.0.7"}');
});
afterAll(async () => {
  await mirror.close();
  await rm(machine, { recursive: true });
});

let to: string;
let visits = 0;
beforeEach(() => {
  visits += 1;
  to = path.join(machine, `page-${visits}`, 'pyodide');
});

const mirrorOf = (folder: string) => `${mirror.origin}/as/vendor-${visits}/${folder}`;
const wheelsAskedFor = () => mirror.requests(`/as/vendor-${visits}/`).map((each) => path.basename(each));

async function run(names: string[], from = mirrorOf('distribution')) {
  const [out, error]: string[][] = [[], []];
  const args = [...names, '--to', to, '--from', from, '--pyodide', pyodide];
  const code = await vendor(args, { out: (text) => out?.push(text), error: (text) => error?.push(text) }, 5);
  return { code, out: out?.join('') ?? '', error: error?.join('') ?? '' };
}

const filesThere = async () => (await readdir(to)).toSorted();
const readThere = async (name: string) => JSON.parse(await readFile(path.join(to, name), 'utf8'));

describe('glovebox vendor', () => {
  it('writes the packages and what they need, a lock file that lists only them, and a manifest', async () => {
    const { code, out } = await run(['greetings']);
    expect(code).toBe(0);
    expect(out).toMatch(/2 packages, 1\.\d kB in .*: 2 downloaded, 0 already there\.\n$/);
    expect(await filesThere()).toEqual([...WHEELS, 'vendored-manifest.json', 'vendored.json']);
    const lock = await readThere('vendored.json');
    expect(Object.keys(lock.packages)).toEqual(['greetings', 'polite']);
    expect(lock).toMatchObject({
      pyodide: '314.0.7',
      packages: { polite: { install_dir: 'site', size: expect.any(Number) } },
    });
    expect(new LockIndex(readLock(lock)).withDependencies(['greetings']).length).toBe(2);
    expect(await readThere('vendored-manifest.json')).toMatchObject({
      pyodide: '314.0.7',
      python: '3.14.2',
      requested: ['greetings'],
      files: [
        { name: 'polite', version: '2.0' },
        { name: 'greetings', file: WHEELS[0] },
      ],
    });
  });

  it('downloads nothing the second time', async () => {
    await run(['greetings']);
    const { code, out } = await run(['greetings']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('0 downloaded, 2 already there') });
    expect(wheelsAskedFor().length).toBe(2);
  });

  it('keeps what was vendored before, and sees to it again if no package is named', async () => {
    await run(['greetings']);
    await run(['drawing']);
    expect(Object.keys((await readThere('vendored.json')).packages)).toEqual(['greetings', 'polite', 'py-drawing']);
    await rm(path.join(to, WHEELS[0] ?? ''));
    expect((await run([])).out).toContain('1 downloaded, 2 already there');
  });

  it('replaces a file that is not what it should be', async () => {
    await run(['greetings']);
    await writeFile(path.join(to, WHEELS[1] ?? ''), 'damaged');
    expect((await run(['greetings'])).out).toContain('1 downloaded, 1 already there');
  });

  it('removes files that no package needs any more', async () => {
    await run(['greetings']);
    const manifest = await readThere('vendored-manifest.json');
    await writeFile(path.join(to, 'old-0.9-py3-none-any.whl'), 'from an older pyodide');
    await writeFile(path.join(to, 'mine.txt'), 'not ours');
    manifest.files.push({ name: 'old', version: '0.9', file: 'old-0.9-py3-none-any.whl', size: 1, sha256: '' });
    await writeFile(path.join(to, 'vendored-manifest.json'), JSON.stringify(manifest));
    await run([]);
    expect(await filesThere()).toEqual([...WHEELS, 'mine.txt', 'vendored-manifest.json', 'vendored.json'].toSorted());
  });

  it('takes the files from a folder', async () => {
    await run(['greetings']);
    const from = to;
    to = path.join(machine, 'from-a-folder');
    expect((await run(['greetings'], from)).code).toBe(0);
    expect(await filesThere()).toEqual([...WHEELS, 'vendored-manifest.json', 'vendored.json']);
    to = path.join(machine, 'from-a-wrong-folder');
    const { code, error } = await run(['greetings'], machine);
    expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining("can't be read") });
  });

  it('finds a package by the name of its module, in any spelling', async () => {
    await run(['Py_Drawing']);
    await run(['drawing']);
    expect((await readThere('vendored-manifest.json')).requested).toEqual(['py-drawing']);
  });

  it('brings shared libraries, too', async ({ skip }) => {
    if (!mirror.hasNative) skip('there is no compiler to build a native wheel with');
    await run(['counter']);
    expect(await filesThere()).toContain('libtally-1.0.zip');
  });

  it('tries again if a server is busy', async () => {
    const { code } = await run(['drawing'], mirrorOf('flaky'));
    expect(code).toBe(0);
    expect(wheelsAskedFor().length).toBe(3);
  });

  it.each([
    ['missing', 'the server answered 404)', 1],
    ['page', 'the server answered with a web page instead, 3 times)', 3],
    ['truncated', /cut off after \d+ bytes, 3 times\)/, 3],
    ['broken-off', /broke off after \d+ bytes, 3 times\)/, 3],
    ['corrupt', 'does not have the hash that the lock file gives', 3],
  ])(
    'from a mirror that is %s says so, and leaves nothing broken',
    { timeout: 10_000 },
    async (from, reason, attempts) => {
      const { code, error } = await run(['heavy'], mirrorOf(from));
      expect(code).toBe(1);
      expect(error).toMatch(reason);
      expect(error).toMatch(/1 package can't be downloaded\. The folder keeps the packages that it had\.\n$/);
      expect(wheelsAskedFor().length).toBe(attempts);
      expect(await filesThere()).toEqual([]);
    },
  );

  it('keeps the lock file as it was if a package cannot be downloaded', async () => {
    await run(['drawing']);
    const before = await readThere('vendored.json');
    expect((await run(['greetings'], mirrorOf('impolite'))).code).toBe(1);
    expect(await readThere('vendored.json')).toEqual(before);
    expect((await run(['greetings'])).out).toContain('1 downloaded, 2 already there');
  });

  it('that is interrupted never leaves a broken file, and goes on the next time', { timeout: 20_000 }, async () => {
    const args = ['vendor', 'greetings', 'heavy', '--to', to, '--from', mirrorOf('slow'), '--pyodide', pyodide];
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/glovebox.ts', ...args], { cwd: ROOT });
    await expect.poll(wheelsAskedFor, { timeout: 10_000 }).toContain('heavy-1.0-py3-none-any.whl');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await writeFile(path.join(to, '.heavy-1.0-py3-none-any.whl.1.part'), 'half of it');
    expect(await filesThere()).not.toContain('heavy-1.0-py3-none-any.whl');
    expect((await run(['greetings', 'heavy'])).code).toBe(0);
    expect((await filesThere()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    [['greeting'], 'has no package greeting. Did you mean greetings?'],
    [['polit'], 'Did you mean polite?'],
    [['quite-another-thing'], /has no package quite-another-thing\.$/],
    [['seaborn'], "only on PyPI. Pages load it from there with the option packages: 'pypi'"],
    [[], 'Name at least one package.'],
    [['--nonsense'], /--nonsense.*Usage: glovebox vendor/s],
  ])('%j is refused with what to say instead', async (names, message) => {
    await expect(run(names)).rejects.toThrow(message);
    await expect(readdir(to)).rejects.toThrow('ENOENT');
  });

  it('refuses to read a manifest that is damaged, or a mirror that is none', async () => {
    await run(['drawing']);
    await expect(run(['drawing'], 'ftp://mirror.example/')).rejects.toThrow('--from takes a folder or an https:// URL');
    await writeFile(path.join(to, 'vendored-manifest.json'), '{');
    await expect(run(['drawing'])).rejects.toThrow('is damaged');
  });
});

describe('the command glovebox', { timeout: 20_000 }, () => {
  const glovebox = (...args: string[]) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        ['--import', 'tsx', 'src/cli/glovebox.ts', ...args],
        { cwd: ROOT },
        (_, out, error) => resolve({ code: child.exitCode ?? -1, out, error }),
      );
    });

  it('explains itself', async () => {
    expect(await glovebox('--help')).toMatchObject({ code: 0, out: expect.stringContaining('vendor PACKAGE...') });
    expect(await glovebox('vendor', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--from DIR|URL'),
    });
    expect(await glovebox()).toMatchObject({ code: 2, error: expect.stringContaining('Usage:') });
    expect(await glovebox('vend')).toMatchObject({
      code: 2,
      error: expect.stringContaining('There is no command "vend"'),
    });
  });

  it('ends with 0, 1 or 2: done, not available, not understood', async () => {
    const options = ['--to', to, '--pyodide', pyodide, '--from'];
    expect((await glovebox('vendor', 'drawing', ...options, mirrorOf('distribution'))).code).toBe(0);
    expect((await glovebox('vendor', 'heavy', ...options, mirrorOf('missing'))).code).toBe(1);
    const unknown = await glovebox('vendor', 'numpi');
    expect(unknown).toMatchObject({ code: 2, error: expect.stringContaining('Did you mean numpy?') });
  });
});

describe('the names nearest to one that does not exist', () => {
  const names = ['numpy', 'numcodecs', 'pandas', 'scikit-learn', 'sklearn', 'scikit-image', 'matplotlib', 'six'];
  it.each([
    ['nunpy', ['numpy']],
    ['Pandaz', ['pandas']],
    ['scikit', ['scikit-image', 'scikit-learn']],
    ['matplotib', ['matplotlib']],
    ['zzzzzz', []],
  ])('%s are %j', (name, expected) => {
    expect(suggestNames(name, names).toSorted()).toEqual(expected);
  });
});
