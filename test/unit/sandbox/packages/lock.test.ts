import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inParallel } from '../../../../src/async/inParallel.ts';
import { sha256 } from '../../../../src/sandbox/packages/integrity.ts';
import { GEMINI_LIBRARIES } from '../../../../src/sandbox/packages/knowledge/geminiLibraries.ts';
import { projectOf } from '../../../../src/sandbox/packages/knowledge/importNames.ts';
import { canonicalName, LockIndex, readLock } from '../../../../src/sandbox/packages/lock.ts';
import { WheelCache } from '../../../../src/sandbox/packages/wheelCache.ts';

const readInstalled = (path: string) => readFileSync(createRequire(import.meta.url).resolve(path), 'utf8');
const index = new LockIndex(readLock(JSON.parse(readInstalled('pyodide/pyodide-lock.json'))));

describe("the libraries of Gemini's code execution", () => {
  const from = (where: string) => GEMINI_LIBRARIES.filter((library) => library.from === where);

  it('are listed once each', () => {
    expect(new Set(GEMINI_LIBRARIES.map(({ name }) => name)).size).toBe(37);
  });

  it.each(from('distribution'))('$name comes from the distribution, with all that it needs', ({ name, imports }) => {
    const entry = index.named(name);
    expect(entry?.imports).toEqual(expect.arrayContaining([...imports]));
    expect(imports.map((module) => index.withModule(module)?.name)).toEqual(imports.map(() => entry?.name));
    const needed = index.withDependencies([name]);
    expect(needed.at(-1)).toBe(entry);
    expect(needed.every(({ file_name, sha256: hash }) => file_name !== '' && hash !== '')).toBe(true);
  });

  it.each(from('pypi'))('$name comes from PyPI, and from nowhere nearer', (library) => {
    const project = 'package' in library ? library.package : library.name;
    expect(index.named(library.name)).toBeUndefined();
    expect(library.imports.map((module) => index.withModule(module))).toEqual(library.imports.map(() => undefined));
    expect(library.imports.map((module) => canonicalName(projectOf(module)))).toEqual([canonicalName(project ?? '')]);
  });

  it.each(from('unavailable'))('$name is unavailable, for a reason', ({ reason, imports }) => {
    expect(reason).toMatch(/\w{4,}.*\.$/);
    expect(imports.map((module) => index.withModule(module))).toEqual(imports.map(() => undefined));
  });
});

describe('a lock file', () => {
  it('gives packages after what they depend on, each once', () => {
    const names = index.withDependencies(['matplotlib', 'pandas']).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.indexOf('numpy')).toBeLessThan(names.indexOf('pandas'));
    expect(names.indexOf('pillow')).toBeLessThan(names.indexOf('matplotlib'));
    expect(names).toContain('six');
  });

  it('has every dependency of every package, however it is spelt', () => {
    expect(index.withDependencies(index.names).length).toBe(index.names.length);
  });

  it('of another Pyodide is read, too', () => {
    const older = new LockIndex(readLock(JSON.parse(readInstalled('pyodide029/pyodide-lock.json'))));
    expect(older.withDependencies(['matplotlib']).length).toBeGreaterThan(5);
  });

  it('that is none is refused with what is wrong', () => {
    expect(() => readLock({ info: { abi_version: 'x' } })).toThrow(/at info\.python/);
    expect(() => readLock([])).toThrow();
  });
});

describe('a hash', () => {
  it('is the same if the browser keeps its own implementation back', async () => {
    const bytes = new TextEncoder().encode('glovebox').buffer;
    const own = await sha256(bytes);
    const subtle = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle') ?? {};
    Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined, configurable: true });
    onTestFinished(() => void Object.defineProperty(Crypto.prototype, 'subtle', subtle));
    expect(await sha256(bytes)).toBe(own);
    expect(own).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the wheels that a page keeps', () => {
  const never = new AbortController().signal;
  const ignore = () => {};

  it('are dropped when they are too many, the least used first', async () => {
    const cache = new WheelCache(25);
    const started: string[] = [];
    const start = (key: string) => async () => {
      started.push(key);
      return new ArrayBuffer(10);
    };
    const get = (key: string) => cache.get(key, start(key), never, ignore);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(started).toEqual(['a', 'b', 'c', 'b']);
  });

  it('are not kept if one is bigger than all may be', async () => {
    const cache = new WheelCache(25);
    let started = 0;
    const start = async () => {
      started += 1;
      return new ArrayBuffer(30);
    };
    const get = () => cache.get('big', start, never, ignore);
    await get();
    await get();
    expect(started).toBe(2);
  });

  it('go on coming for one who waits when another gives up', async () => {
    const cache = new WheelCache();
    const giveUp = new AbortController();
    let finish = (_bytes: ArrayBuffer) => {};
    let abandoned = false;
    const start = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (abandoned = true));
      return new Promise<ArrayBuffer>((resolve) => (finish = resolve));
    };
    const impatient = cache.get('x', start, giveUp.signal, ignore);
    const patient = cache.get('x', start, never, ignore);
    giveUp.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    expect(abandoned).toBe(false);
    finish(new ArrayBuffer(1));
    expect((await patient).byteLength).toBe(1);
  });
});

describe('work in parallel', () => {
  it('keeps its order, and to its width', async () => {
    const running: (() => void)[] = [];
    let most = 0;
    const results = inParallel([1, 2, 3, 4, 5], 2, async (n) => {
      await new Promise<void>((resolve) => {
        most = Math.max(most, running.push(resolve));
      });
      return n * 2;
    });
    // What began last ends first.
    for (let ended = 0; ended < 5; ended += 1) {
      await expect.poll(() => running.length).toBe(Math.min(2, 5 - ended));
      running.pop()?.();
    }
    expect(await results).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });
});
