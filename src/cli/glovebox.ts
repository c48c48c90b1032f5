#!/usr/bin/env node
/** `glovebox`: what a page that uses this library may need on its developer's machine. */
import { ASSETS_USAGE, assets } from './assets.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';
import { VENDOR_USAGE, vendor } from './vendor/vendor.ts';

const USAGE = `Usage: glovebox COMMAND

Commands:
  assets DIR          puts the engine's files beside a page
  vendor PACKAGE...   ships Python packages with the page

glovebox COMMAND --help says more.
`;

const COMMANDS: Record<string, { usage: string; run(args: string[], terminal: Terminal): Promise<number> }> = {
  assets: { usage: ASSETS_USAGE, run: assets },
  vendor: { usage: VENDOR_USAGE, run: vendor },
};
const TERMINAL: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  TERMINAL.error(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
});

/** @returns the exit code: 0 where all is well, 1 where something could not be had, 2 where the command line is wrong */
async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined) {
    TERMINAL.error(USAGE);
    return 2;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    TERMINAL.out(commandOf(rest[0])?.usage ?? USAGE);
    return 0;
  }
  const command = commandOf(name);
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${USAGE}`);
  return command.run(rest, TERMINAL);
}

function commandOf(name = '') {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}
