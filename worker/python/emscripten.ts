import type { PyodideAPI } from 'pyodide';

/**
 * The parts of Pyodide's Emscripten module that are used here. A main module exports all of Emscripten's runtime.
 *
 * @see https://emscripten.org/docs/compiling/Dynamic-Linking.html
 */
export interface EmscriptenModule {
  API: PyodideInternals;
  FS: FileSystem;
  HEAPU8: Uint8Array<ArrayBuffer>;
  HEAPU32: Uint32Array<ArrayBuffer>;
  LDSO: { loadedLibsByName: Record<string, LoadedLibrary>; loadedLibsByHandle: Record<string, LoadedLibrary> };
  wasmTable: WebAssembly.Table;
  /** The addresses of symbols, for libraries: places in memory, and in the table of functions. Its global offset table. */
  GOT: Record<string, WebAssembly.Global<'i32'>>;
  /** Grows the memory to a size in bytes, and tells whether that worked. */
  growMemory(bytes: number): 1 | undefined;
  _emscripten_get_sbrk_ptr(): number;
  /** The addresses at which the stack begins and ends. It grows downwards. */
  _emscripten_stack_get_base(): number;
  _emscripten_stack_get_end(): number;
  _emscripten_stack_set_limits(base: number, end: number): void;
  ___stack_pointer: WebAssembly.Global;
  stackSave(): number;
  stackRestore(pointer: number): void;
  stringToUTF8OnStack(text: string): number;
  UTF8ToString(address: number): string;
  /** Puts a function of JavaScript into the table, and gives its place there. `signature`: a letter for the result, and for each parameter. */
  addFunction(value: (...numbers: number[]) => number, signature: string): number;
  /** Python's C API. Numbers are addresses; an exception's is that of a pointer to its type. @see https://docs.python.org/3.14/c-api/ */
  _PyErr_SetString(type: number, message: number): void;
  _PyErr_Clear(): void;
  _PyExc_RecursionError: number;
  _PyExc_SyntaxError: number;
  _PyTuple_GetItem(tuple: number, index: number): number;
  _PyBytes_AsString(bytes: number): number;
  _PyUnicode_AsUTF8(text: number): number;
  _PySys_AddAuditHook(hook: number, data: number): number;
  _PyInterpreterState_Get(): number;
  _PyInterpreterState_ThreadHead(interpreter: number): number;
  _PyThreadState_Get(): number;
  _PyThreadState_Next(threadState: number): number;
  /** Since 3.14. */
  _PyUnstable_ThreadState_SetStackProtection?(threadState: number, start: number, size: number): number;
  loadDynamicLibrary(
    name: string,
    flags: { loadAsync: boolean; nodelete: boolean; allowUndefined: boolean; global: boolean },
    localScope: Record<string, unknown> | undefined,
    handle: number,
  ): unknown;
  /** The address of the flag that has Python poll signals. */
  _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
  /** The address of the number of checks until it polls next. Since 3.14. */
  __Py_emscripten_signal_clock?: number;
  /** Puts a function into the table, and into Emscripten's copy of it. */
  setWasmTableEntry(index: number, value: unknown): void;
  /** Remembers the places of the functions in a part of the table. */
  updateTableMap(start: number, count: number): void;
  /** Whether Pyodide can suspend Python in this browser. */
  jspiSupported: boolean;
  /** Entries that the table of functions had when the module was made: those of the interpreter itself. */
  ownTableLength: number;
  /** Symbols that {@link GOT} had then. */
  ownSymbols: number;
  /**
   * While libraries of a snapshot are loaded: the addresses at which the next are placed, in order. The factory's text is changed to look here.
   */
  recordedMemoryBases: number[] | undefined;
  /** Gives an entry of Pyodide's table of the JavaScript values that Python refers to. Throws beyond its end. */
  __hiwire_get(index: number): unknown;
}

/** A shared library that Emscripten has loaded. */
export interface LoadedLibrary {
  name: string;
  global: boolean;
  exports: Record<string, unknown>;
}

interface PyodideInternals {
  config: { BUILD_ID: string };
  version: string;
  /** The values that the first places of that table must have when a snapshot is taken, and get when it is restored. */
  getExpectedKeys(): unknown[];
  serializeHiwireState(serialize: (value: unknown) => unknown): References;
  /** Called by the loader with what it was given as a snapshot, before Python is looked at for the first time. */
  restoreSnapshot(snapshot: Uint8Array): References;
}

/** The JavaScript objects that Python refers to, by their places in Pyodide's table of them. JSON. */
export interface References {
  hiwireKeys: unknown[];
  immortalKeys: string[];
}

/** @see https://emscripten.org/docs/api_reference/Filesystem-API.html */
export interface FileSystem {
  root: FileNode;
  filesystems: { MEMFS: MemoryFileSystem };
  ErrnoError: new (number: number) => Error;
  streams: (FileStream | null | undefined)[];
  lookupPath(path: string): { node: FileNode };
  isDir(mode: number): boolean;
  isLink(mode: number): boolean;
  isFile(mode: number): boolean;
  isChrdev(mode: number): boolean;
  mkdirTree(path: string): void;
  symlink(target: string, path: string): void;
  unlink(path: string): void;
  chmod(path: string, mode: number): void;
  /** Gives the bytes. The loader of libraries also takes a module for those of its file. */
  readFile(path: string, options: { encoding: 'binary' }): Uint8Array | WebAssembly.Module;
  writeFile(path: string, contents: Uint8Array, options: { canOwn: boolean }): void;
  open(path: string, flags: number): FileStream;
  createStream(stream: FileStream, descriptor: number): FileStream;
  llseek(stream: FileStream, offset: number, whence: number): number;
  cwd(): string;
  chdir(path: string): void;
}

/** The files in memory. Emscripten looks these functions up here whenever it calls them. */
export interface MemoryFileSystem {
  createNode(parent: FileNode, name: string, mode: number, device: number): FileNode;
  expandFileStorage(node: FileNode, capacity: number): void;
  resizeFileStorage(node: FileNode, size: number): void;
  ops_table: {
    dir: { node: FileOperations<'mknod' | 'rename' | 'unlink' | 'rmdir' | 'symlink' | 'setattr'> };
    file: {
      node: FileOperations<'setattr'>;
      stream: FileOperations<'msync'> & {
        write(
          stream: Pick<FileStream, 'node'>,
          buffer: Uint8Array,
          offset: number,
          length: number,
          position: number,
          canOwn?: boolean,
        ): number;
      };
    };
  };
}

/** Functions of Emscripten's, by name. */
export type FileOperations<Name extends string> = Record<Name, (...details: never[]) => unknown>;

/** A file or folder in memory. */
export interface FileNode {
  id: number;
  mode: number;
  /** Milliseconds since 1970, as are the other times. */
  mtime: number;
  ctime: number;
  /** By name, of a folder; the bytes, of a file, of whatever type they were written as, with room to grow behind them. */
  contents: Record<string, FileNode> | ArrayBufferView<ArrayBuffer> | null;
  usedBytes: number;
  /** The target of a symbolic link. */
  link: string;
}

export interface FileStream {
  fd: number;
  node: FileNode | undefined;
  path: string | undefined;
  flags: number;
  position: number;
}

export function moduleOf(pyodide: PyodideAPI): EmscriptenModule {
  return (pyodide as unknown as { _module: EmscriptenModule })._module;
}

/** The end of the memory that the allocator has handed out so far. All bytes after it are zero. */
export function endOfMemory({ HEAPU32, _emscripten_get_sbrk_ptr }: EmscriptenModule): number {
  return HEAPU32[_emscripten_get_sbrk_ptr() >> 2] ?? 0;
}
