import type { FileData, ToolCodeExecution } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';
import { checkChoice, checkNumber } from '../sandbox/checkOption.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { BeforeRun } from './beforeRun.ts';
import type { Protocol } from './codec/dialect.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { PictureLimits } from './codec/pictures.ts';
import type { AnswerEvent } from './events.ts';
import type { Environment } from './request/instruction.ts';
import type { RetryOptions } from './retry.ts';

/** All of {@link Mode}. */
export const MODES = ['local', 'server', 'auto'] as const;
/**
 * Where `codeExecution` happens: `'local'` in the sandbox; `'server'` on Google's servers, as without this library; `'auto'` in the sandbox,
 * falling back to Google's servers if a library is missing, memory runs out, or code times out twice.
 *
 * @useDeclaredType
 */
export type Mode = (typeof MODES)[number];

/** Options of {@link withLocalPython}. */
export interface LocalPythonOptions {
  /** Where code runs. A function is called when the model first runs code, and again if that sandbox was closed since. */
  sandbox: Sandbox | Promise<Sandbox> | (() => Sandbox | Promise<Sandbox>);
  /** Where `codeExecution` happens. Override it per request with the tool `{ codeExecution: { mode } }`. @default 'local' */
  mode?: Mode;
  /**
   * How the model runs code: by calling a function, or by writing code between lines of three backticks, for models that can't call
   * functions.
   * @default 'functions'; 'fences' for models before Gemini 3 with Google's search or URL context, which can't have functions as well
   */
  protocol?: Protocol;
  /** The languages that the model may use, in the spelling of Gemini's API. @default ['PYTHON'] */
  languages?: readonly CodeLanguage[];
  /** Time limit per run, in ms. @default 30000, as on the server */
  timeout?: number;
  /** Failing runs in a row after which the model must answer without running more code. @default 5, as on the server */
  maxFailures?: number;
  /** Runs in one answer after which the model must answer without running more code. @default 50 */
  maxRuns?: number;
  /**
   * Describes the sandbox to the model, below your own `systemInstruction`; `false` for no description.
   * @default a few sentences about versions, libraries, limits, files and tools
   */
  instruction?: string | false | ((environment: Environment) => string);
  /**
   * Maximum size in bytes of a user's text file that the model gets in full. Of larger files it gets the name, the size and the beginning, and
   * reads them with code. `Infinity` for no limit.
   * @default 32768
   */
  textLimit?: number;
  /**
   * Reads files that a request only refers to (`fileData`, or a block with a `uri`), so that code can read them too. `undefined` tells the
   * model that code can't. Called once per file, and again after a failure, or if the client has forgotten the file; errors are reported as
   * uncaught errors of the page. Not called for files that were uploaded through this client, nor for YouTube videos, which are not files.
   */
  readFile?: (file: FileData) => Promise<Blob | Uint8Array | undefined>;
  /** Whether Python can call the functions of `CallableTool`s too: `from tools import name`. @default false */
  toolsFromPython?: boolean;
  /** Limits for the pictures that code makes and the model gets. */
  pictures?: Partial<PictureLimits>;
  /**
   * How to retry requests that fail temporarily. `{ attempts: 1 }` never retries. Replaces the SDK's own `retryOptions`; a single request
   * overrides it with `config.httpOptions.retryOptions`.
   */
  retry?: Partial<RetryOptions>;
  /**
   * Answers `input()` in the model's code. The timeout pauses until it answers. `id` is the one of the code's events. Python gets an
   * `EOFError` if the option is missing, or the function gives `null` or throws.
   */
  onInput?: (prompt: string, run: { id: number }) => string | null | Promise<string | null>;
  /**
   * Decides on each program before it runs in the sandbox: shows it to the user, refuses it, or changes it. The program waits for the decision,
   * without a time limit. A refusal is a failed result with its reason, which doesn't count towards `maxFailures`. After a change,
   * `executableCode` is still the program that the model wrote, and the result begins with the code that ran. If it throws, the program is
   * refused, and the error is reported as an uncaught error of the page. Not called for code on Google's servers.
   * @default every program runs
   */
  beforeRun?: BeforeRun;
  /** Called with each event of an answer. Errors that it throws are reported as uncaught errors of the page. */
  onEvent?: (event: AnswerEvent) => void;
}

/** The `codeExecution` tool of a request, with options for this request. */
export interface LocalCodeExecution extends ToolCodeExecution {
  /** Where the code of this request runs. @default that of the client */
  mode?: Mode;
}

/** @throws InvalidOptionError that names the option, the values that it takes, and its value */
export function checkLocalPythonOptions(options: LocalPythonOptions): void {
  const { sandbox, mode, protocol, languages, timeout, maxFailures, maxRuns, textLimit, pictures, retry } = options;
  if (!sandbox)
    throw new InvalidOptionError(
      'withLocalPython() needs the option `sandbox`: a sandbox, a promise of one, or a function that gives one.',
    );
  checkChoice('mode', mode, MODES);
  checkChoice('protocol', protocol, ['functions', 'fences']);
  if (languages?.length === 0) throw new InvalidOptionError('The option `languages` takes at least one language.');
  for (const language of languages ?? []) checkChoice('languages', language, ['PYTHON', 'JAVASCRIPT']);
  checkNumber('timeout', timeout, 'milliseconds, more than 0', (value) => value > 0);
  checkNumber('maxFailures', maxFailures, 'a whole number, at least 1', isCount);
  checkNumber('maxRuns', maxRuns, 'a whole number, at least 1', isCount);
  checkNumber('textLimit', textLimit, 'bytes, at least 0', isNotNegative);
  checkNumber(
    'pictures.count',
    pictures?.count,
    'a whole number, at least 0',
    (value) => value === 0 || isCount(value),
  );
  checkNumber('pictures.side', pictures?.side, 'pixels, at least 1', (value) => value >= 1);
  checkNumber('pictures.bytes', pictures?.bytes, 'bytes, at least 1', (value) => value >= 1);
  checkNumber('retry.attempts', retry?.attempts, 'a whole number, at least 1', isCount);
  checkNumber('retry.initialDelayMs', retry?.initialDelayMs, 'milliseconds, at least 0', isNotNegative);
  checkNumber('retry.maxDelayMs', retry?.maxDelayMs, 'milliseconds, at least 0', isNotNegative);
}

/**
 * Refuses several candidates: each would need a conversation and variables of its own.
 *
 * @throws InvalidOptionError
 */
export function checkCandidateCount(candidateCount = 1): void {
  if (candidateCount <= 1) return;
  throw new InvalidOptionError(
    `The setting \`candidateCount\` takes 1 if code runs in the sandbox, not ${candidateCount}. To run the code on ` +
      "Google's servers, use the tool `{ codeExecution: { mode: 'server' } }`.",
  );
}

function isNotNegative(value: number): boolean {
  return value >= 0;
}

function isCount(value: number): boolean {
  return value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY);
}
