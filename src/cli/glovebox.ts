#!/usr/bin/env node
import { ASSETS_USAGE, assets } from './assets.ts';
/** `glovebox`: commands for developers of pages that use this library. */
import { type Terminal, UsageError } from './commandLine.ts';
import { INIT_USAGE, init } from './init/init.ts';
import { VENDOR_USAGE, vendor } from './vendor/vendor.ts';
import { WIDGET_USAGE, widget } from './widget.ts';

const USAGE = `Usage: glovebox COMMAND

Commands:
  init [DIR]          write an application that runs
  assets DIR          copy the engine's files next to a page
  vendor PACKAGE...   download Python packages to serve with the page
  widget DIR          copy the widget and its engine, for pages without a build step

Run glovebox COMMAND --help for details.
`;

const COMMANDS: Record<string, { usage: string; run(args: string[], terminal: Terminal): Promise<number> }> = {
  init: { usage: INIT_USAGE, run: init },
  assets: { usage: ASSETS_USAGE, run: assets },
  vendor: { usage: VENDOR_USAGE, run: vendor },
  widget: { usage: WIDGET_USAGE, run: widget },
};
const HELP = ['--help', '-h'];
const TERMINAL: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  TERMINAL.error(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
});

/** @returns the exit code: 0 for success, 1 if a download or a file failed, 2 if the command line is wrong */
async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined) {
    TERMINAL.error(USAGE);
    return 2;
  }
  if ([...HELP, 'help'].includes(name)) {
    TERMINAL.out(commandOf(rest[0])?.usage ?? USAGE);
    return 0;
  }
  const command = commandOf(name);
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${USAGE}`);
  if (rest.some((word) => HELP.includes(word))) {
    TERMINAL.out(command.usage);
    return 0;
  }
  return command.run(rest, TERMINAL);
}

function commandOf(name = '') {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}
