/** Assembles WebAssembly modules of small functions. */

const I32 = 0x7f;
const FUNCTION = 0x60;
const MUTABLE = 1;

/** @see https://webassembly.github.io/spec/core/binary/instructions.html */
export const op = {
  i32Const: (value: number) => [0x41, ...signed(value)],
  i32Add: [0x6a],
  i32Subtract: [0x6b],
  i32Multiply: [0x6c],
  i32Divide: [0x6d],
  i32And: [0x71],
  /** Whether the first of two numbers without a sign is the smaller one. */
  i32LessThan: [0x49],
  localGet: (index: number) => [0x20, ...unsigned(index)],
  localSet: (index: number) => [0x21, ...unsigned(index)],
  globalGet: (index: number) => [0x23, ...unsigned(index)],
  globalSet: (index: number) => [0x24, ...unsigned(index)],
  call: (index: number) => [0x10, ...unsigned(index)],
  /** Runs `then`, which leaves no value, if the value before it is not 0. */
  ifNotZero: (then: number[]) => [0x04, 0x40, ...then, 0x0b],
  return: [0x0f],
  end: [0x0b],
};

/** How many 32-bit numbers a function takes, and how many it gives: none or one. */
export interface Signature {
  parameters: number;
  results: number;
}

export interface OwnFunction {
  /** The index of its type. */
  type: number;
  /** Local variables besides its parameters. */
  locals: 0 | 1;
  /** Instructions. */
  body: number[];
}

export interface ModuleText {
  types: readonly Signature[];
  /** Functions of the module `functions`, called by their place: the index of the type of each. They come before the module's own. */
  importedFunctions: readonly number[];
  /** The module's own functions, which are exported by their place among them. */
  functions: readonly OwnFunction[];
  /** Names of numbers of the module `globals` that can be changed. Without any, the module has one of its own, exported as `global`. */
  importedGlobals: readonly string[];
}

/** @see https://webassembly.github.io/spec/core/binary/modules.html */
export function assemble(text: ModuleText): Uint8Array<ArrayBuffer> {
  const { types, importedFunctions, functions, importedGlobals } = text;
  const imports = importedFunctions.map((type, index) => [...name('functions'), ...name(String(index)), 0x00, type]);
  for (const global of importedGlobals) imports.push([...name('globals'), ...name(global), 0x03, I32, MUTABLE]);
  const exports = functions.map((_, index) => [
    ...name(String(index)),
    0x00,
    ...unsigned(importedFunctions.length + index),
  ]);
  if (importedGlobals.length === 0) exports.push([...name('global'), 0x03, 0x00]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types.map(typeOf)),
    ...section(2, imports),
    ...section(
      3,
      functions.map(({ type }) => unsigned(type)),
    ),
    ...(importedGlobals.length > 0 ? [] : section(6, [[I32, MUTABLE, ...op.i32Const(0), ...op.end]])),
    ...section(7, exports),
    ...section(
      10,
      functions.map(({ locals, body }) => sized([...(locals ? [1, locals, I32] : [0]), ...body])),
    ),
  ]);
}

function typeOf({ parameters, results }: Signature): number[] {
  return [FUNCTION, ...numbers(parameters), ...numbers(results)];
}

function numbers(count: number): number[] {
  return [...unsigned(count), ...Array<number>(count).fill(I32)];
}

function section(id: number, entries: number[][]): number[] {
  return [id, ...sized([...unsigned(entries.length), ...entries.flat()])];
}

function sized(bytes: number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function name(text: string): number[] {
  return sized([...new TextEncoder().encode(text)]);
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const rest = value >> 7;
  const isLast = rest === (value & 0x40 ? -1 : 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
