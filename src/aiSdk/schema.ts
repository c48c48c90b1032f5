/**
 * A schema that the AI SDK takes from its version 6.0.0 on, and that needs nothing of it: a JSON schema, and a check of values.
 *
 * @see https://standardschema.dev/json-schema
 */
export interface StandardSchema<Value> {
  '~standard': {
    version: 1;
    vendor: string;
    /** For types alone. */
    types?: { input: Value; output: Value };
    validate(value: unknown): { value: Value; issues?: undefined } | { issues: readonly { message: string }[] };
    jsonSchema: Record<'input' | 'output', (options: { target: string }) => Record<string, unknown>>;
  };
}

/** @param problemWith names what is wrong with a value; `undefined` if it fits */
export function standardSchema<Value>(
  jsonSchema: object,
  problemWith: (value: unknown) => string | undefined,
): StandardSchema<Value> {
  // The AI SDK adds to the schema that it gets.
  const copy = () => structuredClone(jsonSchema) as Record<string, unknown>;
  return {
    '~standard': {
      version: 1,
      vendor: 'glovebox',
      validate(value) {
        const message = problemWith(value);
        return message === undefined ? { value: value as Value } : { issues: [{ message }] };
      },
      jsonSchema: { input: copy, output: copy },
    },
  };
}
