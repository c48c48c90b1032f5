import type { FunctionCall, FunctionDeclaration, Language } from '@google/genai';

/** What programs are written in, as `executableCode.language` has it. */
export type CodeLanguage = 'PYTHON' | 'JAVASCRIPT';

/** A program that the model wants to have run. */
export interface Program {
  language: CodeLanguage;
  /** `undefined` where the model called for a run and gave no program. */
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

/** The SDK's type names Python alone; the field itself is an open string. */
export function asLanguage(language: CodeLanguage): Language {
  return language as Language;
}

/** What stands in for `codeExecution` in a request: one function for each language. */
export class CodeFunctions {
  readonly #names = new Map<CodeLanguage, string>();

  /** @param taken names of functions that the caller has declared: ours give way to them */
  constructor(languages: readonly CodeLanguage[], taken: ReadonlySet<string> = new Set()) {
    for (const language of languages) {
      let { name } = FUNCTIONS[language];
      while (taken.has(name)) name += '_here';
      this.#names.set(language, name);
    }
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

  /** The program that a call is for; `undefined` where it calls something else. Its arguments are the model's, and may be anything. */
  programOf({ name, args }: FunctionCall): Program | undefined {
    // Models at times put before the name what Google puts before it for them.
    const plain = name?.replace(/^default_api[.:]/, '');
    const language = this.languages.find((each) => this.#names.get(each) === plain);
    if (!language) return undefined;
    return { language, code: typeof args?.code === 'string' ? args.code : undefined };
  }

  /** The function for a language; that of the first one where it is none of those that are offered now. */
  nameFor(language: string | undefined): string {
    const [first = FUNCTIONS.PYTHON.name] = this.#names.values();
    return this.#names.get(language as CodeLanguage) ?? first;
  }
}
