import { type EmscriptenModule, endOfMemory } from '../python/emscripten.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Part of the memory by which a buffer is larger, so that later captures can fill it again: memories grow. The browser takes no memory for
 * pages that are not written, and writing to new ones takes up to twenty times as long as to those that are there.
 */
const ROOM = 1 / 4;

/** @param reuse a buffer for the memory, used if it is large enough */
export function captureMemory(
  module: EmscriptenModule,
  reuse: ArrayBuffer | undefined,
): Pick<Snapshot, 'memory' | 'memoryStart' | 'parts' | 'memorySize'> {
  const memorySize = endOfMemory(module);
  const isLargeEnough = reuse && reuse.byteLength >= memorySize;
  const memory = isLargeEnough ? reuse : new ArrayBuffer(memorySize + Math.ceil(memorySize * ROOM));
  new Uint8Array(memory).set(module.HEAPU8.subarray(0, memorySize));
  return { memory, memoryStart: 0, parts: [[0, memorySize]], memorySize };
}
