import { InvalidOptionError } from '../errors.ts';
import { checkChoice, checkNumber } from '../sandbox/checkOption.ts';
import { type AnswerOptions, type LocalPythonOptions, MODES } from './options.ts';

/**
 * Checks the options of a client. A sandbox that can't be created is reported by the first question that needs it.
 *
 * @throws InvalidOptionError that names the option, the values that it takes, and its value
 */
export function checkLocalPythonOptions(options: LocalPythonOptions): void {
  if (!options.sandbox)
    throw new InvalidOptionError(
      'withLocalPython() needs the option `sandbox`: a sandbox, a promise of one, or a function that gives one.',
    );
  checkAnswerOptions(options);
  if (typeof options.sandbox !== 'function') Promise.resolve(options.sandbox).catch(() => {});
}

/** @throws InvalidOptionError */
export function checkAnswerOptions(options: AnswerOptions): void {
  const { mode, protocol, languages, timeout, maxFailures, maxRuns, textLimit, pictures, retry } = options;
  checkChoice('mode', mode, MODES);
  checkChoice('protocol', protocol, ['functions', 'fences']);
  checkChoice('files', options.files, ['events', 'parts']);
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
  checkNumber('pictures.chartTime', pictures?.chartTime, 'milliseconds, at least 0', isNotNegative);
  checkNumber('retry.attempts', retry?.attempts, 'a whole number, at least 1', isCount);
  checkNumber('retry.initialDelayMs', retry?.initialDelayMs, 'milliseconds, at least 0', isNotNegative);
  checkNumber('retry.maxDelayMs', retry?.maxDelayMs, 'milliseconds, at least 0', isNotNegative);
  for (const name of ['beforeRun', 'onEvent', 'onInput', 'onApproval'] as const) checkFunction(name, options[name]);
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

/** @throws InvalidOptionError */
function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new InvalidOptionError(`The option \`${name}\` takes a function, not ${JSON.stringify(value)}.`);
}

function isNotNegative(value: number): boolean {
  return value >= 0;
}

function isCount(value: number): boolean {
  return value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY);
}
