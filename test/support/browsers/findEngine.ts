import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { firefox, webkit } from 'playwright';
import { titledPlaywright } from './browserTitle.ts';
import { chromium } from './chromium.ts';
import type { Engine, EngineName } from './engine.ts';
import { openFirefox } from './openFirefox.ts';
import { openWebKit, type WebKitPrograms } from './openWebKit.ts';
import { pageProvider } from './pageProvider.ts';

/** What to do where an engine is missing. */
export const HOW_TO_GET: Record<EngineName, string> = {
  chromium: 'npm run browser',
  firefox: 'apt-get install firefox-esr, or: npx playwright install --with-deps firefox',
  webkit: 'apt-get install webkit2gtk-driver xvfb, or: npx playwright install --with-deps webkit',
};

const FIREFOX = ['firefox-esr', 'firefox'];
const FIREFOX_PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];
/** Where Debian and Fedora keep a folder of WebKitGTK for each kind of machine and each version. */
const LIBRARIES = ['/usr/lib', '/usr/libexec'];

/** Finds a browser of this machine: Playwright's own build, else the system's. */
export function findEngine(name: EngineName): Engine | undefined {
  switch (name) {
    case 'chromium':
      return chromium();
    case 'firefox':
      return findFirefox();
    case 'webkit':
      return findWebKit();
    default:
      return name satisfies never;
  }
}

function findFirefox(): Engine | undefined {
  if (existsSync(firefox.executablePath())) return { name: 'firefox', provider: titledPlaywright('Firefox') };
  const program = findFirefoxProgram();
  return program === undefined
    ? undefined
    : { name: 'firefox', provider: pageProvider('firefox', () => openFirefox(program)) };
}

/** The Firefox of this machine. */
export function findFirefoxProgram(): string | undefined {
  return FIREFOX.map(onPath).find(Boolean) ?? FIREFOX_PLACES.find((place) => existsSync(place));
}

function findWebKit(): Engine | undefined {
  if (existsSync(webkit.executablePath())) return { name: 'webkit', provider: titledPlaywright('WebKit') };
  const programs = findWebKitPrograms();
  return programs && { name: 'webkit', provider: pageProvider('webkit', () => openWebKit(programs)) };
}

/** The WebKitGTK of this machine. */
export function findWebKitPrograms(): WebKitPrograms | undefined {
  const driver = onPath('WebKitWebDriver');
  const miniBrowser = LIBRARIES.flatMap(miniBrowsersIn).at(-1);
  return driver && miniBrowser && onPath('Xvfb') ? { driver, miniBrowser } : undefined;
}

/** The oldest first. */
function miniBrowsersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const ofMachine = readdirSync(folder).filter((name) => name.endsWith('-linux-gnu'));
  return ['.', ...ofMachine]
    .map((name) => path.join(folder, name))
    .flatMap((place) => readdirSync(place).map((name) => path.join(place, name, 'MiniBrowser')))
    .filter((file) => /webkit2?gtk-[\d.]+/.test(file) && existsSync(file))
    .sort();
}

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));
}
