import harnessVersion from 'virtual:harness-version';
import type { Build } from '../../src/protocol.ts';
import type { EmscriptenModule } from './emscripten.ts';

/** Tells apart builds whose snapshots don't fit each other. */
export function buildOf({ API }: EmscriptenModule): Build {
  return {
    pyodide: API.version,
    id: API.config.BUILD_ID,
    harness: harnessVersion,
    suspends: 'Suspending' in WebAssembly,
  };
}
