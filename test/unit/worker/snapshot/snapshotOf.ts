/** Snapshots whose memory a test chooses. */
import type { Snapshot } from '../../../../worker/snapshot/snapshot.ts';

/** The engine of all of them. */
export const BUILD = { pyodide: '1', id: 'a', harness: 'b', suspends: false };

/** Memory in which no two pages are alike. */
export function filled(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).map((_, index) => (index * 7 + Math.floor(index / 256)) % 251);
}

export function snapshotOf(memory: Uint8Array<ArrayBuffer>, files: string[] = []): Snapshot {
  return {
    build: BUILD,
    memory: memory.buffer,
    memoryStart: 0,
    parts: [[0, memory.byteLength]],
    memorySize: memory.byteLength,
    clock: 0,
    tree: files.map((text, index) => ({
      kind: 'file',
      path: `/${index}`,
      mode: 33_188,
      modified: 0,
      version: `${text}`,
      contents: new TextEncoder().encode(text),
    })),
    openFiles: [],
    workingDirectory: '/',
    libraries: [],
    functions: [],
    symbols: [],
    tableLength: 1,
    references: { hiwireKeys: [], immortalKeys: [] },
    lost: [],
  };
}
