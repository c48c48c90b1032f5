import { importChunk } from '../async/importChunk.ts';
import { InvalidOptionError } from '../errors.ts';
import { MAX_PIXEL_RATIO } from '../pictures/pixelRatio.ts';
import { addressOf, checkChoice, checkNumber } from './checkOption.ts';
import type { FallbackFont } from './fonts/fallbackFonts.ts';
import { MIN_MEMORY_LIMIT } from './limits.ts';
import type { NetworkOptions } from './network/network.ts';
import type { SandboxOptions } from './options.ts';
import type { PackagesOption } from './packages/packagesOption.ts';

/** A module's name, or the dotted name of a submodule. */
const MODULE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*(\.[\p{ID_Start}_][\p{ID_Continue}]*)*$/u;

/**
 * Checks the options that a sandbox is created with.
 *
 * @returns the folder of the engine
 * @throws InvalidOptionError that names the option, the values that it takes, and the value that it got
 */
export async function checkOptions(options: SandboxOptions): Promise<URL> {
  const folder = engineFolder(options.assets);
  const {
    memoryLimit,
    prewarm,
    checkpointMemory,
    persist,
    packages,
    frameUrl,
    preload,
    network,
    pixelRatio,
    isolation,
    releaseAfter,
    fonts,
  } = options;
  if (frameUrl !== undefined) addressOf('frameUrl', frameUrl, 'the address of a file');
  checkNumber(
    'memoryLimit',
    memoryLimit,
    `bytes, at least ${MIN_MEMORY_LIMIT}`,
    (value) => value >= MIN_MEMORY_LIMIT && value < Infinity,
  );
  checkNumber('checkpointMemory', checkpointMemory, 'bytes, at least 0', (value) => value >= 0 && value < Infinity);
  checkNumber('prewarm', prewarm, 'a whole number, at least 0', (value) => Number.isInteger(value) && value >= 0);
  checkNumber(
    'pixelRatio',
    pixelRatio,
    `a number from 1 to ${MAX_PIXEL_RATIO}`,
    (value) => value >= 1 && value <= MAX_PIXEL_RATIO,
  );
  checkNumber('releaseAfter', releaseAfter, 'milliseconds, more than 0', (value) => value > 0);
  checkChoice('isolation', isolation, ['worker', 'frame']);
  if (persist !== undefined && (typeof persist !== 'string' || persist === '')) {
    throw new InvalidOptionError(`The option \`persist\` takes a name, not ${JSON.stringify(persist)}.`);
  }
  checkPreload(preload);
  if (packages !== undefined) await checkPackagesOption(packages, folder);
  if (network !== undefined) await checkNetworkOption(network);
  if (fonts !== undefined) await checkFontsOption(fonts);
  return folder;
}

/** @throws InvalidOptionError */
function checkPreload(preload: unknown): void {
  const isList = preload === undefined || (Array.isArray(preload) && preload.every((name) => MODULE_NAME.test(name)));
  if (isList) return;
  throw new InvalidOptionError(
    `The option \`preload\` takes a list of modules, by the names that code imports, such as ['numpy']; not ${JSON.stringify(preload)}.`,
  );
}

/** @throws InvalidOptionError */
async function checkPackagesOption(option: PackagesOption, base: URL): Promise<void> {
  const { readPackagesOption } = await importChunk(() => import('./packages/packagesOption.ts'));
  readPackagesOption(option, base);
}

/** @throws InvalidOptionError */
async function checkNetworkOption(option: NetworkOptions): Promise<void> {
  const { readNetworkOptions } = await importChunk(() => import('./network/network.ts'));
  readNetworkOptions(option);
}

/** @throws InvalidOptionError */
async function checkFontsOption(option: readonly FallbackFont[]): Promise<void> {
  const { readFonts } = await importChunk(() => import('./fonts/fallbackFonts.ts'));
  readFonts(option);
}

/** @throws InvalidOptionError */
function engineFolder(assets: string | URL = 'pyodide/'): URL {
  const folder = String(assets);
  return addressOf('assets', folder.endsWith('/') ? folder : `${folder}/`, 'the address of a folder');
}
