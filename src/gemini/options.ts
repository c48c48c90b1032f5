import type { FileData, ToolCodeExecution } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';
import { checkChoice, checkNumber } from '../sandbox/checkOption.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Protocol } from './codec/dialect.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { PictureLimits } from './codec/pictures.ts';
import type { AnswerEvent } from './events.ts';
import type { Environment } from './request/instruction.ts';
import type { RetryOptions } from './retry.ts';

/** All of {@link Mode}. */
export const MODES = ['local', 'server', 'auto'] as const;
/**
 * Where `codeExecution` happens: in the sandbox; on Google's servers, as if this library were not there; or in the sandbox, and on the
 * servers where it turns out that a browser cannot do it (a library that does not exist for it, memory, code that times out twice).
 *
 * @useDeclaredType
 */
export type Mode = (typeof MODES)[number];

/** What can be chosen for a client. */
export interface LocalPythonOptions {
  /** Where code runs. A function is called when the model first wants to run something, and again where that sandbox was closed since. */
  sandbox: Sandbox | Promise<Sandbox> | (() => Sandbox | Promise<Sandbox>);
  /** Where `codeExecution` happens. One request has another with the tool `{ codeExecution: { mode } }`. @default 'local' */
  mode?: Mode;
  /**
   * How the model says that it wants something run: by calling a function, or by writing it between lines of three backticks, for models
   * that cannot call functions.
   * @default 'functions', and 'fences' where a model before Gemini 3 is given Google's search or URL context: it cannot have both
   */
  protocol?: Protocol;
  /** What the model may write programs in, `JAVASCRIPT` with Gemini's own spelling for languages. @default ['PYTHON'] */
  languages?: readonly CodeLanguage[];
  /** Milliseconds that each run gets. @default 30000, as the server has it */
  timeout?: number;
  /** Failing runs in a row after which the model is asked to answer without running more. @default 5, as the server has it */
  maxFailures?: number;
  /** Runs in one answer after which the same happens. @default 50 */
  maxRuns?: number;
  /**
   * What the model is told of the place where its code runs, below the caller's own `systemInstruction`; `false` for nothing.
   * @default a few sentences: versions, libraries, limits, files, tools
   */
  instruction?: string | false | ((environment: Environment) => string);
  /**
   * Bytes up to which the model is shown the text of a file that the user sends. Of larger ones it is told the name, the size and the
   * beginning, and reads them with code; `Infinity` shows all.
   * @default 32768
   */
  textLimit?: number;
  /**
   * Gives the bytes of files that a request only names (`fileData`), so that code can read them too; `undefined` where they are not to be
   * had, which the model is told. It is called once for each address, and again where it failed: what it throws is reported as any
   * uncaught error of the page. It is not called for videos of YouTube, which are no files.
   */
  readFile?: (file: FileData) => Promise<Blob | Uint8Array | undefined>;
  /** Makes the functions of `CallableTool`s callable from Python too: `from tools import name`. @default false */
  toolsFromPython?: boolean;
  /** What pictures that code made may cost when they go back to the model. */
  pictures?: Partial<PictureLimits>;
  /**
   * How long to wait for an API that refuses a request for the moment. `{ attempts: 1 }` gives up at once. It takes the place of the SDK's
   * own `retryOptions`; those of a single request, `config.httpOptions.retryOptions`, take its place.
   */
  retry?: Partial<RetryOptions>;
  /**
   * Answers `input()` of the model's code, and may take its time: the timeout waits. `id` is that of the code's events. Without it, or
   * where it gives `null` or throws, Python gets an `EOFError`.
   */
  onInput?: (prompt: string, run: { id: number }) => string | null | Promise<string | null>;
  /** What happens while the model answers, as it happens. What it throws is reported as any uncaught error of the page. */
  onEvent?: (event: AnswerEvent) => void;
}

/** The tool of a request, with what may be chosen for this request alone. */
export interface LocalCodeExecution extends ToolCodeExecution {
  /** Where the code of this request runs. */
  mode?: Mode;
}

/** @throws InvalidOptionError that names the option, what it takes, and what it got */
export function checkLocalPythonOptions(options: LocalPythonOptions): void {
  const { sandbox, mode, protocol, languages, timeout, maxFailures, maxRuns, textLimit, pictures, retry } = options;
  if (!sandbox)
    throw new InvalidOptionError('withLocalPython() takes the option `sandbox`: one, a promise of one, or a function.');
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

/** @throws InvalidOptionError */
export function checkMode(mode: unknown): void {
  checkChoice('mode', mode, MODES);
}

/**
 * Each candidate would need a conversation, and variables, of its own.
 *
 * @throws InvalidOptionError
 */
export function checkCandidateCount(candidateCount = 1): void {
  if (candidateCount <= 1) return;
  throw new InvalidOptionError(
    `The setting \`candidateCount\` takes 1 where code runs in the sandbox, not ${candidateCount}. With the tool ` +
      "`{ codeExecution: { mode: 'server' } }` Google runs it.",
  );
}

function isNotNegative(value: number): boolean {
  return value >= 0;
}

function isCount(value: number): boolean {
  return value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY);
}
