import { badRequest, type FieldViolation, type Verdict } from '../errors.ts';

/** Refuses fields that the API, or this version of it, is said not to know. Paths are those of JSON, without the indexes of lists. */
export function fieldsAreKnown(body: unknown, unknown: readonly string[]): Verdict {
  const violations = occurrencesOf(body, unknown).map(({ name, place }) => unknownName(name, place));
  return violations.length === 0 ? undefined : badRequest(violations);
}

/** A field and the place of the object that has it: `contents[0].parts[1]`, or empty for the body itself. */
interface Occurrence {
  name: string;
  place: string;
}

/** Finds each occurrence of the fields. */
export function occurrencesOf(body: unknown, paths: readonly string[]): Occurrence[] {
  return paths.flatMap((path) => occurrences(body, path.split('.'), ''));
}

function occurrences(value: unknown, [name = '', ...rest]: string[], place: string): Occurrence[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => occurrences(item, [name, ...rest], `${place}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || !(name in value)) return [];
  if (rest.length === 0) return [{ name, place }];
  return occurrences((value as Record<string, unknown>)[name], rest, place === '' ? name : `${place}.${name}`);
}

/** The text of the server's JSON parser, which calls places by their proto names. */
export function unknownName(name: string, place: string, reason = 'Cannot find field.'): FieldViolation {
  const field = snakeCase(place);
  const where = field === '' ? '' : ` at '${field}'`;
  return { field, description: `Invalid JSON payload received. Unknown name "${name}"${where}: ${reason}` };
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
