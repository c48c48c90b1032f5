import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmscriptenModule } from '../../../../worker/python/emscripten.ts';
import { pack } from '../../../../worker/snapshot/pack.ts';
import { packReceived } from '../../../../worker/snapshot/packReceived.ts';
import { fitsPieces, PIECE_SIZE, sendPieces } from '../../../../worker/snapshot/pieces.ts';
import { receiveMemory } from '../../../../worker/snapshot/restore.ts';
import { memoryOf, separate } from '../../../../worker/snapshot/snapshot.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

/** Not a multiple of any size of pieces. */
const SIZE = 9 * 1024 ** 2 + 12;
/** Where the interpreter keeps the end of the memory that it has handed out. */
const END_AT = 16;

let channel: MessageChannel;
beforeEach(() => {
  channel = new MessageChannel();
  channel.port1.start();
  channel.port2.start();
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
});

/** An interpreter that has written all over its memory. */
function interpreter(size: number, most: number): EmscriptenModule {
  const module = {
    HEAPU8: new Uint8Array(size).fill(7),
    get HEAPU32() {
      return new Uint32Array(this.HEAPU8.buffer);
    },
    growMemory(bytes: number) {
      if (bytes > most) return undefined;
      const larger = new Uint8Array(bytes);
      larger.set(this.HEAPU8);
      this.HEAPU8 = larger;
      return 1;
    },
    _emscripten_get_sbrk_ptr: () => END_AT,
  };
  module.HEAPU32[END_AT / 4] = size;
  return module as unknown as EmscriptenModule;
}

describe('a memory in pieces', () => {
  it.each([
    ['an interpreter that has less', SIZE - 4],
    ['an interpreter that has more', SIZE + 1000 - (SIZE % 4)],
  ])('comes to %s as it was', async (_, size) => {
    const module = interpreter(size, Number.POSITIVE_INFINITY);
    const snapshot = snapshotOf(filled(SIZE));
    const sent = sendPieces([memoryOf(snapshot)], channel.port1);
    await receiveMemory(module, snapshot.memorySize, channel.port2);
    await sent;
    expect(Buffer.compare(module.HEAPU8.subarray(0, SIZE), new Uint8Array(snapshot.memory))).toBe(0);
    expect(module.HEAPU8.subarray(SIZE).every((byte) => byte === 0)).toBe(true);
  });

  it('is refused by an interpreter that may not have so much', () => {
    const { memorySize } = snapshotOf(filled(SIZE));
    expect(() => receiveMemory(interpreter(1024, SIZE - 1), memorySize, channel.port2)).toThrow(/more than the limit/);
  });

  it('is only sent so if it is large, whole, and restored once', () => {
    const library = { name: 'a', handle: 1, global: false, memoryBase: 0, tableBase: 0, tableSize: 0 };
    const whole = snapshotOf(filled(SIZE));
    expect(fitsPieces(whole)).toBe(true);
    expect(fitsPieces(snapshotOf(filled(1024)))).toBe(false);
    expect(fitsPieces({ ...whole, libraries: [library] })).toBe(false);
    expect(fitsPieces({ ...whole, memorySize: SIZE * 2 })).toBe(false);
  });
});

describe('a snapshot in pieces', () => {
  it.each([
    ['of a whole piece', PIECE_SIZE, []],
    ['with an empty file at the end', PIECE_SIZE - 1, ['a', '']],
    ['with files over several pieces', SIZE, ['', 'a file', 'b'.repeat(3 * PIECE_SIZE), 'another']],
  ])('%s is packed as where it came from', async (_, size, files) => {
    const snapshot = { ...snapshotOf(filled(size), files), openFiles: [openFile('gone'), openFile()] };
    const { bytes, ...rest } = separate(snapshot);
    const sent = sendPieces(bytes, channel.port1);
    const received = structuredClone(rest);
    const packed = await packReceived(received, { kind: 'whole', compress: false }, channel.port2);
    await sent;
    expect('bytes' in packed && Buffer.from(packed.bytes).equals(Buffer.from(await pack(snapshot, false)))).toBe(true);
  });

  it('begins anywhere in a buffer, and leaves it as it is', async () => {
    const snapshot = snapshotOf(filled(SIZE));
    const elsewhere = new Uint8Array(SIZE + 4096);
    elsewhere.set(new Uint8Array(snapshot.memory), 8);
    const moved = { ...snapshot, memory: elsewhere.buffer, memoryStart: 8 };
    const { bytes, ...rest } = separate(moved);
    sendPieces(bytes, channel.port1);
    const packed = await packReceived(rest, { kind: 'whole', compress: false }, channel.port2);
    expect('bytes' in packed && Buffer.from(packed.bytes).equals(Buffer.from(await pack(snapshot, false)))).toBe(true);
    expect(moved.memory.byteLength).toBe(SIZE + 4096);
  });
});

function openFile(text?: string) {
  const file = { descriptor: 3, path: '/open', flags: 0, position: 0 };
  return text === undefined ? file : { ...file, contents: new TextEncoder().encode(text) };
}
