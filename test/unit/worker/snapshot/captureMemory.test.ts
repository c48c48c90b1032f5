import { expect, it } from 'vitest';
import type { EmscriptenModule } from '../../../../worker/python/emscripten.ts';
import { captureMemory } from '../../../../worker/snapshot/captureMemory.ts';

const SIZE = 80_000;

/** A module of which so many bytes of memory are in use. The word at address 0 says how many. */
function moduleOf(used: number): EmscriptenModule {
  const HEAPU8 = new Uint8Array(2 * SIZE).fill(7, 0, used);
  const HEAPU32 = new Uint32Array(HEAPU8.buffer);
  HEAPU32[0] = used;
  return { HEAPU8, HEAPU32, _emscripten_get_sbrk_ptr: () => 0 } as unknown as EmscriptenModule;
}

it.each([
  ['the buffer of an earlier capture is filled again after the memory has grown by a fifth', SIZE * 1.2, true],
  ['a memory that has outgrown it gets another', SIZE * 1.5, false],
])('%s', (_, used, isSame) => {
  const { memory } = captureMemory(moduleOf(SIZE), undefined);
  const module = moduleOf(used);
  const later = captureMemory(module, memory);
  expect(later.memory === memory).toBe(isSame);
  expect(later).toMatchObject({ parts: [[0, used]], memorySize: used });
  expect(Buffer.from(later.memory, 0, used).equals(module.HEAPU8.subarray(0, used))).toBe(true);
});
