import { expect, it, vi } from 'vitest';
import type { EmscriptenModule } from '../../../../worker/python/emscripten.ts';
import { captureFunctions } from '../../../../worker/snapshot/libraries.ts';
import type { Library } from '../../../../worker/snapshot/snapshot.ts';

const OWN = 3;
const add = () => {};
const subtract = () => {};
const callback = () => {};

/** An interpreter with a table of functions: three of its own, and what was added. */
function moduleWith(added: (typeof add | null)[]) {
  const table = [add, add, add, ...added];
  const get = vi.fn((index: number) => table[index]);
  const loadedLibsByName = { '/math.so': { name: '/math.so', exports: { add, subtract, PI: 3 } } };
  const module = {
    wasmTable: { get, length: table.length },
    ownTableLength: OWN,
    LDSO: { loadedLibsByName },
    GOT: { malloc: {}, subtract: {} },
    ownSymbols: 1,
  };
  return { module: module as unknown as EmscriptenModule, get };
}

function library(tableBase: number, tableSize: number): Library {
  return { name: `/${tableBase}.so`, handle: 8, global: true, memoryBase: 0, tableBase, tableSize };
}

it('functions that symbols led to, or that were looked up, are captured with their places', () => {
  const { module } = moduleWith([callback, subtract, callback, callback, null, add]);
  expect(captureFunctions(module, [library(5, 2), library(3, 1), library(0, 0)])).toEqual([
    { index: 4, library: '/math.so', symbol: 'subtract' },
    { index: 8, library: '/math.so', symbol: 'add' },
  ]);
});

it('functions in the ranges of libraries are not looked at', () => {
  const { module, get } = moduleWith([callback, callback, null, callback]);
  expect(captureFunctions(module, [library(6, 20), library(3, 2), library(4, 1)])).toEqual([]);
  expect(get.mock.calls).toEqual([[5]]);
});

it('a callback for C code is refused wherever it is', () => {
  for (const added of [[callback], [callback, add], [add, callback]]) {
    const { module } = moduleWith([...added, null]);
    expect(() => captureFunctions(module, [library(6, 1)])).toThrow('a callback for C code');
  }
});
