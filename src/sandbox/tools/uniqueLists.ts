/** Items of a list that must have none twice. The validator compares each with each. */
const MAX_UNIQUE = 1_000;

/** Keywords whose values are no schemas, and those whose values are schemas by names that anyone chose. */
const DATA = ['const', 'enum', 'default', 'examples', 'required', 'type', 'dependentRequired'];
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

/**
 * A JSON schema that says the same, but takes no list with `uniqueItems` that would be too long to look through.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#name-uniqueitems
 */
export function withShortUniqueLists(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withShortUniqueLists);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([keyword, value]) => [keyword, withinKeyword(keyword, value)] as const);
  const { uniqueItems, allOf, ...rest } = Object.fromEntries(entries);
  if (uniqueItems !== true) return Object.fromEntries(entries);
  const isShort = { maxItems: MAX_UNIQUE };
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
  const unique = { if: isShort, then: { uniqueItems }, else: isShort };
  return { ...rest, allOf: [...(Array.isArray(allOf) ? allOf : []), unique] };
}

function withinKeyword(keyword: string, value: unknown): unknown {
  if (DATA.includes(keyword)) return value;
  if (!BY_NAME.includes(keyword) || typeof value !== 'object' || value === null) return withShortUniqueLists(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withShortUniqueLists(schema)]));
}
