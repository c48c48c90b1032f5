import type { FunctionCall, FunctionDeclaration, Language } from '@google/genai';
import type { Reach } from '../../sandbox/codeExecutor.ts';
import { CODE_FUNCTIONS, type CodeLanguage, describeFunction, type Program } from './languages.ts';

/** Converts to the SDK's type, which names only Python, although the API's field is an open string. */
export function asLanguage(language: CodeLanguage): Language {
  return language as Language;
}

/** The functions that replace `codeExecution` in a request, one for each language. */
export class CodeFunctions {
  readonly #names = new Map<CodeLanguage, string>();
  readonly #reach: Reach;

  /**
   * @param taken names of the application's functions, which ours avoid
   * @param reach what code can reach
   */
  constructor(languages: readonly CodeLanguage[], taken: ReadonlySet<string> = new Set(), reach: Reach = []) {
    this.#reach = reach;
    for (const language of languages) {
      let { name } = CODE_FUNCTIONS[language];
      while (taken.has(name)) name += '_here';
      this.#names.set(language, name);
    }
  }

  /** @param names that the functions were given; other words are ignored */
  static of(names: readonly string[]): CodeFunctions {
    const functions = new CodeFunctions([]);
    for (const language of Object.keys(CODE_FUNCTIONS) as CodeLanguage[]) {
      const name = names.find((each) => each.startsWith(CODE_FUNCTIONS[language].name));
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
      description: describeFunction(language, this.#reach),
      parametersJsonSchema: {
        type: 'object',
        properties: { code: { type: 'string', description: CODE_FUNCTIONS[language].code } },
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
    const [first = CODE_FUNCTIONS.PYTHON.name] = this.#names.values();
    return this.#names.get(language as CodeLanguage) ?? first;
  }
}
