import path from 'node:path';
import { parseArgs } from 'node:util';
import { inParallel } from '../../async/inParallel.ts';
import { formatSize } from '../../bytes/formatSize.ts';
import type { LockedPackage } from '../../sandbox/packages/lock.ts';
import { count, type Terminal } from '../terminal.ts';
import { UsageError } from '../usageError.ts';
import { Distribution } from './distribution.ts';
import { VendorFolder } from './folder.ts';
import { openOrigin, type PackageOrigin } from './origin.ts';

export const VENDOR_USAGE = `Usage: glovebox vendor PACKAGE... [options]

Ships Python packages of Pyodide's distribution with the page, so that they work without a network: resolves what they
depend on from the lock file of the installed pyodide, downloads and checks it, and writes it beside the engine's files.
Packages that were vendored before stay. Without PACKAGE, sees to it that those are there, for this version of pyodide.

Options:
  --to FOLDER        where the page serves its folder pyodide/ from; default public/pyodide
  --from DIR|URL     another mirror with the distribution's files; default Pyodide's own on cdn.jsdelivr.net
  --pyodide FOLDER   another pyodide package than the installed one
  --help
`;

const OPTIONS = {
  to: { type: 'string', default: 'public/pyodide' },
  from: { type: 'string' },
  pyodide: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
const PARALLEL_DOWNLOADS = 4;

/**
 * `glovebox vendor`.
 *
 * @param pause milliseconds before a download is tried a second time; twice as long before a third
 * @returns the exit code: 0, or 1 where something could not be had
 * @throws UsageError
 */
export async function vendor(args: string[], terminal: Terminal, pause = 500): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    terminal.out(VENDOR_USAGE);
    return 0;
  }
  const distribution = await Distribution.open(values.pyodide);
  const folder = await VendorFolder.open(values.to);
  const requested = distribution.resolveNames([...folder.requested, ...positionals]);
  if (requested.length === 0) throw new UsageError(`Say which packages.\n\n${VENDOR_USAGE}`);
  const packages = distribution.withDependencies(requested);
  await folder.prepare();
  const { downloaded, failed } = await fetchAll(
    packages,
    openOrigin(values.from ?? distribution.url, pause),
    folder,
    terminal,
  );
  if (failed > 0) {
    terminal.error(`${count(failed, 'package')} could not be had; what the page has is as it was.\n`);
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

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${VENDOR_USAGE}`);
  }
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
