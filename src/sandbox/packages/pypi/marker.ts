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

const VALUE = `"[^"]*"|'[^']*'|[A-Za-z_][\\w.]*`;
const COMPARISON = new RegExp(`(${VALUE})\\s*(===|[<>=!~]=|[<>]|\\bnot\\s+in\\b|\\bin\\b)\\s*(${VALUE})`, 'g');
const INNERMOST_PARENTHESES = /\(([^()]*)\)/g;
/** Comparisons that were evaluated: 1 or 0. */
const EVALUATED = /^\s*[01](\s+(and|or)\s+[01])*\s*$/;
const UNREADABLE = ' ? ';

/**
 * Evaluates a marker, such as `python_version < "3.15" and extra == "html"`. An empty or unreadable marker counts as true: an extra package
 * is harmless, a missing one is not.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function evaluateMarker(marker: string, environment: Environment): boolean {
  const resolve = (token: string) =>
    /^['"]/.test(token) ? token.slice(1, -1) : environment[token.replaceAll('.', '_')];
  let rest = marker.replaceAll(COMPARISON, (_, left: string, operator: string, right: string) =>
    digit(compare(resolve(left), operator, resolve(right))),
  );
  while (INNERMOST_PARENTHESES.test(rest))
    rest = rest.replaceAll(INNERMOST_PARENTHESES, (_, inside) => evaluate(inside));
  return evaluate(rest) !== digit(false);
}

function evaluate(terms: string): string {
  return EVALUATED.test(terms) ? digit(terms.split('or').some((each) => !each.includes('0'))) : UNREADABLE;
}

function digit(value: boolean | undefined): string {
  return value === undefined ? UNREADABLE : ` ${Number(value)} `;
}

/** Gives `undefined` if a variable is unknown, or its values can't be compared in this way. */
function compare(left: string | undefined, operator: string, right: string | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator === 'in') return right.includes(left);
  if (operator.startsWith('not')) return !right.includes(left);
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
      return undefined;
  }
}
