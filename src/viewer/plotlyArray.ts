/** Arrays in the JSON of Plotly: of JSON, or the bytes of a typed array in base64. */
import { fromBase64 } from '../bytes/base64.ts';
import { isJsonObject } from '../text/parseJson.ts';

/** The kinds of numbers by their names in Plotly's JSON, which are NumPy's. */
const TYPES = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

type TypeName = keyof typeof TYPES;

/** The length of an array, whose parts are not counted. */
export function lengthOf(values: unknown): number {
  if (Array.isArray(values)) return values.length;
  const typed = typedIn(values);
  if (!typed) return 0;
  const size = (typed.bytes.replace(/=+$/, '').length * 3) / 4;
  return Math.floor(size / TYPES[typed.name].BYTES_PER_ELEMENT);
}

/** The values of an array, without those of rows in it being kept apart; none if it is no array. */
export function valuesIn(values: unknown): readonly unknown[] {
  if (Array.isArray(values)) return values.some(Array.isArray) ? values.flat() : values;
  const typed = typedIn(values);
  if (!typed) return [];
  const Type = TYPES[typed.name];
  try {
    const { buffer, byteLength } = fromBase64(typed.bytes);
    return [...new Type(buffer, 0, Math.floor(byteLength / Type.BYTES_PER_ELEMENT))];
  } catch {
    // Not base64.
    return [];
  }
}

/** The lengths of the rows and columns of an array that has two dimensions. */
export function shapeOf(values: unknown): [rows: number, columns: number] | undefined {
  if (Array.isArray(values)) return Array.isArray(values[0]) ? [values.length, values[0].length] : undefined;
  const shape = isJsonObject(values) && typeof values.shape === 'string' ? values.shape.split(',').map(Number) : [];
  const [rows, columns] = shape;
  return rows !== undefined && columns !== undefined ? [rows, columns] : undefined;
}

function typedIn(values: unknown): { name: TypeName; bytes: string } | undefined {
  if (!isJsonObject(values) || typeof values.bdata !== 'string') return undefined;
  const { dtype = 'f8', bdata } = values;
  return typeof dtype === 'string' && Object.hasOwn(TYPES, dtype)
    ? { name: dtype as TypeName, bytes: bdata }
    : undefined;
}
