#!/usr/bin/env node
/** `glovebox`: what a page that uses this library may need on its developer's machine. */
import { UsageError } from './vendor/usageError.ts';
import { VENDOR_USAGE, vendor } from './vendor/vendor.ts';

const USAGE = `Usage: glovebox COMMAND

Commands:
  vendor PACKAGE...   ships Python packages with the page

glovebox COMMAND --help says more.
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
});

/** @returns the exit code: 0 where all is well, 1 where something could not be had, 2 where the command line is wrong */
async function main([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'vendor':
      return vendor(rest, { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) });
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(rest[0] === 'vendor' ? VENDOR_USAGE : USAGE);
      return 0;
    case undefined:
      process.stderr.write(USAGE);
      return 2;
    default:
      throw new UsageError(`There is no command "${command}".\n\n${USAGE}`);
  }
}
