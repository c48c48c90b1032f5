import type { EmscriptenModule } from '../emscripten.ts';
import { assemble, op, type Signature } from '../wasmModule.ts';

/**
 * Bytes of Python's stack that a padded call takes, besides its own. A level of compared lists takes 300 bytes of the browser's stack, and one
 * of dictionaries 360: a quarter of that, and some more.
 */
const PAD = 128;

/** Functions that are padded alike. */
interface Kind {
  signature: Signature;
  /** The result that stands for failure. A function without a result can't fail: Python postpones calls that go too deep. */
  failure?: number;
  /** Whether a call takes three quarters of the remaining stack, since it goes deeper without calling itself. */
  takes?: 'most';
  /** How many of them a module has room for: some more than Python 3.14 has. */
  places: number;
}

const FREES: Kind = { signature: { parameters: 1, results: 0 }, places: 100 };
const ASKS: Kind = { signature: { parameters: 1, results: 1 }, failure: 0, places: 125 };
const HASHES: Kind = { signature: { parameters: 1, results: 1 }, failure: -1, places: 15 };
const COMPARES: Kind = { signature: { parameters: 3, results: 1 }, failure: 0, places: 20 };
const PARSES: Kind = { signature: { parameters: 3, results: 1 }, failure: 0, takes: 'most', places: 5 };
const KINDS = [FREES, ASKS, HASHES, COMPARES, PARSES];

/** Offsets of functions in a type, in bytes. @see https://docs.python.org/3.14/c-api/typeobj.html */
const SLOTS = new Map<number, Kind>([
  [24, FREES], // tp_dealloc
  [44, ASKS], // tp_repr
  [60, HASHES], // tp_hash
  [68, ASKS], // tp_str
  [100, COMPARES], // tp_richcompare
  [108, ASKS], // tp_iter
  [112, ASKS], // tp_iternext
]);
const PARSER_SLOTS = new Map([[64, PARSES]]); // tp_call
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
 * Compiles the module of padded calls, which has no function of Python's yet.
 *
 * To be called before the engine is compiled: WebKit optimizes that one for seconds, and a module that comes later waits for its turn, up to
 * 900 ms.
 */
export function compilePaddedCalls(): Promise<WebAssembly.Module> {
  const places = KINDS.flatMap((kind, type) => Array.from({ length: kind.places }, () => ({ kind, type })));
  return WebAssembly.compile(
    assemble({
      types: [...KINDS.map(({ signature }) => signature), { parameters: 0, results: 0 }],
      importedFunctions: [...places.map(({ type }) => type), KINDS.length],
      functions: places.map(({ kind, type }, called) => ({
        type,
        locals: 1,
        body: paddedCall(kind, { called, refuse: places.length }),
      })),
      importedGlobals: ['stackPointer', 'end'],
    }),
  );
}

/**
 * Makes recursive functions of Python's types use Python's stack in proportion to the browser's stack that they use. By themselves most of
 * them use none of it, so Python would not notice how deep they are.
 *
 * @param compiled what {@link compilePaddedCalls} gave
 */
export function padCalls(
  module: EmscriptenModule,
  compiled: WebAssembly.Module,
  { containers, parsers, end, refuse }: Padding,
): void {
  const functions = new Map([
    ...functionsOf(module, [...namedTypes(module), ...containers], SLOTS),
    ...functionsOf(module, parsers, PARSER_SLOTS),
  ]);
  const ofKind = KINDS.map((wanted) => [...functions].filter(([, kind]) => kind === wanted).map(([index]) => index));
  // Once, unless a version of Python has more of them than there are places.
  while (ofKind.some((indices) => indices.length > 0)) {
    const placed = KINDS.flatMap(({ places }, kind) => {
      const indices = ofKind[kind]?.splice(0, places) ?? [];
      return Array.from({ length: places }, (_, place) => indices[place]);
    });
    const called = placed.map((index) => (index === undefined ? UNUSED : module.wasmTable.get(index)));
    const { exports } = new WebAssembly.Instance(compiled, {
      functions: { ...called, [called.length]: refuse },
      globals: { stackPointer: module.___stack_pointer, end },
    });
    for (const [place, index] of placed.entries()) {
      if (index !== undefined) module.setWasmTableEntry(index, exports[place]);
    }
  }
}

/** Stands in places that no function needs. */
const UNUSED = () => 0;

function namedTypes(module: EmscriptenModule): number[] {
  const exported = module as unknown as Record<string, unknown>;
  // There are thousands of names: a pattern would take its time.
  const names = Object.keys(exported).filter((name) => name.endsWith('_Type') && TYPE_NAME.test(name));
  return names.map((name) => exported[name]).filter((address) => typeof address === 'number');
}

/** By their places in the table of functions, each once. */
function functionsOf(
  module: EmscriptenModule,
  types: readonly number[],
  slots: ReadonlyMap<number, Kind>,
): Map<number, Kind> {
  const field = (type: number, offset: number) => module.HEAPU32[(type + offset) >> 2] ?? 0;
  const holders = types.filter((type) => field(type, FLAGS) & HAVE_GC);
  return new Map(
    holders
      .flatMap((type) => [...slots].map(([offset, kind]) => [field(type, offset), kind] as const))
      .filter(([index]) => index !== 0),
  );
}

interface Call {
  /** Indices of functions. */
  called: number;
  refuse: number;
}

function paddedCall({ signature, takes, failure }: Kind, { called, refuse }: Call): number[] {
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
