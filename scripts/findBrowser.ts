import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

/** Names of the commands of Chromium and its relatives, best first. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];
/** Where macOS and Windows install them, outside of the PATH. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Let the browser run in a container and as root, and keep it from using the network by itself. */
export const LAUNCH_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Finds a browser: Playwright's own, or else one that is installed. */
export function findBrowser(): { executablePath: string } | undefined {
  const candidates = [chromium.executablePath(), ...browsersOnPath(process.env.PATH ?? ''), ...PLACES];
  const executablePath = candidates.find((candidate) => isExecutable(candidate) && starts(candidate));
  return executablePath === undefined ? undefined : { executablePath };
}

/** Lists the browsers on a PATH, best first. */
export function browsersOnPath(searchPath: string): string[] {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).filter(isExecutable);
}

/** A downloaded browser may lack system libraries. */
function starts(executablePath: string): boolean {
  return spawnSync(executablePath, ['--version', '--no-sandbox'], { timeout: 20_000 }).status === 0;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
