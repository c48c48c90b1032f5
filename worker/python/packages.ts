import type { PyodideAPI } from 'pyodide';
import type { Wheel } from '../../src/protocol.ts';
import type { Session } from './harness.ts';

/** The parts of Pyodide's installer that are used here: the records of `loadPackage` would make snapshots impossible. */
interface Internals {
  _api: {
    /** The folder for packages. */
    sitepackages: string;
    /** The folder for shared libraries, in which Emscripten looks for those that a module links to. */
    dsodir: string;
    /** Loads a shared library under a handle of its own, with what it needs. */
    loadDynlib(path: string): Promise<void>;
    package_loader: { unpack_buffer: { callKwargs(options: object): unknown } };
    lockfile_packages?: Record<string, { imports: string[] }>;
  };
}

/**
 * Names the top-level modules that `code` imports, also inside functions, and that are neither installed nor part of the standard
 * library. Code that does not parse imports nothing: running it will say why.
 */
export function findImports(pyodide: PyodideAPI, session: Pick<Session, 'as_python'>, code: string): string[] {
  try {
    const missing = importedModules(pyodide, session.as_python(code)).filter((name) => !isImportable(pyodide, name));
    if (missing.length === 0) return [];
    const standard = standardLibrary(pyodide);
    return missing.filter((name) => !standard.has(name));
  } catch {
    // User code may have changed any module that is used here. Then its imports fail as they do without packages.
    return [];
  }
}

function importedModules(pyodide: PyodideAPI, code: string): string[] {
  const names = call(pyodide, 'pyodide.code', (module) => module.find_imports(code)) as string[];
  // For `matplotlib.pyplot` there is `matplotlib`, too.
  return names.filter((name) => !name.includes('.'));
}

/** Without the modules that Pyodide has as packages. */
function standardLibrary(pyodide: PyodideAPI): Set<string> {
  const names = new Set(call(pyodide, 'sys', (sys) => sys.stdlib_module_names) as Iterable<string>);
  for (const { imports } of Object.values(internals(pyodide).lockfile_packages ?? {})) {
    for (const name of imports) names.delete(name);
  }
  return names;
}

function isImportable(pyodide: PyodideAPI, name: string): boolean {
  try {
    return call(pyodide, 'importlib.util', (util) => util.find_spec(name)) !== undefined;
  } catch {
    // A module without a spec, such as `__main__`.
    return true;
  }
}

/**
 * Unpacks wheels, whose hashes the host has checked, and loads the libraries that native modules link to. The modules themselves are loaded
 * when they are imported.
 *
 * @throws Error if one of them did not install
 */
export async function installWheels(pyodide: PyodideAPI, wheels: readonly Wheel[]): Promise<void> {
  for (const wheel of wheels) {
    try {
      await install(pyodide, wheel);
    } catch (error) {
      throw new Error(`${wheel.fileName} did not install: ${lastLine(error)}`, { cause: error });
    }
  }
  call(pyodide, 'importlib', (importlib) => importlib.invalidate_caches());
}

async function install(pyodide: PyodideAPI, wheel: Wheel): Promise<void> {
  const { loadDynlib, sitepackages, dsodir } = internals(pyodide);
  if (wheel.packageType === 'shared_library') {
    const libraries = unpack(pyodide, wheel, dsodir);
    if (libraries.length === 0) throw new Error('there is no library in it.');
    for (const library of libraries) await loadDynlib(library);
    return;
  }
  const libraries = unpack(pyodide, wheel, sitepackages);
  if (wheel.fileName.endsWith('.whl') && !hasDistInfo(pyodide, sitepackages, wheel.fileName)) {
    throw new Error('nothing of it is there afterwards.');
  }
  // A library that is loaded on demand, along with a module, has no handle of its own, and can't be restored from a snapshot.
  for (const library of libraries.filter(isBundled)) await loadDynlib(library);
}

/** Of an exception of Python's, the line after the traceback. */
function lastLine(error: unknown): string {
  const text = String(error instanceof Error ? error.message : error).trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** Whether this is a library that a wheel brings for its modules, as auditwheel puts them. */
function isBundled(path: string): boolean {
  return /\.libs\/[^/]+$/.test(path);
}

/** @returns the paths of the native modules and libraries that were in it */
function unpack(pyodide: PyodideAPI, { fileName, bytes }: Wheel, folder: string): string[] {
  const libraries = internals(pyodide).package_loader.unpack_buffer.callKwargs({
    buffer: bytes,
    filename: fileName,
    extract_dir: folder,
    calculate_dynlibs: true,
  });
  return toJs(libraries) as string[];
}

function hasDistInfo(pyodide: PyodideAPI, folder: string, fileName: string): boolean {
  const [name = '', version = ''] = fileName.split('-');
  const wanted = distInfo(name, version);
  return (pyodide.FS.readdir(folder) as string[]).some((entry) => {
    const [, ...parts] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    return distInfo(parts[0] ?? '', parts[1] ?? '') === wanted;
  });
}

function distInfo(name: string, version: string): string {
  return `${name.replaceAll(/[-_.]+/g, '_')}-${version}`.toLowerCase();
}

/** The functions of Python's modules that are used here. */
interface PythonModules {
  importlib: { invalidate_caches(): void };
  'importlib.util': { find_spec(name: string): unknown };
  'pyodide.code': { find_imports(code: string): unknown };
  sys: { stdlib_module_names: unknown };
}

/** Imports a module, uses it, and converts the result to JavaScript. */
function call<Name extends keyof PythonModules>(
  pyodide: PyodideAPI,
  name: Name,
  use: (module: PythonModules[Name]) => unknown,
): unknown {
  const module = pyodide.pyimport(name) as unknown as PythonModules[Name] & { destroy(): void };
  try {
    return toJs(use(module));
  } finally {
    module.destroy();
  }
}

/** Converts a proxy of a Python object, and frees it. */
function toJs(value: unknown): unknown {
  if (!isProxy(value)) return value;
  try {
    return value.toJs?.() ?? true;
  } finally {
    value.destroy();
  }
}

function isProxy(value: unknown): value is { destroy(): void; toJs?: () => unknown } {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'destroy' in value;
}

function internals(pyodide: PyodideAPI): Internals['_api'] {
  return (pyodide as unknown as Internals)._api;
}
