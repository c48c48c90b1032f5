import type { FunctionCall, FunctionDeclaration, Language } from '@google/genai';

/** Languages of programs, as in `executableCode.language`. */
export type CodeLanguage = 'PYTHON' | 'JAVASCRIPT';

/** A program that the model runs. */
export interface Program {
  language: CodeLanguage;
  /** `undefined` if the model called the function without a program. */
  code: string | undefined;
}

const FUNCTIONS: Readonly<Record<CodeLanguage, { name: string; description: string; code: string }>> = {
  PYTHON: {
    name: 'run_python',
    description:
      'Runs Python code and returns what it printed. Variables, imports and functions stay from one call to the next. ' +
      'Print every value that you need to see. There is no network and no way to install packages.',
    code: 'A complete Python program.',
  },
  JAVASCRIPT: {
    name: 'run_javascript',
    description:
      'Runs JavaScript code and returns what it logged to the console. Top-level variables and functions stay from one call to the ' +
      'next; top-level await works. Log every value that you need to see. There is no network, no DOM and no Node.js.',
    code: 'A complete JavaScript program.',
  },
};

/** Converts to the SDK's type, which names only Python, although the API's field is an open string. */
export function asLanguage(language: CodeLanguage): Language {
  return language as Language;
}

/** Reads the API's field, an open string; in the Interactions API in lower case. Anything else counts as Python. */
export function readLanguage(language: unknown): CodeLanguage {
  return String(language).toUpperCase() === 'JAVASCRIPT' ? 'JAVASCRIPT' : 'PYTHON';
}

/** The functions that replace `codeExecution` in a request, one for each language. */
export class CodeFunctions {
  readonly #names = new Map<CodeLanguage, string>();

  /** @param taken names of the application's functions, which ours avoid */
  constructor(languages: readonly CodeLanguage[], taken: ReadonlySet<string> = new Set()) {
    for (const language of languages) {
      let { name } = FUNCTIONS[language];
      while (taken.has(name)) name += '_here';
      this.#names.set(language, name);
    }
  }

  /** @param names that the functions were given; other words are ignored */
  static of(names: readonly string[]): CodeFunctions {
    const functions = new CodeFunctions([]);
    for (const language of Object.keys(FUNCTIONS) as CodeLanguage[]) {
      const name = names.find((each) => each.startsWith(FUNCTIONS[language].name));
      if (name !== undefined) functions.#names.set(language, name);
    }
    return functions;
  }

  get languages(): CodeLanguage[] {
    return [...this.#names.keys()];
  }

  get names(): string[] {
    return [...this.#names.values()];
  }

  get declarations(): FunctionDeclaration[] {
    return [...this.#names].map(([language, name]) => ({
      name,
      description: FUNCTIONS[language].description,
      parametersJsonSchema: {
        type: 'object',
        properties: { code: { type: 'string', description: FUNCTIONS[language].code } },
        required: ['code'],
      },
    }));
  }

  /** Reads the program of a call; `undefined` if it calls another function. The arguments come from the model and may be anything. */
  programOf({ name, args }: FunctionCall): Program | undefined {
    // Models sometimes repeat the prefix that Google adds to names for them.
    const plain = name?.replace(/^default_api[.:]/, '');
    const language = this.languages.find((each) => this.#names.get(each) === plain);
    if (!language) return undefined;
    return { language, code: typeof args?.code === 'string' ? args.code : undefined };
  }

  /** The function for a language; the first function if the language is not offered in this request. */
  nameFor(language: string | undefined): string {
    const [first = FUNCTIONS.PYTHON.name] = this.#names.values();
    return this.#names.get(language as CodeLanguage) ?? first;
  }
}
