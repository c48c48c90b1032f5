import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatSize } from '../bytes/formatSize.ts';
import { DEFAULT_FOLDER, type EngineFolderFile, listEngineFolder } from '../vite/internal/engineFolder.ts';
import { count, parseArguments, type Terminal, UsageError } from './commandLine.ts';
import { removeUnfinished, writeFileAtomically } from './writeFileAtomically.ts';

export const ASSETS_USAGE = `Usage: glovebox assets DIR

Copies the engine's files next to your page: into DIR/${DEFAULT_FOLDER}, where the library looks for them. DIR is the folder that
your site is served from, such as public. Files that are already there and up to date stay; run it again after each update.
Applications built with Vite don't need this: the plugin glovebox/vite does it.

Options:
  -h, --help
`;

/**
 * Runs `glovebox assets`.
 *
 * @returns the exit code: 0
 * @throws UsageError if the command line is wrong
 * @throws Error if a file can't be read or written
 */
export async function assets(args: string[], terminal: Terminal): Promise<number> {
  const { positionals } = parseArguments(args, {}, ASSETS_USAGE);
  const [page, ...others] = positionals;
  if (page === undefined || others.length > 0) throw new UsageError(`Name one folder.\n\n${ASSETS_USAGE}`);
  const folder = await prepare(path.resolve(page, DEFAULT_FOLDER));
  const files = await listEngineFolder({ target: folder });
  const written = [];
  for (const file of files) written.push(await put(file, folder));
  const copied = written.filter(({ isNew }) => isNew).length;
  const bytes = written.reduce((sum, { size }) => sum + size, 0);
  const place = path.relative('.', folder);
  terminal.out(
    `${count(files.length, 'file')}, ${formatSize(bytes)} in ${place}: ${copied} copied, ${files.length - copied} already there.\n` +
      `To add Python packages: npx glovebox vendor numpy --to ${place}\n`,
  );
  return 0;
}

/** Makes the folder if it is missing. @throws UsageError if a file has its name */
async function prepare(folder: string): Promise<string> {
  for (const place of [path.dirname(folder), folder]) {
    const found = await stat(place).catch(() => undefined);
    if (found && !found.isDirectory())
      throw new UsageError(`${place} is not a folder. Name the folder that your page is in.`);
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
