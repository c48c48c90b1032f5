/** Bytes of a word, and words that are taken together: each has a sum of its own, so that processors need not wait for one to do the next. */
const WORD = 4;
const LANES = 4;
/** @see http://www.isthe.com/chongo/tech/comp/fnv/ FNV-1a, 32 bits, though word by word */
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5;

/**
 * A sum of 32 bits that finds damage, not forgery: one changed word changes it for sure. An unforgeable hash would take as long as restoring a
 * snapshot, because browsers have none built in for the workers of the frame.
 *
 * @param bytes that begin at a multiple of 4 in their buffer
 */
export function checksum({ buffer, byteOffset: start, byteLength }: Uint8Array<ArrayBuffer>): number {
  const count = Math.floor(byteLength / WORD);
  const words = new Int32Array(buffer, start, count);
  const whole = count - (count % LANES);
  let [a, b, c, d] = [BASIS, BASIS, BASIS, BASIS];
  for (let index = 0; index < whole; index += LANES) {
    a = Math.imul(a ^ (words[index] as number), PRIME);
    b = Math.imul(b ^ (words[index + 1] as number), PRIME);
    c = Math.imul(c ^ (words[index + 2] as number), PRIME);
    d = Math.imul(d ^ (words[index + 3] as number), PRIME);
  }
  const rest = new Uint8Array(buffer, start + whole * WORD, byteLength - whole * WORD);
  return [a, b, c, d, ...rest].reduce((sum, value) => Math.imul(sum ^ value, PRIME), BASIS) >>> 0;
}
