import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './findBrowser.ts';

/** The error if no browser is found and none can be installed. */
export const NO_BROWSER =
  'No browser was found. Install Chromium or Chrome (Debian: apt-get install chromium), or run: npx playwright install chromium';

interface Machine {
  isRoot: boolean;
  hasApt: boolean;
}

/** The commands that may install a browser, best first. Only root may install packages. */
export function installCommands({ isRoot, hasApt }: Machine): string[][] {
  const deb = isRoot && hasApt;
  return [
    ['npx', 'playwright', 'install', ...(deb ? ['--with-deps'] : []), 'chromium'],
    ...(deb ? [['sh', '-c', 'apt-get update && apt-get install -y --no-install-recommends chromium']] : []),
  ];
}

/**
 * Finds a browser, or installs one.
 * @throws Error with one line that says what to install
 */
export function ensureBrowser(): { executablePath: string } {
  const found = findBrowser();
  if (found) return found;
  for (const [command = '', ...args] of installCommands(thisMachine())) {
    console.error(`No browser found. Trying: ${[command, ...args].join(' ')}`);
    spawnSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(NO_BROWSER);
}

function thisMachine(): Machine {
  return { isRoot: process.getuid?.() === 0, hasApt: existsSync('/usr/bin/apt-get') };
}
