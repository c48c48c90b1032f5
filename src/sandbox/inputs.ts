import { InvalidOptionError } from '../errors.ts';
import { INPUTS_LIMIT } from './limits.ts';
import { RESERVED_WORDS } from './reservedWords.ts';

/** Levels of lists and objects; a value that contains itself has more. */
const MAX_DEPTH = 200;
const NAME = /^[A-Za-z_]\w*$/;

/**
 * Encodes the variables that a run begins with.
 *
 * @returns JSON text of an object
 * @throws InvalidOptionError that says which value is not JSON, or which name no variable can have
 */
export function encodeInputs(inputs: Record<string, unknown>, language: keyof typeof RESERVED_WORDS): string {
  if (!isPlainObject(inputs))
    throw new InvalidOptionError(`The option \`inputs\` takes an object, not ${String(inputs)}.`);
  for (const [name, value] of Object.entries(inputs)) {
    // Names that begin so are the language's own, such as `__builtins__` and `__proto__`.
    if (!NAME.test(name) || name.startsWith('__') || RESERVED_WORDS[language].has(name)) {
      const reason = 'letters, digits and underscores, no keyword, and no two underscores at the beginning';
      throw new InvalidOptionError(`The option \`inputs\` takes names of variables (${reason}), not ${quote(name)}.`);
    }
    const flaw = flawIn(value, 1);
    if (flaw) throw new InvalidOptionError(`The option \`inputs\` takes values that JSON has, but ${name}${flaw}.`);
  }
  const text = JSON.stringify(inputs);
  if (text.length <= INPUTS_LIMIT) return text;
  throw new InvalidOptionError(
    `The option \`inputs\` takes at most ${INPUTS_LIMIT} characters of JSON, not ${text.length}. Write a file with \`files.write()\` instead.`,
  );
}

/** Says where a value is not JSON, and why: `[3].when is a Date`. */
function flawIn(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : ` is ${value}`;
  if (value === undefined) return ' is undefined';
  if (typeof value !== 'object') return ` is a ${typeof value}`;
  if (depth > MAX_DEPTH) return ` is nested more than ${MAX_DEPTH} levels deep`;
  if (Array.isArray(value)) return firstFlaw(value.entries(), (index) => `[${index}]`, depth);
  if (isPlainObject(value)) return firstFlaw(Object.entries(value), (key) => `.${key}`, depth);
  return ` is a ${value.constructor?.name ?? 'class instance'}`;
}

function firstFlaw<Key>(
  entries: Iterable<[Key, unknown]>,
  step: (key: Key) => string,
  depth: number,
): string | undefined {
  for (const [key, value] of entries) {
    const flaw = flawIn(value, depth + 1);
    if (flaw) return `${step(key)}${flaw}`;
  }
  return undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
