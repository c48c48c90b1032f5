import { isJsonObject } from '../text/parseJson.ts';

const NO_JSON_SCHEMA =
  'A tool has a schema that gives no JSON schema by itself. Set the option `asSchema` to the function of that name of the package `ai`.';

/** A schema, with its check. */
interface ReadSchema {
  jsonSchema: unknown;
  /** @returns the value, as the schema may have changed it. @throws Error if it does not fit */
  validate(value: unknown): Promise<unknown>;
}

/** A schema of the AI SDK: of `jsonSchema()` or `asSchema()`. */
export interface SdkSchema {
  jsonSchema: unknown;
  validate?: ((value: unknown) => unknown) | undefined;
}

/** @see https://standardschema.dev */
interface Standard {
  validate(value: unknown): unknown;
  jsonSchema?: { input(options: { target: string }): unknown };
}

/**
 * Reads a schema in one of the forms that the AI SDK takes: its own, a function that gives it, or a Standard Schema that gives a JSON schema.
 *
 * @throws Error if it is in none of these forms
 */
export async function readFlexibleSchema(schema: unknown): Promise<ReadSchema> {
  if (schema === undefined || schema === null) return { jsonSchema: {}, validate: async (value) => value };
  const standard = standardIn(schema);
  if (standard) return readStandard(standard);
  const given: unknown = typeof schema === 'function' ? schema() : schema;
  if (!isJsonObject(given) || !('jsonSchema' in given)) {
    throw new Error(NO_JSON_SCHEMA);
  }
  const { validate } = given as unknown as SdkSchema;
  return {
    jsonSchema: await given.jsonSchema,
    async validate(value) {
      if (!validate) return value;
      const checked = await validate(value);
      if (isJsonObject(checked) && checked.success === true) return checked.value;
      throw isJsonObject(checked) && checked.error instanceof Error
        ? checked.error
        : new Error('The arguments do not fit.');
    },
  };
}

function standardIn(schema: unknown): Standard | undefined {
  const isHolder = (typeof schema === 'object' || typeof schema === 'function') && schema !== null;
  return isHolder && '~standard' in schema ? (schema['~standard'] as Standard) : undefined;
}

function readStandard(standard: Standard): ReadSchema {
  if (!standard.jsonSchema) {
    throw new Error(NO_JSON_SCHEMA);
  }
  return {
    jsonSchema: standard.jsonSchema.input({ target: 'draft-2020-12' }),
    async validate(value) {
      const checked = await standard.validate(value);
      if (isJsonObject(checked) && !checked.issues) return checked.value;
      throw new Error(`The arguments do not fit: ${firstIssueIn(checked)}`);
    },
  };
}

function firstIssueIn(checked: unknown): string {
  const issues: unknown = isJsonObject(checked) ? checked.issues : undefined;
  const [first]: unknown[] = Array.isArray(issues) ? issues : [];
  return isJsonObject(first) && typeof first.message === 'string' ? first.message : 'not valid';
}
