import { SandboxFileError } from '../../../src/errors.ts';
import type { RunOptions } from '../../../src/sandbox/options.ts';
import type { RunResult } from '../../../src/sandbox/result.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** What a program does, in place of Python. */
export type Program = (world: World) => Promise<string | Partial<RunResult>> | string | Partial<RunResult>;

export interface World {
  code: string;
  options: RunOptions;
  /** The files, by path. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

const TYPES: Record<string, string> = { txt: 'text/plain', csv: 'text/csv', png: 'image/png' };

/** A sandbox with files in memory, whose programs are functions, one at a time. */
export function sandboxWithFiles(program: Program = () => 'done\n') {
  const files: World['files'] = new Map();
  const ran: string[] = [];
  let resets = 0;
  const list = () =>
    [...files].map(([path, { length: size }]) => {
      return { path, size, mimeType: TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream' };
    });
  const sandbox = {
    closed: false,
    expose: () => () => {},
    async run(code: string, options: RunOptions) {
      ran.push(code);
      const before = new Map(files);
      const done = await program({ code, options, files });
      const result = typeof done === 'string' ? { output: done } : done;
      const status = result.status ?? 'ok';
      const written = list().filter(({ path }) => before.get(path) !== files.get(path));
      return { ok: status === 'ok', status, output: '', results: [], files: written, ...result };
    },
    async reset() {
      resets += 1;
      files.clear();
    },
    files: {
      list: async () => list(),
      async write(path: string, data: string | Uint8Array<ArrayBuffer>) {
        if (path.includes('..')) throw new SandboxFileError(`${path} leads out of the working directory.`);
        files.set(path, typeof data === 'string' ? new TextEncoder().encode(data) : data);
      },
      async read(path: string) {
        const bytes = files.get(path);
        if (!bytes) throw new SandboxFileError(`There is no file ${path}.`);
        return bytes;
      },
    },
  };
  return { sandbox: sandbox as unknown as Sandbox, files, ran, resets: () => resets };
}

/** Something to wait for, until `open` is called. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
