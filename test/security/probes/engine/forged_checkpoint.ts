// A checkpoint that was changed.
// tries: restore files that are whole by their hashes and checksum, with memory, parts, tables, names, links, descriptors and libraries that no interpreter has
// must: refuse each with SnapshotError, and leave the session as it was
import { Checkpoint, SnapshotError } from '../../../../src/entries/index.ts';
import type { Attack } from '../../attack.ts';
import { forgeCheckpoint, forgePayload, gzip, readPayload } from '../../forgeCheckpoint.ts';

const MANY = 1_000_000;
const HOSTILE_LIBRARY = { handle: 8, global: true, memoryBase: 0, tableBase: 0, tableSize: 1 };
const FILE = { mode: 33_188, kind: 'file', modified: 0, version: '1' };

/** Changes to what a payload says of itself, each of which makes it none. */
const CHANGES: Record<string, object> = {
  'endless memory': { memorySize: 1e15 },
  'memory of no number': { memorySize: 'all' },
  'less than no memory': { memorySize: -1 },
  'an endless part': { parts: [[0, 1e15]] },
  'a part that ends before it begins': { parts: [[5, 0]] },
  'parts in each other': {
    parts: [
      [0, 65_536],
      [0, 65_536],
    ],
  },
  'parts that are missing': { parts: [[0, 2 ** 31]], memorySize: 2 ** 31 },
  'parts that are none': { parts: [7] },
  'an endless table': { tableLength: 1e9 },
  'a table of no number': { tableLength: {} },
  'a clock that does not tick': { clock: null },
  'a clock at the end of time': { clock: 1e300 },
  'a tree that is none': { tree: 7 },
  'a path that leads out': { tree: [{ path: '/../../x', mode: 16_877, kind: 'folder' }] },
  'a path from nowhere': { tree: [{ path: 'x', mode: 16_877, kind: 'folder' }] },
  'a file of a kind of its own': { tree: [{ path: '/x', mode: 33_188, kind: 7 }] },
  'a file of less than no bytes': { tree: [{ ...FILE, path: '/x', size: -1e9 }] },
  'a file of endless bytes': { tree: [{ ...FILE, path: '/x', size: 1e15 }] },
  'files without end': { tree: Array.from({ length: MANY }, () => 0) },
  'a descriptor of its own': { openFiles: [{ descriptor: 1e9, path: '/tmp', flags: 0, position: 0 }] },
  'an open file that is not there': { openFiles: [{ descriptor: 3, path: '/nowhere', flags: 0, position: 0 }] },
  'a folder that is not there': { workingDirectory: '/nowhere' },
  'a library that is no library': {
    tree: [{ ...FILE, path: '/x.so', size: 8 }],
    libraries: [{ ...HOSTILE_LIBRARY, name: '/x.so' }],
  },
  'a library that is not there': { libraries: [{ ...HOSTILE_LIBRARY, name: '/y.so' }] },
  'a library at no address': { libraries: [{ ...HOSTILE_LIBRARY, name: '/x.so', memoryBase: -1 }] },
  'libraries without end': {
    libraries: Array.from({ length: 100_000 }, () => ({ ...HOSTILE_LIBRARY, name: '/x.so' })),
  },
  'functions of no library': { functions: [{ index: 1, library: '__proto__', symbol: 'constructor' }] },
  'symbols that are none': { symbols: [['malloc', -1]] },
  'symbols without end': { symbols: Array.from({ length: MANY + 1 }, () => ['malloc', 1]) },
  'references that are none': { references: { hiwireKeys: [{ path: 'self' }], immortalKeys: [] } },
  'references without end': {
    references: { hiwireKeys: Array.from({ length: MANY + 1 }, () => null), immortalKeys: [] },
  },
  'another build': { build: { pyodide: '0.0.0', id: 'mine', harness: 'mine', suspends: true } },
  'a build that is none': { build: 'mine' },
  'losses that are no texts': { lost: [{ toString: 'pwned' }] },
};

/** Gives each file when it is asked for: together they would be hundreds of megabytes. */
async function forge(genuine: Blob): Promise<Record<string, () => Promise<Blob>>> {
  const { header, payload } = await readPayload(genuine);
  const { description, rest } = payload;
  // Not compressed, which a frame takes, too: compressing each would take most of the probe's time.
  const file = async (changes: object) =>
    forgeCheckpoint(header, await forgePayload(JSON.stringify({ ...description, ...changes }), rest));
  const raw = (bytes: ArrayBuffer, changes: object = {}) => forgeCheckpoint(header, bytes, changes);
  const { lost: _, ...withoutLosses } = description;
  return {
    ...Object.fromEntries(Object.entries(CHANGES).map(([what, changes]) => [what, () => file(changes)])),
    'no mark': async () => new Blob(['GLOVEBOX', ...rest]),
    'no payload': () => raw(new ArrayBuffer(0)),
    'a payload of nothing': async () => raw(await forgePayload('null', [new Uint8Array(), new Uint8Array()])),
    'no losses': async () => raw(await forgePayload(JSON.stringify(withoutLosses), rest)),
    'a prototype': async () =>
      raw(await forgePayload('{"__proto__": {"pwned": 1}, "tree": [], "openFiles": [], "parts": []}', rest)),
    'zeros without end': async () => raw(await gzip(new Uint8Array(70 * 1024 ** 2)), { size: 1000 }),
    'a size without end': async () =>
      raw(await gzip(await forgePayload(JSON.stringify(description), rest)), { size: 1e15 }),
    'a header with a prototype': () => raw(new ArrayBuffer(8), { ['__proto__']: { pwned: 1 }, runs: -1 }),
    'names that are no texts': () => raw(new ArrayBuffer(8), { packages: [{ toString: 'pwned' }] }),
  };
}

export default async function restoreForged(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run('kept = 42');
  using checkpoint = await sandbox.checkpoint();
  const genuine = await checkpoint.toBlob();
  const forged = await forge(genuine);
  for (const [what, forgeFile] of Object.entries(forged)) {
    const file = await forgeFile();
    try {
      await sandbox.restore(await Checkpoint.fromBlob(file));
      return `escaped: ${what} was restored`;
    } catch (error) {
      if (!(error instanceof SnapshotError)) return `escaped: ${what} gave ${error}`;
    }
  }
  const { output } = await sandbox.run('print(kept)');
  if (output !== '42\n') return `escaped: ${output}`;
  // What is refused is refused for what was changed: written in the same way, but unchanged, it is taken.
  const { header, payload } = await readPayload(genuine);
  const same = await forgePayload(JSON.stringify(payload.description), payload.rest);
  await sandbox.restore(await Checkpoint.fromBlob(await forgeCheckpoint(header, same)));
  return `blocked: ${Object.keys(forged).length} refused`;
}
