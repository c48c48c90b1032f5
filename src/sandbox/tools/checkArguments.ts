import { parseUntrustedJson } from '../../text/parseJson.ts';
import type { Tool } from './tool.ts';
import { withShortUniqueLists } from './uniqueLists.ts';

type Check = (value: unknown) => Record<string, unknown>;

/** The check of each schema: a program may call a tool thousands of times. */
const checks = new WeakMap<object, Check>();

/** @throws Error if the JSON text is too long, or no object that fits the tool's schema */
export async function readArguments(
  { parameters }: Tool,
  json: string,
  limit: number,
): Promise<Record<string, unknown>> {
  if (json.length > limit) throw new Error(`The arguments have ${json.length} characters; ${limit} are allowed.`);
  const value: unknown = parseUntrustedJson(json);
  let check = checks.get(parameters);
  if (!check) {
    check = await makeCheck(parameters);
    checks.set(parameters, check);
  }
  return check(value);
}

async function makeCheck(schema: Record<string, unknown>): Promise<Check> {
  // A validator that compiles schemas to code would not run under a strict policy.
  const { Validator } = await import('@cfworker/json-schema');
  const validator = new Validator({ type: 'object', ...(withShortUniqueLists(schema) as typeof schema) });
  return (value) => {
    const { valid, errors } = validator.validate(value);
    if (valid) return value as Record<string, unknown>;
    // The last error is the one closest to the value that is wrong.
    const worst = errors.at(-1);
    throw new Error(`The arguments do not fit: ${worst?.instanceLocation ?? '#'}: ${worst?.error ?? 'not valid'}`);
  };
}
