import { InvalidOptionError } from '../errors.ts';
import type { Display, OutputChunk } from '../protocol.ts';
import { addressOf, checkChoice, checkNumber } from './checkOption.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { EngineOptions } from './engine/engine.ts';
import type { EngineProgress } from './engine/loadEngine.ts';
import type { FallbackFont } from './fonts/fallbackFonts.ts';
import type { NetworkOptions } from './network/network.ts';
import type { PackageProgress } from './packages/fetchPlan.ts';
import type { PackagesOption } from './packages/packagesOption.ts';
import type { OnApproval } from './tools/approval.ts';
import type { ToolLimits } from './tools/tool.ts';
import type { ToolCall } from './tools/toolCall.ts';

/** Milliseconds that a run gets by default: as many as Gemini's own code execution gives. */
const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_PREWARM = 1;
export const DEFAULT_PACKAGES = 'distribution';

/**
 * Progress of a sandbox: the download of the engine in bytes, then one {@link BootStep} after the other, except those that another sandbox of
 * the page has done already, then `'ready'`; later on, the downloads of packages. `'snapshot-refused'` tells why a session can't be captured,
 * restored or stored; the sandbox works without. `'taken-over'` tells that another tab or sandbox has taken the name in
 * {@link SandboxOptions.persist}: this one works on, and is not stored any more.
 */
export type SandboxProgress =
  | EngineProgress
  | { step: 'ready' }
  | ({ step: 'packages' } & PackageProgress)
  | { step: 'taken-over' };

/** Options of a sandbox, fixed when it is created. */
export interface SandboxOptions {
  /**
   * The folder with the engine's files, named as in the `pyodide` package. A folder of that package on a CDN, `…/pyodide@314.0.7/`, must have
   * exactly the files that this build was made with: `create` checks their hash.
   * @default `pyodide/` beside the page
   */
  assets?: string | URL;
  /**
   * The file `frame.html` that comes with the engine's files. A frame that is made from text inherits the page's Content-Security-Policy,
   * which then needs `'unsafe-inline'`, `'wasm-unsafe-eval'` and `blob:`. With this file it needs only a `frame-src` for it. The file is as
   * sealed as the text, and is refused if it is not that of this build. The first sandbox of an engine decides.
   * @default none: the frame is made from text
   */
  frameUrl?: string | URL;
  /**
   * Bytes to which Python's memory may grow, files included; beyond that it gets a `MemoryError`, or an `OSError` (no space left) if
   * it writes a file. At least 67108864 (64 MiB).
   * @default 2147483648 (2 GiB)
   */
  memoryLimit?: number;
  /**
   * Where packages that code imports may come from. They are loaded before the code runs, and the timeout begins after that.
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
  /**
   * Servers that code may send requests to, with `requests`, `urllib`, `httpx`, `pyodide.http` and `fetch`. The page sends them, without its
   * cookies and its address, if the server allows requests from other sites (CORS); redirects are not followed. What code has seen, it can
   * send there.
   * @default none: code has no network
   */
  network?: NetworkOptions;
  /** Limits for the calls of exposed tools. @default see {@link ToolLimits} */
  toolLimits?: Partial<ToolLimits>;
  /**
   * Asks a person about calls of tools whose {@link Tool.approve} says so, and may take its time: neither the run's timeout nor the tool's own goes
   * on meanwhile. At most 10 calls of a run wait at once.
   * @default none: such calls are refused
   */
  onApproval?: OnApproval;
  /**
   * A session to go on from: its variables, files and packages. The checkpoint stays usable.
   * @default none: the session begins afresh
   */
  from?: Checkpoint;
  /**
   * A name under which this browser stores the session: after a reload, or tomorrow, a sandbox with this name goes on from there, unless
   * {@link from} is given. If the session can't be stored, `onProgress` is told. One sandbox at a time has the name, among all tabs of this
   * site; see {@link takeOver}.
   * @default none: the session is not stored
   */
  persist?: string;
  /**
   * What happens if another tab or sandbox has the name in {@link persist}. With `true`, that one stores its session and gives the name up: it works
   * on without being stored, and its `onProgress` gets `'taken-over'`. Otherwise `create` rejects with a `SessionInUseError`.
   * @default false
   */
  takeOver?: boolean;
  /**
   * Bytes for captured states, to which the session goes back when a run is killed or taken back. The oldest state is dropped first, the
   * latest never. With 0, nothing is captured automatically.
   * @default 268435456 (256 MiB)
   */
  checkpointMemory?: number;
  /**
   * The number of workers that the page keeps ready to go on from any state, so that a session is back at once when its run was killed. One more
   * is as a new session begins, and takes the memory of one: with numpy, pandas and matplotlib imported, 146 MiB. Devices that say they have less
   * than 4 GiB of memory have none of that kind. With 0 there are none at all, and none that has the browser optimise the engine while the page is
   * idle. The first sandbox of an engine decides.
   * @default 1
   */
  prewarm?: number;
  /**
   * Milliseconds without a call after which the sandbox ends its worker, so that an idle session takes only the memory in which its captured state
   * differs from what sessions start from. The next call goes on from that, in another worker, which takes some 0.1 s and longer for a large state.
   * A session that can't be captured as a whole (see {@link Checkpoint.lost}) keeps its worker.
   * @default Infinity
   */
  releaseAfter?: number;
  /**
   * Pixels that figures of matplotlib are drawn with for each CSS pixel, from 1 to 4: 2 is sharp on dense screens. `images` of a
   * result have their sizes in CSS pixels, and models get the figures with 1. Code may choose 2 itself, as in a notebook, by
   * `%config InlineBackend.figure_format = 'retina'`.
   * @default 1
   */
  pixelRatio?: number;
  /**
   * Fonts for figures of matplotlib, for characters that its own don't have. The page downloads one when a figure needs it, and the first that is for one
   * of the characters. In browsers that can't suspend Python (Safari), and without a font, such characters are drawn as empty boxes, and a note says so.
   * @default Noto Sans for Chinese, Japanese and Korean, and Noto Emoji, from cdn.jsdelivr.net, if packages come from there; else none
   */
  fonts?: readonly FallbackFont[];
  /**
   * What keeps this sandbox apart from the others of the page. With `'worker'`, each has workers and a memory of its own, and all of them share
   * a sealed frame with the compiled engine and the snapshots. With `'frame'`, it has a frame of its own: even code that took over everything
   * in its frame would find no other sandbox there, and nothing that later visits start from. The engine is compiled again for it, and its
   * packages are imported again each time.
   * @default 'worker'
   */
  isolation?: 'worker' | 'frame';
  /**
   * Modules that are loaded and imported before `create` resolves, by the names that code imports: `['numpy', 'PIL']`. Downloads are told to
   * `onProgress`. A reset session loads them again when its code imports them.
   * @default []
   */
  preload?: readonly string[];
  /** Called while the sandbox starts, and again when its worker is replaced. */
  onProgress?: (progress: SandboxProgress) => void;
  /** Gives up on creating the sandbox: `create` rejects with its reason. Afterwards it has no effect. */
  signal?: AbortSignal;
}

/** Options of one run. An error that a listener throws is reported as an uncaught error of the page, and the run goes on. */
export interface RunOptions {
  /**
   * The language of the code. JavaScript runs in a worker of its own, as sealed as Python's; the first run starts it. Its variables stay from run
   * to run, and may be declared again; it has no part in checkpoints. `await` works at top level; a run ends when nothing is left that
   * it has begun, as in Node. Its memory is limited by the browser alone. `files` (`read`, `readText`, `write`, `list`, `remove`) are those
   * of Python's working directory, and `tools` has what the page exposes; all of them are awaited.
   * @default 'python'
   */
  language?: 'python' | 'javascript';
  /**
   * Variables that are set before the code runs, by name: `{ rows }` is the variable `rows`. Values are those of JSON: strings, finite
   * numbers, booleans, `null`, lists and plain objects of them; in Python they are `str`, `int` or `float`, `bool`, `None`, `list` and
   * `dict`. At most 8388608 characters of JSON (8 MiB): write more to a file.
   * @default {}
   */
  inputs?: Record<string, unknown>;
  /**
   * Whether the code runs beside the session, as the checks of an exercise do: it reads the session's variables, but those that it sets, its
   * `inputs` among them, are dropped at its end, and neither `In` and `Out` nor tracebacks have its source. Objects and files that it changes
   * stay changed. Python in a `Sandbox` only.
   * @default false
   */
  aside?: boolean;
  /**
   * Milliseconds from the start of the code until the run times out; `Infinity` for never. Calls of tools count; waits for `onInput` and
   * `onApproval`, and the loading of packages, don't. A run that times out gives a result with its output until then.
   * @default 30000
   */
  timeout?: number;
  /**
   * Takes the run from the queue, or stops it: `run` rejects with the signal's reason. Output until then went to `onOutput`. The variables
   * stay, unless Python computes in C, or JavaScript computes: then the interpreter has to be replaced.
   */
  signal?: AbortSignal;
  /** Called with output as the code writes it: at most 10 MiB. */
  onOutput?: (chunk: OutputChunk) => void;
  /** Called with each display as the code makes it. */
  onDisplay?: (display: Display) => void;
  /**
   * Called when code has called IPython's `clear_output()`: what it has written and shown before is no part of the result any more. With
   * `wait=True` this is when the next output comes, just before `onOutput` or `onDisplay` is called with that.
   */
  onClearOutput?: () => void;
  /** Called when a tool is called, and again with a new record when the call waits for an approval, runs, and has ended. */
  onToolCall?: (call: ToolCall) => void;
  /**
   * Answers `input()`, and may take its time. Without it, or if it gives `null` or throws, Python gets an `EOFError`. What code reads from `sys.stdin`
   * is asked line by line, with an empty prompt; there `null` is the end of the file.
   */
  onInput?: (prompt: string) => string | null | Promise<string | null>;
  /** Asks about calls of tools in this run, in place of {@link SandboxOptions.onApproval}. @default the sandbox's */
  onApproval?: OnApproval;
}

/** @throws InvalidOptionError */
export function timeoutOf({ timeout = DEFAULT_TIMEOUT }: RunOptions): number {
  checkNumber('timeout', timeout, 'milliseconds, more than 0', (value) => value > 0);
  return timeout;
}

/** @throws InvalidOptionError */
export function languageOf({ language = 'python', aside }: RunOptions): 'python' | 'javascript' {
  checkChoice('language', language, ['python', 'javascript']);
  if (aside && language !== 'python') throw new InvalidOptionError('The option `aside` is for Python.');
  return language;
}

/** Picks the options that concern the engine of a sandbox. */
export function engineOptionsOf(options: SandboxOptions): EngineOptions {
  const {
    packages = DEFAULT_PACKAGES,
    distributionUrl = '',
    pypiUrl = '',
    prewarm = DEFAULT_PREWARM,
    frameUrl,
    isolation = 'worker',
  } = options;
  return {
    prewarm,
    isOwn: isolation === 'frame',
    sources: JSON.stringify([packages, String(distributionUrl), String(pypiUrl)]),
    ...(frameUrl !== undefined && { frameUrl: addressOf('frameUrl', frameUrl, 'the address of a file') }),
  };
}

/** The options of a sandbox for its fork. One sandbox at a time has the name, and the signal was for the creation of the first. */
export function optionsOfFork({ persist: _, signal: __, preload: ___, ...options }: SandboxOptions): SandboxOptions {
  return options;
}

/** The options of a sandbox for another that begins afresh. */
export function optionsOfAnother({ persist: _, signal: __, from: ___, ...options }: SandboxOptions): SandboxOptions {
  return options;
}

/**
 * Tells whether packages are the page's own or Pyodide's, so that later sessions may start with them imported. From PyPI, code in the
 * sandbox can import packages of any uploader.
 */
export function areTrusted({ packages = DEFAULT_PACKAGES }: SandboxOptions): boolean {
  return packages === 'distribution' || packages === 'vendored';
}

/** The fonts of figures; `undefined` for the default's. */
export function fontsOf({
  fonts,
  packages = DEFAULT_PACKAGES,
  distributionUrl,
}: SandboxOptions): SandboxOptions['fonts'] {
  const usesCdn = distributionUrl === undefined && (packages === 'distribution' || packages === 'pypi');
  return fonts ?? (usesCdn ? undefined : []);
}
