import type { Declared } from './program.ts';

/** Names that are told, and characters of one: more is no honest session. */
const MAX_NAMES = 1000;
const MAX_NAME_LENGTH = 256;

/** The variables of the session: properties of the global object that code has added. */
export class Variables {
  readonly #scope: object;
  readonly #ownNames: ReadonlySet<string>;
  readonly #kinds = new Map<string, Declared['kind']>();

  constructor(scope: object) {
    this.#scope = scope;
    this.#ownNames = new Set(Object.getOwnPropertyNames(scope));
  }

  /** Names that must not be assigned to. */
  get constants(): ReadonlySet<string> {
    return new Set([...this.#kinds].filter(([, kind]) => kind === 'const').map(([name]) => name));
  }

  /** The names, for people to read. */
  get names(): string[] {
    const { getOwnPropertyNames } = Object;
    const names = getOwnPropertyNames(this.#scope).filter((name) => !this.#ownNames.has(name) || this.#kinds.has(name));
    return names
      .sort()
      .slice(0, MAX_NAMES)
      .map((name) => name.slice(0, MAX_NAME_LENGTH));
  }

  /** Sets variables, whatever they were before. */
  set(values: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(this.#scope, name, { value, writable: true, enumerable: true, configurable: true });
      this.#kinds.set(name, 'let');
    }
  }

  /**
   * Declares a program's variables. Most come to be with their first assignment. Those that must exist before it, or that would assign to a
   * global of the browser (`location`, `name`), are defined here, as undefined.
   */
  declare(declared: Declared[], isStrict: boolean): void {
    for (const { name, kind } of declared) {
      const isOurs = this.#kinds.has(name) && Object.hasOwn(this.#scope, name);
      if (!isOurs && (kind === 'var' || kind === 'function' || isStrict || name in this.#scope)) {
        const property = { value: undefined, writable: true, enumerable: true, configurable: true };
        Reflect.defineProperty(this.#scope, name, property);
      }
      this.#kinds.set(name, kind);
    }
  }
}
