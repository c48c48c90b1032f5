import path from 'node:path';
import { inParallel } from '../../async/inParallel.ts';
import { formatSize } from '../../bytes/formatSize.ts';
import type { LockedPackage } from '../../sandbox/packages/lock.ts';
import { count, parseArguments, type Terminal, UsageError } from '../commandLine.ts';
import { Distribution } from './distribution.ts';
import { VendorFolder } from './folder.ts';
import { openOrigin, type PackageOrigin } from './origin.ts';

export const VENDOR_USAGE = `Usage: glovebox vendor PACKAGE... [options]

Downloads Python packages from Pyodide's distribution, so that your page serves them itself and they work offline. Adds
their dependencies, checks every file against the lock file of the installed pyodide, and writes them next to the
engine's files. Packages that were vendored before stay, and files that are already there and valid are skipped. Without
PACKAGE, updates the vendored packages to the installed version of pyodide.

Options:
  --to FOLDER        the folder that your page serves as pyodide/; default public/pyodide
  --from DIR|URL     a mirror of the distribution's files; default Pyodide's own on cdn.jsdelivr.net
  --pyodide FOLDER   a pyodide package other than the installed one
  -h, --help
`;

const OPTIONS = {
  to: { type: 'string', default: 'public/pyodide' },
  from: { type: 'string' },
  pyodide: { type: 'string' },
} as const;
const PARALLEL_DOWNLOADS = 4;

/**
 * Runs `glovebox vendor`.
 *
 * @param pause milliseconds before the second attempt at a download; doubles before the third
 * @returns the exit code: 0, or 1 if a download failed
 * @throws UsageError if the command line is wrong
 */
export async function vendor(args: string[], terminal: Terminal, pause = 500): Promise<number> {
  const { values, positionals } = parseArguments(args, OPTIONS, VENDOR_USAGE);
  const distribution = await Distribution.open(values.pyodide);
  const folder = await VendorFolder.open(values.to);
  const requested = distribution.resolveNames([...folder.requested, ...positionals]);
  if (requested.length === 0) throw new UsageError(`Name at least one package.\n\n${VENDOR_USAGE}`);
  const packages = distribution.withDependencies(requested);
  await folder.prepare();
  const { downloaded, failed } = await fetchAll(
    packages,
    openOrigin(values.from ?? distribution.url, pause),
    folder,
    terminal,
  );
  if (failed > 0) {
    terminal.error(`${count(failed, 'package')} can't be downloaded. The folder keeps the packages that it had.\n`);
    return 1;
  }
  const bytes = await folder.finish(distribution, requested, packages);
  const there = packages.length - downloaded;
  terminal.out(
    `${count(packages.length, 'package')}, ${formatSize(bytes)} in ${path.relative('.', folder.path) || '.'}: ` +
      `${downloaded} downloaded, ${there} already there.\n`,
  );
  return 0;
}

async function fetchAll(packages: LockedPackage[], origin: PackageOrigin, folder: VendorFolder, terminal: Terminal) {
  let [downloaded, failed] = [0, 0];
  await inParallel(packages, PARALLEL_DOWNLOADS, async (entry) => {
    if (await folder.has(entry)) return;
    try {
      const bytes = await origin.read(entry);
      await folder.write(entry.file_name, new Uint8Array(bytes));
      downloaded += 1;
      terminal.out(`${entry.name} ${entry.version}, ${formatSize(bytes.byteLength)}\n`);
    } catch (error) {
      failed += 1;
      terminal.error(`${entry.name} ${entry.version}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
  return { downloaded, failed };
}
