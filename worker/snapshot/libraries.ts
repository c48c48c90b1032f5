/** Native modules and the libraries that they link to: code that lives outside the interpreter's memory, at addresses inside it. */
import type { EmscriptenModule, LoadedLibrary } from '../python/emscripten.ts';
import { type Contents, type Library, type Snapshot, SnapshotError, type TableFunction } from './snapshot.ts';

/**
 * Offsets in Emscripten's record of a library, in bytes.
 * @see https://github.com/emscripten-core/emscripten/blob/main/system/lib/libc/dynlink.h `struct dso`
 */
const MEMORY_BASE = 12;
const MEMORY_SIZE = 16;
const TABLE_BASE = 20;
const TABLE_SIZE = 24;

/** Emscripten's name for the interpreter itself. */
const MAIN = '__main__';

/** @throws SnapshotError if a library was loaded without a handle, so that it can't be restored */
export function captureLibraries({ LDSO, HEAPU32 }: EmscriptenModule): Library[] {
  const handles = new Map(
    Object.entries(LDSO.loadedLibsByHandle).map(([handle, library]) => [library, Number(handle)]),
  );
  return Object.values(LDSO.loadedLibsByName)
    .filter(({ name }) => name !== MAIN)
    .map((library) => {
      const { name, global } = library;
      const handle = handles.get(library);
      if (!handle) throw new SnapshotError(`the library ${name} was loaded in a way that cannot be repeated`);
      const field = (offset: number) => HEAPU32[(handle + offset) >> 2] ?? 0;
      return {
        name,
        handle,
        global,
        memoryBase: field(MEMORY_BASE),
        tableBase: field(TABLE_BASE),
        tableSize: field(TABLE_SIZE),
      };
    });
}

/**
 * The functions in the table that are neither the interpreter's own nor in the range of a library: those that a library's symbols led to.
 *
 * @throws SnapshotError for any other function: a callback that code made for a C function
 */
export function captureFunctions(module: EmscriptenModule, libraries: readonly Library[]): TableFunction[] {
  const { wasmTable, LDSO, ownTableLength } = module;
  const loaded = Object.values(LDSO.loadedLibsByName);
  // Libraries export tens of thousands, and hardly ever is a function in the table that no symbol led to: one that ctypes looked up.
  let usual: ReturnType<typeof functionsOf> | undefined;
  let all: ReturnType<typeof functionsOf> | undefined;
  const functions: TableFunction[] = [];
  for (const index of indicesOutside(libraries, ownTableLength, wasmTable.length)) {
    const value: unknown = wasmTable.get(index);
    if (value === null) continue;
    usual ??= functionsOf(loaded, addedSymbols(module));
    if (!usual.has(value)) all ??= functionsOf(loaded);
    const symbol = usual.get(value) ?? all?.get(value);
    if (!symbol)
      throw new SnapshotError('there is a callback for C code (ctypes or cffi), which lives in this browser tab');
    functions.push({ index, ...symbol });
  }
  return functions;
}

/** The places in the table between the ranges of libraries: these have tens of thousands, and to get a function takes the browser long. */
function* indicesOutside(libraries: readonly Library[], start: number, stop: number): Generator<number> {
  let index = start;
  for (const { tableBase, tableSize } of libraries.toSorted((a, b) => a.tableBase - b.tableBase)) {
    for (; index < Math.min(tableBase, stop); index += 1) yield index;
    index = Math.max(index, tableBase + tableSize);
  }
  for (; index < stop; index += 1) yield index;
}

/**
 * The addresses of symbols that libraries have, which the interpreter itself does not have when it starts: those of their own functions and
 * data, and of what some only look for.
 */
export function captureSymbols(module: EmscriptenModule): [string, number][] {
  return addedSymbols(module).map((symbol) => [symbol, (module.GOT[symbol]?.value ?? 0) >>> 0]);
}

/** Emscripten looks through its table for each symbol that it is asked for: here for those alone that came later than its own. */
function addedSymbols({ GOT, ownSymbols }: EmscriptenModule): string[] {
  return Reflect.ownKeys(GOT).slice(ownSymbols) as string[];
}

/** @param names of those that are looked for; without it, all are */
function functionsOf(
  libraries: readonly LoadedLibrary[],
  names?: readonly string[],
): Map<unknown, { library: string; symbol: string }> {
  const functions = new Map<unknown, { library: string; symbol: string }>();
  for (const { name: library, exports } of libraries) {
    for (const symbol of names ?? Object.keys(exports)) {
      const value = Object.hasOwn(exports, symbol) ? exports[symbol] : undefined;
      if (typeof value === 'function') functions.set(value, { library, symbol });
    }
  }
  return functions;
}

/**
 * Compiles libraries ahead of their restoring, which reports any failure itself.
 *
 * @param modules what was compiled before, by the contents of the library's file; it is added to
 */
export async function compileLibraries(
  { libraries, tree }: Pick<Snapshot, 'libraries' | 'tree'>,
  modules = new WeakMap<Contents, Promise<WebAssembly.Module>>(),
): Promise<void> {
  const names = new Set(libraries.map(({ name }) => name));
  const files = new Map(
    tree.flatMap((entry) => (entry.kind === 'file' && names.has(entry.path) ? [[entry.path, entry.contents]] : [])),
  );
  const compileOne = async (library: Library) => {
    const contents = files.get(library.name);
    if (!contents) return;
    const compiling = modules.get(contents) ?? WebAssembly.compile(contents);
    modules.set(contents, compiling);
    library.module = await compiling;
  };
  await Promise.allSettled(libraries.map(compileOne));
}

/**
 * Loads the libraries at the addresses that they had, into the memory that is restored already. They keep the data that they have there, and
 * their constructors don't run: these have made it what it is.
 *
 * Symbols get their addresses first: Emscripten would put functions in the places that are free, which may be others than when the session
 * loaded them.
 *
 * @throws SnapshotError if an address is taken, or the table of functions differs afterwards
 */
export function restoreLibraries(module: EmscriptenModule, snapshot: Snapshot): void {
  const { libraries, functions, symbols, tableLength } = snapshot;
  const { wasmTable, LDSO, GOT } = module;
  for (const [symbol, at] of symbols) GOT[symbol] = new WebAssembly.Global({ value: 'i32', mutable: true }, at);
  const grown = growAhead(wasmTable, tableLength);
  for (const library of libraries) {
    const { name, handle, global, memoryBase, tableBase, tableSize } = library;
    // One without functions of its own has no place in the table.
    if (tableSize > 0) growTable(wasmTable, tableBase, name);
    module.recordedMemoryBases = [memoryBase];
    const flags = { loadAsync: false, nodelete: true, allowUndefined: true, global };
    const size = module.HEAPU32[(handle + MEMORY_SIZE) >> 2] ?? 0;
    const data = module.HEAPU8.slice(memoryBase, memoryBase + size);
    withCompiled(module, library, () => module.loadDynamicLibrary(name, flags, global ? undefined : {}, handle));
    module.HEAPU8.set(data, memoryBase);
    checkBases(module, { name, handle, memoryBase, tableBase });
  }
  module.recordedMemoryBases = undefined;
  grown();
  for (const { index, library, symbol } of functions) {
    const value = LDSO.loadedLibsByName[library]?.exports[symbol];
    if (typeof value !== 'function') throw new SnapshotError(`there is no function ${symbol} in ${library}`);
    if (wasmTable.get(index) === null) module.setWasmTableEntry(index, value);
    module.updateTableMap(index, 1);
  }
}

/** Emscripten reads the file of a library, and compiles it. Here it finds that done. */
function withCompiled({ FS }: EmscriptenModule, { name, module: compiled }: Library, load: () => void): void {
  const { readFile } = FS;
  if (compiled) FS.readFile = (path, options) => (path === name ? compiled : readFile(path, options));
  try {
    load();
  } finally {
    FS.readFile = readFile;
  }
}

/**
 * Grows the table once. Libraries, and many of their functions, each grow it by a little, and browsers take long for each time: they find it
 * grown, and as long as they have made it, until the function is called that this gives.
 */
function growAhead(table: WebAssembly.Table, length: number): () => void {
  let taken = table.length;
  growTable(table, length, 'the whole');
  const grow = (count: number) => {
    if (taken + count > length) throw new SnapshotError(`the table of functions has more than ${length} entries`);
    taken += count;
    return taken - count;
  };
  Object.defineProperties(table, {
    length: { configurable: true, get: () => taken },
    grow: { configurable: true, value: grow },
  });
  return () => {
    Reflect.deleteProperty(table, 'length');
    Reflect.deleteProperty(table, 'grow');
  };
}

function growTable(table: WebAssembly.Table, length: number, name: string): void {
  if (table.length > length) {
    throw new SnapshotError(`the table of functions has ${table.length} entries where ${name} needs ${length}`);
  }
  if (table.length < length) table.grow(length - table.length);
}

function checkBases(
  { HEAPU32 }: EmscriptenModule,
  { name, handle, memoryBase, tableBase }: Omit<Library, 'global' | 'tableSize'>,
): void {
  const found = [MEMORY_BASE, TABLE_BASE].map((offset) => HEAPU32[(handle + offset) >> 2]);
  if (found[0] === memoryBase && found[1] === tableBase) return;
  throw new SnapshotError(`${name} came to lie at ${found.join(' and ')} instead of ${memoryBase} and ${tableBase}`);
}
