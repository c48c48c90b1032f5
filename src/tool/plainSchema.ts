import { isJsonObject, parseUntrustedJson } from '../text/parseJson.ts';

/** Characters of JSON of a schema. A longer one is taken for one that says nothing. */
const MAX_LENGTH = 256 * 1024;
/** Schemas within a schema, once its references are replaced. Those beyond take any value. */
const MAX_SCHEMAS = 2_000;
/** Levels of schemas within each other. */
const MAX_DEPTH = 20;
/** Properties of an object, and alternatives in a list. Of longer ones none are kept. */
const MAX_ENTRIES = 200;
/** Characters of a description. */
const MAX_DESCRIPTION_LENGTH = 4_000;

type Schema = Record<string, unknown>;

const isNumber = (value: unknown) => typeof value === 'number';
const isPositive = (value: unknown) => isNumber(value) && Number(value) > 0;
const isText = (value: unknown) => typeof value === 'string';
const isList = (value: unknown) => Array.isArray(value);
const isTextList = (value: unknown): value is string[] => isList(value) && (value as unknown[]).every(isText);

/** The keywords that are copied as they are, with their form. */
const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: (value) => isText(value) || isTextList(value),
  title: isText,
  default: () => true,
  const: () => true,
  enum: isList,
  required: (value) => isTextList(value) && value.length <= MAX_ENTRIES,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: isPositive,
  minLength: isNumber,
  maxLength: isNumber,
  minItems: isNumber,
  maxItems: isNumber,
  uniqueItems: (value) => typeof value === 'boolean',
  minProperties: isNumber,
  maxProperties: isNumber,
};

/**
 * Copies the JSON schema of someone else's tool. The copy is a tree of limited size that says the same, or less: it takes every value that the
 * schema takes. References within the schema are replaced by what they point to. Left out are references to elsewhere and to themselves,
 * regular expressions, which could keep the page busy for ever, and keywords by which a schema that says less would take fewer values.
 */
export function plainSchema(schema: unknown): Schema {
  const root = readJson(schema);
  if (!isJsonObject(root)) return {};
  return withAllRequired(new SchemaCopy(root).copy(root, 0, []));
}

class SchemaCopy {
  readonly #root: Schema;
  #schemas = 0;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** @param references those on the way to the schema */
  copy(schema: unknown, depth: number, references: readonly string[]): Schema {
    this.#schemas += 1;
    if (!isJsonObject(schema) || depth > MAX_DEPTH || this.#schemas > MAX_SCHEMAS) return {};
    const { $ref: reference } = schema;
    const own = this.#copyKeywords(schema, depth, references);
    if (typeof reference !== 'string') return own;
    if (references.includes(reference)) return own;
    const target = this.copy(pointIn(this.#root, reference), depth + 1, [...references, reference]);
    return isAnnotation(own) ? { ...target, ...own } : { ...own, allOf: [...listIn(own.allOf), target] };
  }

  #copyKeywords(schema: Schema, depth: number, references: readonly string[]): Schema {
    const copy: Schema = {};
    const inner = (value: unknown) => this.copy(value, depth + 1, references);
    for (const [keyword, fits] of Object.entries(PLAIN)) {
      const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
      if (value !== undefined && fits(value)) copy[keyword] = value;
    }
    const description = describe(schema);
    if (description !== '') copy.description = description;
    const { properties, items, prefixItems, additionalProperties, allOf, anyOf, oneOf, patternProperties } = schema;
    const named = isJsonObject(properties) ? Object.entries(properties) : [];
    if (named.length > 0 && named.length <= MAX_ENTRIES) {
      copy.properties = Object.fromEntries(named.map(([name, value]) => [name, inner(value)]));
    }
    // A list of schemas is for the items in order, and `items` for those after them.
    if (isJsonObject(items) && prefixItems === undefined) copy.items = inner(items);
    if (isJsonObject(additionalProperties)) copy.additionalProperties = inner(additionalProperties);
    else if (typeof additionalProperties === 'boolean') copy.additionalProperties = additionalProperties;
    // Properties that are not named here would not be allowed.
    if (patternProperties !== undefined || named.length > MAX_ENTRIES) delete copy.additionalProperties;
    const alternatives = anyOf ?? oneOf;
    if (isFilled(alternatives)) copy.anyOf = alternatives.map(inner);
    if (isFilled(allOf)) copy.allOf = allOf.map(inner);
    return copy;
  }
}

function isFilled(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= MAX_ENTRIES;
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a schema has only words and a default for what it describes. */
function isAnnotation(schema: Schema): boolean {
  return Object.keys(schema).every((keyword) => ['description', 'title', 'default'].includes(keyword));
}

function describe({ description, format }: Schema): string {
  const text = typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION_LENGTH) : '';
  if (typeof format !== 'string' || !/^[\w-]{1,30}$/.test(format)) return text;
  return text === '' ? `Format: ${format}.` : `${text} (Format: ${format}.)`;
}

/** Follows a JSON pointer, such as `#/$defs/city`. @see https://www.rfc-editor.org/rfc/rfc6901 */
function pointIn(root: Schema, reference: string): unknown {
  const [address, pointer = ''] = reference.split('#', 2);
  if (address !== '' || (pointer !== '' && !pointer.startsWith('/'))) return undefined;
  let target: unknown = root;
  for (const token of pointer.split('/').slice(1)) {
    const key = decode(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof target !== 'object' || target === null || !Object.hasOwn(target, key)) return undefined;
    target = (target as Schema)[key];
  }
  return target;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** Names every property that is required: a function needs a parameter for it. */
function withAllRequired(schema: Schema): Schema {
  const { required, properties = {} } = schema;
  if (!isTextList(required) || required.length === 0) return schema;
  const named = Object.fromEntries(required.map((name) => [name, {}]));
  return { ...schema, properties: { ...named, ...(properties as Schema) } };
}

/** A copy without getters, cycles and prototypes; `undefined` if it is none, or too long. */
function readJson(schema: unknown): unknown {
  try {
    const json = JSON.stringify(schema);
    return json.length > MAX_LENGTH ? undefined : parseUntrustedJson(json);
  } catch {
    return undefined;
  }
}
