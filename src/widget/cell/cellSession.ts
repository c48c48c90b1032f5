import { RefCount } from '../../async/refCount.ts';
import { LazySandbox } from '../../chat/python/lazySandbox.ts';
import type { PythonRequest } from '../../elements/pythonEvents.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { type LinkedCell, sessionOf } from './linkedCells.ts';

interface SharedSession {
  readonly session: CellSession;
  readonly users: RefCount;
}

/** By name, or by the cell that is the first of those that share it. */
const shared = new Map<unknown, SharedSession>();

/** A sandbox that cells share, and the files that they have written there. */
export class CellSession {
  readonly python: LazySandbox;
  readonly #files = new Set<string>();
  #era: unknown = {};

  constructor(python: LazySandbox) {
    this.python = python;
  }

  /** Another one as soon as what cells have done may be gone. */
  get era(): unknown {
    return this.#era;
  }

  /** Writes the files that are not there yet, each under the last part of its address. */
  async addFiles(addresses: readonly URL[], read: (url: URL) => Promise<ArrayBuffer>): Promise<void> {
    const missing = addresses.filter(({ href }) => !this.#files.has(href));
    if (missing.length === 0) return;
    const [sandbox, ...contents] = await Promise.all([this.python.sandbox(), ...missing.map(read)]);
    for (const [index, url] of missing.entries()) {
      await sandbox.files.write(fileName(url), new Uint8Array(contents[index] ?? new ArrayBuffer()));
      this.#files.add(url.href);
    }
  }

  /** Gives what the editor of a cell needs, or an element that shows its output: names, tables, and files. */
  async answer(request: PythonRequest): Promise<void> {
    // A question about names is no reason to load Python.
    if (request.type === 'introspect') return request.give((await this.python.ready())?.introspection);
    if (request.type !== 'tables' && request.type !== 'read-file') return;
    const sandbox = await this.python.sandbox().catch(() => undefined);
    if (request.type === 'tables') request.give(sandbox?.tables);
    else request.give(await sandbox?.files.read(request.path).catch(() => undefined));
  }

  reset(): void {
    this.#beginEra();
    this.python.reset();
  }

  /** Begins an era if earlier runs were lost. */
  noteLosses({ recovery }: RunResult): void {
    if (recovery && (recovery.lostRuns.length > 0 || recovery.lostFiles)) this.#beginEra();
  }

  #beginEra(): void {
    this.#era = {};
    this.#files.clear();
  }
}

/**
 * Returns the session of a cell: that of its name, or the one that it shares with the cells that it depends on and that depend on it. The
 * last release closes its sandbox.
 *
 * @param cells all cells of the page
 * @param options for the sandbox, if this is its first cell
 */
export function acquireSession<Cell extends LinkedCell>(
  cell: Cell,
  cells: readonly Cell[],
  options: () => Promise<SandboxOptions>,
): { session: CellSession; release: () => void } {
  const key = sessionOf(cell, cells);
  const found = shared.get(key) ?? createShared(options, () => shared.delete(key));
  shared.set(key, found);
  return { session: found.session, release: found.users.acquire() };
}

function createShared(options: () => Promise<SandboxOptions>, onUnused: () => void): SharedSession {
  const closing = new AbortController();
  const python = new LazySandbox(async (more) => {
    const [own, { Sandbox }] = await Promise.all([options(), import('../../sandbox/sandbox.ts')]);
    return Sandbox.create({ ...own, ...more, signal: closing.signal });
  });
  const users = new RefCount(() => {
    onUnused();
    closing.abort(new DOMException('The last cell that used it was removed.', 'AbortError'));
    python.end();
  });
  return { session: new CellSession(python), users };
}

function fileName({ pathname }: URL): string {
  return decodeURIComponent(pathname.split('/').at(-1) ?? '');
}
