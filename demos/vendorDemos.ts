/** `npm run vendor-demos`: puts the packages that the demos import beside the page, so that all of them play without a network. */
import { readFile } from 'node:fs/promises';
import { type Terminal, UsageError } from '../src/cli/commandLine.ts';
import { vendor } from '../src/cli/vendor/vendor.ts';

const USAGE = `Usage: npm run vendor-demos [-- OPTIONS]

Downloads the packages of all demos from Pyodide's distribution, checks each file against its hash, and writes them to
public/pyodide, where builds find them. Takes the options of glovebox vendor: --to, --from and --pyodide.
`;
const LIST = new URL('../public/demos/index.json', import.meta.url);
const TERMINAL: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  TERMINAL.error(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
});

/** @returns the exit code: 0 for success, 1 if a download failed, 2 if the command line is wrong */
async function main(options: string[]): Promise<number> {
  if (options.includes('--help') || options.includes('-h')) {
    TERMINAL.out(USAGE);
    return 0;
  }
  const { demos }: { demos: { packages?: string[] }[] } = JSON.parse(await readFile(LIST, 'utf8'));
  const packages = new Set(demos.flatMap((demo) => demo.packages ?? []));
  return vendor([...packages, ...options], TERMINAL);
}
