import { satisfies, valid, validRange } from '@renovatebot/pep440';

/** The variables of markers. */
export type Environment = Readonly<Record<string, string>>;

/** The values of markers' variables under Pyodide. */
export function pyodideEnvironment(python: string): Environment {
  const [major = '3', minor = '0'] = python.split('.');
  return {
    os_name: 'posix',
    sys_platform: 'emscripten',
    platform_machine: 'wasm32',
    platform_python_implementation: 'CPython',
    platform_release: '',
    platform_system: 'Emscripten',
    platform_version: '',
    python_version: `${major}.${minor}`,
    python_full_version: python,
    implementation_name: 'cpython',
    implementation_version: python,
    extra: '',
  };
}

const TOKEN = /\s*(?:(\(|\))|("[^"]*"|'[^']*')|(<=|>=|===|==|!=|~=|<|>)|([A-Za-z_][\w.]*))/y;

/**
 * Evaluates a marker, such as `python_version < "3.15" and extra == "html"`. An empty or unreadable marker counts as true: an extra package
 * is harmless, a missing one is not.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function evaluateMarker(marker: string, environment: Environment): boolean {
  if (marker.trim() === '') return true;
  try {
    return new Evaluation(tokenize(marker), environment).run();
  } catch (error) {
    if (error instanceof MarkerError) return true;
    throw error;
  }
}

class MarkerError extends Error {}

function tokenize(marker: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < marker.trimEnd().length) {
    const match = TOKEN.exec(marker);
    if (!match) throw new MarkerError(marker);
    tokens.push(match[0].trim());
  }
  return tokens;
}

/** Evaluates `or`s of `and`s of comparisons and parentheses while it reads them. */
class Evaluation {
  readonly #tokens: string[];
  readonly #environment: Environment;

  constructor(tokens: string[], environment: Environment) {
    this.#tokens = tokens;
    this.#environment = environment;
  }

  run(): boolean {
    const result = this.#or();
    if (this.#tokens.length > 0) throw new MarkerError();
    return result;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#skip('or')) {
      const right = this.#and();
      result ||= right;
    }
    return result;
  }

  #and(): boolean {
    let result = this.#comparison();
    while (this.#skip('and')) {
      const right = this.#comparison();
      result &&= right;
    }
    return result;
  }

  #comparison(): boolean {
    if (this.#skip('(')) {
      const result = this.#or();
      if (!this.#skip(')')) throw new MarkerError();
      return result;
    }
    const left = this.#value();
    const operator = this.#skip('not') ? `not ${this.#next()}` : this.#next();
    return compare(left, operator, this.#value());
  }

  #value(): string {
    const token = this.#next();
    if (/^['"]/.test(token)) return token.slice(1, -1);
    const value = this.#environment[token.replaceAll('.', '_')];
    if (value === undefined) throw new MarkerError(token);
    return value;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new MarkerError();
    return token;
  }

  #skip(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }
}

function compare(left: string, operator: string, right: string): boolean {
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  if (valid(left) !== null && validRange(operator + right))
    return satisfies(left, operator + right, { prereleases: true });
  switch (operator) {
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new MarkerError(operator);
  }
}
