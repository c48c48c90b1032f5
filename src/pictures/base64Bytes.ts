/** Reads allowed per picture, so that a crafted file can't keep the parser busy. */
const MAX_READS = 100_000;

/** Bytes in base64, of which only those that are read are decoded. */
export class Base64Bytes {
  readonly #text: string;
  #reads = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws RangeError if there are fewer bytes, or after too many reads */
  slice(at: number, length: number): Uint8Array {
    this.#reads += 1;
    if (this.#reads > MAX_READS) throw new RangeError('Reading this takes too long.');
    // Four characters hold three bytes.
    const before = at % 3;
    const from = ((at - before) / 3) * 4;
    const decoded = atob(this.#text.slice(from, from + Math.ceil((before + length) / 3) * 4));
    if (decoded.length < before + length) throw new RangeError(`There is nothing at ${at}.`);
    return Uint8Array.from({ length }, (_, index) => decoded.charCodeAt(before + index));
  }

  byte(at: number): number {
    return this.slice(at, 1)[0] ?? 0;
  }

  /** @param length at most 4 */
  number(at: number, length: number, endian: 'little' | 'big'): number {
    const bytes = this.slice(at, length);
    return (endian === 'little' ? bytes.reverse() : bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  /** Whether these ASCII characters are there. */
  has(text: string, at: number): boolean {
    return this.text(at, text.length) === text;
  }

  /** Latin-1. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.slice(at, length));
  }
}
