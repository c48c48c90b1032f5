import { expect, it } from 'vitest';
import type { EmscriptenModule } from '../../../../../worker/python/emscripten.ts';
import { compilePaddedCalls, padCalls } from '../../../../../worker/python/stack/paddedCalls.ts';

const COUNT = 45;
const TYPE_SIZE = 256;
const FLAGS = 84;
const HAVE_GC = 1 << 14;
const COMPARE = 100;
const STACK = { base: 100_000, end: 50_000 };

/** A module with types whose objects can be compared, each by a function of its own, which gives its place. */
function moduleWithTypes() {
  const pointer = new WebAssembly.Global({ value: 'i32', mutable: true }, STACK.base);
  const heap = new Uint32Array((COUNT * TYPE_SIZE) / 4);
  const depths: number[] = [];
  const functions: unknown[] = [undefined];
  for (let place = 0; place < COUNT; place += 1) {
    heap[(place * TYPE_SIZE + FLAGS) / 4] = HAVE_GC;
    heap[(place * TYPE_SIZE + COMPARE) / 4] = place + 1;
    functions.push((left: number, right: number, operator: number) => {
      depths[place] = STACK.base - pointer.value;
      return left + right + operator + place;
    });
  }
  const module = {
    HEAPU32: heap,
    ___stack_pointer: pointer,
    wasmTable: { get: (index: number) => functions[index] },
    setWasmTableEntry(index: number, value: unknown) {
      functions[index] = value;
    },
  } as unknown as EmscriptenModule;
  const containers = Array.from({ length: COUNT }, (_, place) => place * TYPE_SIZE);
  return { module, pointer, depths, functions: functions as ((...args: number[]) => number)[], containers };
}

async function pad() {
  const made = moduleWithTypes();
  const refusals: number[] = [];
  const { module, pointer, containers } = made;
  const end = new WebAssembly.Global({ value: 'i32', mutable: true }, STACK.end) as WebAssembly.Global<'i32'>;
  padCalls(module, await compilePaddedCalls(), {
    containers,
    parsers: [],
    end,
    refuse: () => refusals.push(pointer.value),
  });
  return { ...made, refusals };
}

it('every function takes of the stack and gives it back, also if Python has more of them than a module has room for', async () => {
  const { functions, depths, pointer, refusals } = await pad();
  const results = functions.slice(1).map((compare) => compare(100, 200, 300));
  expect(results).toEqual(results.map((_, place) => 600 + place));
  expect(depths).toHaveLength(COUNT);
  expect(Math.min(...depths)).toBeGreaterThanOrEqual(128);
  expect(pointer.value).toBe(STACK.base);
  expect(refusals).toEqual([]);
});

it('a function fails at the end of the stack, and is not called', async () => {
  const { functions, depths, pointer, refusals } = await pad();
  pointer.value = STACK.end + 100;
  expect(functions.at(-1)?.(1, 2, 3)).toBe(0);
  expect(depths).toEqual([]);
  expect(refusals).toHaveLength(1);
  expect(pointer.value).toBe(STACK.end + 100);
});
