import { isJsonObject } from '../../text/parseJson.ts';

/** The types of JSON schemas, in Python. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  null: 'None',
  array: 'list',
  object: 'dict',
};
/** Levels of lists and alternatives within each other. */
const MAX_DEPTH = 4;
/** Alternatives in one type. */
const MAX_ALTERNATIVES = 6;
/** Characters of a list of values, and of a default. */
const MAX_VALUES_LENGTH = 120;

/**
 * Gives Python's type for the values that a JSON schema takes: `str`, `list[int]`, `Literal["a", "b"]`, `dict | None`.
 *
 * @returns `undefined` if they may be of any type
 */
export function annotationOf(schema: unknown, depth = 0): string | undefined {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) return undefined;
  const { type, items, anyOf, oneOf } = schema;
  const values = literalsOf(schema);
  if (values !== undefined) return values;
  if (Array.isArray(type)) return union(type.map((one) => annotationOf({ ...schema, type: one }, depth + 1)));
  if (type === 'array') {
    const item = annotationOf(items, depth + 1);
    return item === undefined ? 'list' : `list[${item}]`;
  }
  if (typeof type === 'string') return Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const alternatives = anyOf ?? oneOf;
  if (!Array.isArray(alternatives) || alternatives.length > MAX_ALTERNATIVES) return undefined;
  return union(alternatives.map((one) => annotationOf(one, depth + 1)));
}

/** Writes a value of JSON as Python; `undefined` if that would be long, or a list or an object. */
export function literalOf(value: unknown): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'string' || value.length > MAX_VALUES_LENGTH) return undefined;
  return escapeControls(JSON.stringify(value));
}

/** Escapes the characters that would break a line, or hide: JSON leaves some of them as they are. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\U${character.codePointAt(0)?.toString(16).padStart(8, '0')}`,
  );
}

/** `Literal[…]` for a short list of texts, whole numbers and the like. */
function literalsOf(schema: Record<string, unknown>): string | undefined {
  const values = 'const' in schema ? [schema.const] : schema.enum;
  if (!Array.isArray(values) || values.length === 0) return undefined;
  const literals: string[] = [];
  let length = 0;
  for (const value of values) {
    const literal = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : literalOf(value);
    length += literal?.length ?? 0;
    if (literal === undefined || length > MAX_VALUES_LENGTH) return undefined;
    literals.push(literal);
  }
  return `Literal[${[...new Set(literals)].join(', ')}]`;
}

function union(types: (string | undefined)[]): string | undefined {
  const distinct = [...new Set(types)];
  if (distinct.length === 0 || distinct.includes(undefined)) return undefined;
  // `None | None` is no type.
  return distinct.join(' | ');
}
