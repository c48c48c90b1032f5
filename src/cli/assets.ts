import path from 'node:path';
import { DEFAULT_FOLDER, listEngineFolder } from '../vite/internal/engineFolder.ts';
import { parseArguments, type Terminal, UsageError } from './commandLine.ts';
import { copyFiles, describeCopy, prepareFolder } from './copyFiles.ts';

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
  const folder = await prepareFolder(path.resolve(page, DEFAULT_FOLDER));
  const summary = await copyFiles(await listEngineFolder({ target: folder }), folder);
  const place = path.relative('.', folder);
  terminal.out(
    `${describeCopy(summary, place)}\n` + `To add Python packages: npx glovebox vendor numpy --to ${place}\n`,
  );
  return 0;
}
