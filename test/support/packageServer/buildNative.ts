import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What to say where native modules cannot be built. */
export const NO_COMPILER = 'clang and wasm-ld are not here to build a native wheel (Debian: apt-get install clang lld)';

const sourceOf = (name: string) => fileURLToPath(new URL(`${name}.c`, import.meta.url));

export interface NativeModules {
  /** `counter.cpython-314-wasm32-emscripten.so`, which links to the other. */
  counter: Uint8Array;
  /** `libtally.so` */
  tally: Uint8Array;
}

/** Builds a native module and a shared library for Pyodide 314. @returns `undefined` where there is no compiler */
export function buildNative(): NativeModules | undefined {
  if (!isThere('clang') || !isThere('wasm-ld')) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'glovebox-native-'));
  try {
    const tally = link(folder, 'tally', 'libtally.so', []);
    const counter = link(folder, 'counter', 'counter.so', ['--export=PyInit_counter', tally]);
    return { counter: readFileSync(counter), tally: readFileSync(tally) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function link(folder: string, source: string, output: string, more: string[]): string {
  const [object, library] = [path.join(folder, `${source}.o`), path.join(folder, output)];
  const target = ['--target=wasm32-unknown-emscripten', '-fPIC', '-O2', '-fvisibility=hidden'];
  execFileSync('clang', [...target, '-c', sourceOf(source), '-o', object], { stdio: 'pipe' });
  const mode = ['--experimental-pic', '-shared', '--no-entry', '--allow-undefined'];
  const constructors = '--export-if-defined=__wasm_call_ctors';
  execFileSync('wasm-ld', [...mode, constructors, ...more, object, '-o', library], { cwd: folder, stdio: 'pipe' });
  return library;
}

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
