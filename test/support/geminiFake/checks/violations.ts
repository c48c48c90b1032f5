import type * as v from 'valibot';
import type { FieldViolation } from '../errors.ts';
import { NOT_REPEATED } from './schema.ts';
import { snakeCase, unknownName } from './unknownFields.ts';

type Issue = v.BaseIssue<unknown>;
type PathItem = v.IssuePathItem;

/** Says what is wrong with the JSON in the words of the server's parser. */
export function violationOf(issue: Issue): FieldViolation {
  const path = issue.path ?? [];
  if (isUnknownName(issue)) return unknownNameAt(path);
  if (issue.message === NOT_REPEATED) return unknownNameAt(path, NOT_REPEATED);
  const field = fieldPath(path);
  const value = JSON.stringify(issue.input);
  return { field, description: `Invalid value at '${field}' (${issue.message}), ${value}` };
}

function isUnknownName(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function unknownNameAt(path: readonly PathItem[], reason?: string): FieldViolation {
  return unknownName(String(path.at(-1)?.key ?? ''), fieldPath(path.slice(0, -1)), reason);
}

/** `tools[0].function_declarations[3].parameters.properties[3].value`: proto names, maps by position (zed #44875). */
function fieldPath(path: readonly PathItem[]): string {
  return path
    .map((item, depth) => {
      if (item.type === 'array') return `[${item.key}]`;
      if (path[depth - 1]?.key === 'properties') return `[${positionIn(item)}].value`;
      return `${depth === 0 ? '' : '.'}${snakeCase(String(item.key))}`;
    })
    .join('');
}

function positionIn(item: PathItem): number {
  return Object.keys(Object(item.input)).indexOf(String(item.key));
}
