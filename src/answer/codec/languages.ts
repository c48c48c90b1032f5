import type { Reach } from '../../sandbox/codeExecutor.ts';

/** Languages of programs, as in `executableCode.language`. */
export type CodeLanguage = 'PYTHON' | 'JAVASCRIPT';

/** A program that the model runs. */
export interface Program {
  language: CodeLanguage;
  /** `undefined` if the model called the function without a program. */
  code: string | undefined;
}

/** What a model is told of a function that runs code. */
interface CodeFunction {
  name: string;
  description: string;
  /** What there is not in the sealed sandbox, beside the network. */
  missing: string;
  /** Describes the argument `code`. */
  code: string;
}

/** The functions that run code, by language. */
export const CODE_FUNCTIONS: Readonly<Record<CodeLanguage, CodeFunction>> = {
  PYTHON: {
    name: 'run_python',
    description:
      'Runs Python code and returns what it printed. Variables, imports and functions stay from one call to the next. ' +
      'Print every value that you need to see.',
    missing: ' and no way to install packages.',
    code: 'A complete Python program.',
  },
  JAVASCRIPT: {
    name: 'run_javascript',
    description:
      'Runs JavaScript code and returns what it logged to the console. Top-level variables and functions stay from one call to the ' +
      'next; top-level await works. Log every value that you need to see.',
    missing: ', no DOM and no Node.js.',
    code: 'A complete JavaScript program.',
  },
};

/** Tells a model what a function that runs code does. */
export function describeFunction(language: CodeLanguage, reach: Reach): string {
  const { description, missing } = CODE_FUNCTIONS[language];
  return reach === 'all' ? description : `${description} There is ${describeNetwork(reach)}${missing}`;
}

/** The network of the sealed sandbox, in words. */
export function describeNetwork(origins: readonly string[]): string {
  if (origins.length === 0) return 'no network';
  return `no network except for requests to ${origins.join(', ')} (requests, urllib, httpx; no redirects)`;
}

/** Reads the API's field, an open string; in the Interactions API in lower case. Anything else counts as Python. */
export function readLanguage(language: unknown): CodeLanguage {
  return String(language).toUpperCase() === 'JAVASCRIPT' ? 'JAVASCRIPT' : 'PYTHON';
}
