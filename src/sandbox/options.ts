import { importChunk } from '../async/importChunk.ts';
import { InvalidOptionError } from '../errors.ts';
import type { Display, OutputChunk } from '../protocol.ts';
import { checkChoice, checkNumber } from './checkOption.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { EngineOptions } from './engine/engine.ts';
import type { EngineProgress } from './engine/loadEngine.ts';
import { MIN_MEMORY_LIMIT } from './limits.ts';
import type { PackageProgress } from './packages/fetchPlan.ts';
import type { PackagesOption } from './packages/packagesOption.ts';
import type { ToolLimits } from './tools.ts';

const DEFAULT_PREWARM = 1;
export const DEFAULT_PACKAGES = 'distribution';

/**
 * What a sandbox is doing on its way to ready: bytes while it downloads, then one step after the other (steps that another sandbox of
 * the page has done already are left out); and packages, later on.
 */
export type SandboxProgress = EngineProgress | { step: 'ready' } | ({ step: 'packages' } & PackageProgress);

/** What can be chosen for a sandbox, once and for all. */
export interface SandboxOptions {
  /**
   * The folder with the engine's files, named as in the `pyodide` package.
   * @default `pyodide/` beside the page
   */
  assets?: string | URL;
  /**
   * The file `frame.html` that comes with the engine's files, for a page whose Content-Security-Policy would also bind a frame that is made
   * from text: the page then needs no `'unsafe-inline'`, `'wasm-unsafe-eval'` or `blob:`, only a `frame-src` for this file. The file is as
   * sealed as the text, and is refused where it is not that of this build. The first sandbox of an engine decides.
   * @default none: the frame is made from text
   */
  frameUrl?: string | URL;
  /**
   * Bytes to which Python's memory may grow, files included; beyond that it gets a `MemoryError`, and an `OSError` (no space left) where
   * it writes a file. At least 67108864 (64 MiB).
   * @default 2147483648 (2 GiB)
   */
  memoryLimit?: number;
  /**
   * Where packages that code imports may come from. They are loaded before the code runs; that takes nothing from its timeout.
   * @default 'distribution'
   */
  packages?: PackagesOption;
  /**
   * The folder with the files of Pyodide's distribution: a mirror.
   * @default that of this version at cdn.jsdelivr.net
   */
  distributionUrl?: string | URL;
  /**
   * A package index that answers in JSON, for `packages: 'pypi'`.
   * @default https://pypi.org/simple/
   * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/
   */
  pypiUrl?: string | URL;
  /** What calls of exposed tools may cost; what is left out is as {@link ToolLimits} says. */
  toolLimits?: Partial<ToolLimits>;
  /** A session to go on from: its variables, files and packages. The checkpoint stays usable. */
  from?: Checkpoint;
  /**
   * A name under which this browser keeps the session: after a reload, or tomorrow, the sandbox goes on from there. The checkpoint in
   * {@link from} comes first. Where nothing can be kept, `onProgress` is told.
   */
  persist?: string;
  /**
   * Bytes for the states that are kept so that a run that has to be killed, or is taken back, costs nothing that was there before it. The
   * latest is kept in any case, the oldest is dropped first; 0 keeps none.
   * @default 268435456
   */
  checkpointMemory?: number;
  /**
   * Interpreters that the page keeps waiting, so that a new one is there at once. The first sandbox of an engine decides.
   * @default 1
   */
  prewarm?: number;
  /** Called as the sandbox comes up, and again when its worker is replaced. */
  onProgress?: (progress: SandboxProgress) => void;
  /** Gives up on creating the sandbox: `create` rejects with its reason. Afterwards it has no effect. */
  signal?: AbortSignal;
}

/** What can be chosen for one run. What listeners throw is reported as any uncaught error of the page, and the run goes on. */
export interface RunOptions {
  /**
   * What the code is. JavaScript runs in a worker of its own, as sealed as Python's; the first run starts it. Its variables stay from run
   * to run, and may be declared again; it has no part in checkpoints. `await` works at top level; a run ends when nothing is left that
   * it has begun, as in Node. Its memory is limited by the browser alone. `files` (`read`, `readText`, `write`, `list`, `remove`) are those
   * of Python's working directory, and `tools` has what the page exposes; all of them are awaited.
   * @default 'python'
   */
  language?: 'python' | 'javascript';
  /**
   * When the run times out: milliseconds from when the code starts, or a signal. Milliseconds stand
   * still while `onInput` takes its time; calls of tools count.
   * @default 30000, as Gemini's code execution has it
   */
  timeout?: number | AbortSignal;
  /** Takes the run from the queue, or stops it; `run` rejects with the signal's reason. Variables are kept where Python looks up, or JavaScript waits. */
  signal?: AbortSignal;
  /** What the code writes, as it writes it: at most 10 MiB. */
  onOutput?: (chunk: OutputChunk) => void;
  /** What the code displays, as it displays it. */
  onDisplay?: (display: Display) => void;
  /** Answers `input()`, and may take its time. Without it, or where it gives `null` or throws, Python gets an `EOFError`. */
  onInput?: (prompt: string) => string | null | Promise<string | null>;
}

/**
 * Checks the options that a sandbox is created with.
 *
 * @returns the folder of the engine
 * @throws InvalidOptionError that names the option, what it takes, and what it got
 */
export async function checkOptions(options: SandboxOptions): Promise<URL> {
  const folder = engineFolder(options.assets);
  const { memoryLimit, prewarm, checkpointMemory, persist, packages, frameUrl } = options;
  if (frameUrl !== undefined) addressOf('frameUrl', frameUrl, 'the address of a file');
  checkNumber(
    'memoryLimit',
    memoryLimit,
    `bytes, at least ${MIN_MEMORY_LIMIT}`,
    (value) => value >= MIN_MEMORY_LIMIT && value < Infinity,
  );
  checkNumber('checkpointMemory', checkpointMemory, 'bytes, at least 0', (value) => value >= 0 && value < Infinity);
  checkNumber('prewarm', prewarm, 'a whole number, at least 0', (value) => Number.isInteger(value) && value >= 0);
  if (persist !== undefined && (typeof persist !== 'string' || persist === '')) {
    throw new InvalidOptionError(`The option \`persist\` takes a name, not ${JSON.stringify(persist)}.`);
  }
  if (packages !== undefined) await checkPackagesOption(packages, folder);
  return folder;
}

/** @throws InvalidOptionError */
export function languageOf({ language = 'python' }: RunOptions): 'python' | 'javascript' {
  checkChoice('language', language, ['python', 'javascript']);
  return language;
}

/** What the engine of a sandbox has to know. */
export function engineOptionsOf(options: SandboxOptions): EngineOptions {
  const {
    packages = DEFAULT_PACKAGES,
    distributionUrl = '',
    pypiUrl = '',
    prewarm = DEFAULT_PREWARM,
    frameUrl,
  } = options;
  return {
    prewarm,
    sources: JSON.stringify([packages, String(distributionUrl), String(pypiUrl)]),
    ...(frameUrl !== undefined && { frameUrl: addressOf('frameUrl', frameUrl, 'the address of a file') }),
  };
}

/**
 * The options of a sandbox, for another one. Two of one name would keep their sessions in the place of each other's; and what gave up on
 * creating the one does not concern the other.
 */
export function optionsOfFork({ persist: _, signal: __, ...options }: SandboxOptions): SandboxOptions {
  return options;
}

/**
 * Whether packages are the page's own or those of Pyodide, so that importing one is no risk to the sessions that are still to come. From
 * PyPI the code in the sandbox can ask for whatever somebody has put there.
 */
export function areTrusted({ packages = DEFAULT_PACKAGES }: SandboxOptions): boolean {
  return packages === 'distribution' || packages === 'vendored';
}

/** @throws InvalidOptionError */
async function checkPackagesOption(option: PackagesOption, base: URL): Promise<void> {
  const { readPackagesOption } = await importChunk(() => import('./packages/packagesOption.ts'));
  readPackagesOption(option, base);
}

/** @throws InvalidOptionError */
function engineFolder(assets: string | URL = 'pyodide/'): URL {
  const folder = String(assets);
  return addressOf('assets', folder.endsWith('/') ? folder : `${folder}/`, 'the address of a folder');
}

/** @throws InvalidOptionError */
function addressOf(name: string, address: string | URL, takes: string): URL {
  try {
    return new URL(address, document.baseURI);
  } catch {
    throw new InvalidOptionError(`The option \`${name}\` takes ${takes}, not ${JSON.stringify(String(address))}.`);
  }
}
