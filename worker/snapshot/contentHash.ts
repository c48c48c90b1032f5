/** Bytes of a block. */
const BLOCK = 16;
/** Numbers of MurmurHash3. */
const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

/**
 * Names contents by 64 bits: MurmurHash3 for 128 bits on x86, of which half is enough, with the last block filled up with zeros. It tells
 * contents apart that honest code has made. Code that forges contents with the same name harms only its own session.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function contentHash(bytes: Uint8Array<ArrayBuffer>): string {
  const words = inWholeBlocks(bytes);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let index = 0; index < words.length; index += 4) {
    a ^= Math.imul(rotate(Math.imul(words[index] as number, C1), 15), C2);
    a = (Math.imul(rotate(a, 19) + b, 5) + 0x561ccd1b) | 0;
    b ^= Math.imul(rotate(Math.imul(words[index + 1] as number, C2), 16), C3);
    b = (Math.imul(rotate(b, 17) + c, 5) + 0x0bcaa747) | 0;
    c ^= Math.imul(rotate(Math.imul(words[index + 2] as number, C3), 17), C4);
    c = (Math.imul(rotate(c, 15) + d, 5) + 0x96cd1c35) | 0;
    d ^= Math.imul(rotate(Math.imul(words[index + 3] as number, C4), 18), C1);
    d = (Math.imul(rotate(d, 13) + a, 5) + 0x32ac3b17) | 0;
  }
  const length = bytes.byteLength;
  [a, b, c, d] = mixed([a ^ length, b ^ length, c ^ length, d ^ length].map((word) => word | 0));
  [a, b] = mixed([a, b, c, d].map(avalanche));
  return hexadecimal(a) + hexadecimal(b);
}

/** In words, which have to begin at a multiple of 4 in their buffer. */
function inWholeBlocks(bytes: Uint8Array<ArrayBuffer>): Int32Array {
  if (bytes.byteOffset % 4 === 0 && bytes.byteLength % BLOCK === 0) {
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  const filled = new Uint8Array(Math.ceil(bytes.byteLength / BLOCK) * BLOCK);
  filled.set(bytes);
  return new Int32Array(filled.buffer);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Lets each word depend on all. */
function mixed(words: number[]): [number, number, number, number] {
  const sum = words.reduce((sum, word) => (sum + word) | 0, 0);
  const [, ...others] = words as [number, number, number, number];
  return [sum, ...others.map((word) => (word + sum) | 0)] as [number, number, number, number];
}

/** Lets each bit depend on all bits of the word. */
function avalanche(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) | 0;
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
