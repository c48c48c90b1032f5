import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatSize } from '../bytes/formatSize.ts';
import { DEFAULT_FOLDER, type EngineFolderFile, listEngineFolder } from '../vite/internal/engineFolder.ts';
import { count, type Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';
import { removeUnfinished, writeFileAtomically } from './writeFileAtomically.ts';

export const ASSETS_USAGE = `Usage: glovebox assets DIR

Puts the engine's files beside a page: DIR is where the page is served from, such as public, and the files go into its
folder ${DEFAULT_FOLDER}, where the library looks for them. What is there already stays; run it again after each update.
An application that is built with Vite needs none of this: the plugin glovebox/vite does it.

Options:
  --help
`;

const OPTIONS = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * `glovebox assets`.
 *
 * @returns the exit code: 0
 * @throws UsageError
 * @throws Error where a file cannot be read or written
 */
export async function assets(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    terminal.out(ASSETS_USAGE);
    return 0;
  }
  const [page, ...others] = positionals;
  if (page === undefined || others.length > 0) throw new UsageError(`Say one folder.\n\n${ASSETS_USAGE}`);
  const folder = await prepare(path.resolve(page, DEFAULT_FOLDER));
  const files = await listEngineFolder({ target: folder });
  const written = [];
  for (const file of files) written.push(await put(file, folder));
  const copied = written.filter(({ isNew }) => isNew).length;
  const bytes = written.reduce((sum, { size }) => sum + size, 0);
  const place = path.relative('.', folder);
  terminal.out(
    `${count(files.length, 'file')}, ${formatSize(bytes)} in ${place}: ${copied} copied, ${files.length - copied} already there.\n` +
      `Python packages go there as well: npx glovebox vendor numpy --to ${place}\n`,
  );
  return 0;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${ASSETS_USAGE}`);
  }
}

/** Makes the folder where it is missing. @throws UsageError where something else has its name */
async function prepare(folder: string): Promise<string> {
  for (const place of [path.dirname(folder), folder]) {
    const found = await stat(place).catch(() => undefined);
    if (found && !found.isDirectory()) throw new UsageError(`${place} is no folder. Say the one that the page is in.`);
  }
  await mkdir(folder, { recursive: true });
  await removeUnfinished(folder);
  return folder;
}

async function put({ name, read }: EngineFolderFile, folder: string): Promise<{ size: number; isNew: boolean }> {
  const content = Buffer.from(await read());
  const before = await readFile(path.join(folder, name)).catch(() => undefined);
  const isNew = !before?.equals(content);
  if (isNew) await writeFileAtomically(folder, name, content);
  return { size: content.length, isNew };
}
