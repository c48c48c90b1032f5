import type { EmscriptenModule } from '../emscripten.ts';
import { assemble, op, type Signature } from '../wasmModule.ts';

/**
 * Bytes of Python's stack that a padded call takes, besides its own. A level of compared lists takes 300 bytes of the browser's stack, and one
 * of dictionaries 360: a quarter of that, and some more.
 */
const PAD = 128;

/** A slot of a type: its place in the type, and the signature of its function. */
interface Slot {
  /** Bytes. */
  offset: number;
  signature: Signature;
  /** The result that stands for failure. A function without a result can't fail: Python postpones calls that go too deep. */
  failure?: number;
  /** Whether a call takes three quarters of the remaining stack, since it goes deeper without calling itself. */
  takes?: 'most';
}

const FREES: Signature = { parameters: 1, results: 0 };
const ASKS: Signature = { parameters: 1, results: 1 };
const COMPARES: Signature = { parameters: 3, results: 1 };
const SIGNATURES = [FREES, ASKS, COMPARES];

/** @see https://docs.python.org/3.14/c-api/typeobj.html */
const SLOTS: readonly Slot[] = [
  { offset: 24, signature: FREES }, // tp_dealloc
  { offset: 44, signature: ASKS, failure: 0 }, // tp_repr
  { offset: 60, signature: ASKS, failure: -1 }, // tp_hash
  { offset: 68, signature: ASKS, failure: 0 }, // tp_str
  { offset: 100, signature: COMPARES, failure: 0 }, // tp_richcompare
  { offset: 108, signature: ASKS, failure: 0 }, // tp_iter
  { offset: 112, signature: ASKS, failure: 0 }, // tp_iternext
];
/** tp_call */
const PARSER: Slot = { offset: 64, signature: COMPARES, failure: 0, takes: 'most' };
/** Globals. */
const STACK_POINTER = 0;
const END = 1;
/** The offset of a type's flags, in bytes. */
const FLAGS = 84;
/** The flag of types whose objects can hold others. */
const HAVE_GC = 1 << 14;
/** Names of the types that Pyodide exports. */
const TYPE_NAME = /^_+Py\w+_Type$/;

/** Addresses of types. */
export interface RecursiveTypes {
  /** Types whose objects can hold others, besides those that Pyodide exports. */
  containers: readonly number[];
  /** Types whose calls parse or write a text recursively. */
  parsers: readonly number[];
}

export interface Padding extends RecursiveTypes {
  /** The end of Python's stack. Functions that can fail do so there. */
  end: WebAssembly.Global<'i32'>;
  /** Raises the exception. */
  refuse(): void;
}

/**
 * Makes recursive functions of Python's types use Python's stack in proportion to the browser's stack that they use. By themselves most of
 * them use none of it, so Python would not notice how deep they are.
 */
export function padCalls(module: EmscriptenModule, { containers, parsers, end, refuse }: Padding): void {
  const functions = [
    ...functionsOf(module, [...namedTypes(module), ...containers], SLOTS),
    ...functionsOf(module, parsers, [PARSER]),
  ];
  const typeOf = ({ signature }: Slot) => SIGNATURES.indexOf(signature);
  const code = assemble({
    types: [...SIGNATURES, { parameters: 0, results: 0 }],
    importedFunctions: [...functions.map(([, slot]) => typeOf(slot)), SIGNATURES.length],
    functions: functions.map(([, slot], called) => ({
      type: typeOf(slot),
      locals: 1,
      body: paddedCall(slot, { called, refuse: functions.length }),
    })),
    importedGlobals: ['stackPointer', 'end'],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {
    functions: Object.fromEntries(
      [...functions.map(([index]) => module.wasmTable.get(index)), refuse].map((value, place) => [place, value]),
    ),
    globals: { stackPointer: module.___stack_pointer, end },
  });
  for (const [place, [index]] of functions.entries()) module.setWasmTableEntry(index, exports[place]);
}

function namedTypes(module: EmscriptenModule): number[] {
  const exported = module as unknown as Record<string, unknown>;
  // There are thousands of names: a pattern would take its time.
  const names = Object.keys(exported).filter((name) => name.endsWith('_Type') && TYPE_NAME.test(name));
  return names.map((name) => exported[name]).filter((address) => typeof address === 'number');
}

/** By their places in the table of functions, each once. */
function functionsOf(module: EmscriptenModule, types: readonly number[], slots: readonly Slot[]): Map<number, Slot> {
  const field = (type: number, offset: number) => module.HEAPU32[(type + offset) >> 2] ?? 0;
  const holders = types.filter((type) => field(type, FLAGS) & HAVE_GC);
  return new Map(
    holders
      .flatMap((type) => slots.map((slot) => [field(type, slot.offset), slot] as const))
      .filter(([index]) => index !== 0),
  );
}

interface Call {
  /** Indices of functions. */
  called: number;
  refuse: number;
}

function paddedCall({ signature, takes, failure }: Slot, { called, refuse }: Call): number[] {
  const before = signature.parameters;
  const left = [...op.globalGet(STACK_POINTER), ...op.globalGet(END), ...op.i32Subtract];
  const pad =
    takes === 'most'
      ? [...left, ...op.i32Const(4), ...op.i32Divide, ...op.i32Const(3), ...op.i32Multiply]
      : op.i32Const(PAD);
  const takeBack = [...op.localGet(before), ...op.globalSet(STACK_POINTER)];
  const isOver = [...op.globalGet(STACK_POINTER), ...op.globalGet(END), ...op.i32LessThan];
  const fail = [...op.call(refuse), ...takeBack, ...op.i32Const(failure ?? 0), ...op.return];
  return [
    ...[...op.globalGet(STACK_POINTER), ...op.localSet(before)],
    ...[
      ...op.globalGet(STACK_POINTER),
      ...pad,
      ...op.i32Subtract,
      ...op.i32Const(-16),
      ...op.i32And,
      ...op.globalSet(STACK_POINTER),
    ],
    ...(failure === undefined ? [] : [...isOver, ...op.ifNotZero(fail)]),
    ...Array.from({ length: before }, (_, index) => op.localGet(index)).flat(),
    ...op.call(called),
    ...takeBack,
    ...op.end,
  ];
}
