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
  /** What code can't do in the sealed sandbox. */
  seal: string;
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
    seal: 'There is no network and no way to install packages.',
    code: 'A complete Python program.',
  },
  JAVASCRIPT: {
    name: 'run_javascript',
    description:
      'Runs JavaScript code and returns what it logged to the console. Top-level variables and functions stay from one call to the ' +
      'next; top-level await works. Log every value that you need to see.',
    seal: 'There is no network, no DOM and no Node.js.',
    code: 'A complete JavaScript program.',
  },
};

/** Tells a model what a function that runs code does. */
export function describeFunction(language: CodeLanguage, isSealed: boolean): string {
  const { description, seal } = CODE_FUNCTIONS[language];
  return isSealed ? `${description} ${seal}` : description;
}

/** Reads the API's field, an open string; in the Interactions API in lower case. Anything else counts as Python. */
export function readLanguage(language: unknown): CodeLanguage {
  return String(language).toUpperCase() === 'JAVASCRIPT' ? 'JAVASCRIPT' : 'PYTHON';
}
