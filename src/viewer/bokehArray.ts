/** Arrays in documents of Bokeh: of JSON, or the bytes of a typed array, compressed, in base64. */
import { fromBase64 } from '../bytes/base64.ts';
import { isJsonObject } from '../text/parseJson.ts';

/** The kinds of numbers by their names in Bokeh's JSON, which are NumPy's. */
const TYPES = {
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;
/** Bytes of all arrays of a document that are read: a few may be compressed to almost nothing. */
const MAX_SIZE = 32 * 1024 ** 2;

/** Reads the arrays of a document, until they are too large together. */
export class BokehArrays {
  #room = MAX_SIZE;

  /**
   * The values of an array, without those of arrays in it being kept apart, and with `null` for those that are no finite numbers; none if it
   * is no array, a malformed one, or too large.
   */
  async read(values: unknown): Promise<readonly unknown[]> {
    if (Array.isArray(values)) return this.#readList(values);
    if (!isJsonObject(values) || values.type !== 'ndarray') return [];
    const { array, dtype } = values;
    if (Array.isArray(array)) return this.#readList(array);
    if (!isJsonObject(array) || typeof array.data !== 'string' || typeof dtype !== 'string') return [];
    if (!Object.hasOwn(TYPES, dtype)) return [];
    const Type = TYPES[dtype as keyof typeof TYPES];
    const bytes = await this.#decompress(array.data).catch(() => new Uint8Array());
    return [...new Type(bytes.buffer, 0, Math.floor(bytes.length / Type.BYTES_PER_ELEMENT))].map(finite);
  }

  async #readList(values: readonly unknown[]): Promise<readonly unknown[]> {
    const read: (readonly unknown[])[] = [];
    for (const value of values) read.push(isArray(value) ? await this.read(value) : [finite(value)]);
    return read.flat();
  }

  async #decompress(base64: string): Promise<Uint8Array<ArrayBuffer>> {
    const reader = new Blob([fromBase64(base64)]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      const { value } = await reader.read();
      if (!value) break;
      this.#room -= value.length;
      if (this.#room < 0) {
        await reader.cancel();
        return new Uint8Array();
      }
      pieces.push(value);
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }
}

function isArray(value: unknown): boolean {
  return Array.isArray(value) || (isJsonObject(value) && value.type === 'ndarray');
}

function finite(value: unknown): unknown {
  const isOther = isJsonObject(value) && value.type === 'number';
  return isOther || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;
}
