import * as v from 'valibot';
import { occurrencesOf, snakeCase } from '../../checks/unknownFields.ts';
import { fakeRefusal, invalidArgument, type RpcStatus } from '../../errors.ts';
import { type CreateRequest, CreateRequestSchema } from './schema.ts';

type Issue = v.BaseIssue<unknown>;

export type ParsedCreate = { request: CreateRequest } | { refusal: RpcStatus };

/** Fields that the SDK can send and only Google's Agent Platform takes (genai-rs, ENUM_WIRE_FORMATS.md). */
const AGENT_PLATFORM_FIELDS = ['safety_settings', 'labels'];

/**
 * Reads a body, which is a text if it is not JSON.
 *
 * @param unknownFields the fields that the version of the API does not know
 */
export function parseCreate(body: unknown, unknownFields: readonly string[] = []): ParsedCreate {
  if (typeof body === 'string') return { refusal: invalidArgument('Invalid JSON payload received. Unexpected token.') };
  const foreign = AGENT_PLATFORM_FIELDS.find((name) => Object.hasOwn(Object(body), name));
  if (foreign) return { refusal: onlyOnAgentPlatform(foreign) };
  const [unknown] = occurrencesOf(body, unknownFields);
  if (unknown)
    return { refusal: unknownParameter(`${unknown.place}.${unknown.name}`.replace(/^\./, ''), unknown.name) };
  const result = v.safeParse(CreateRequestSchema, body, { abortEarly: true });
  return result.success ? { request: result.output } : { refusal: refusalOf(result.issues[0]) };
}

function onlyOnAgentPlatform(what: string): RpcStatus {
  return invalidArgument(
    `${what} is not available on the Gemini API but it is available on the Gemini Enterprise Agent Platform.`,
  );
}

/** Names the first mistake and its place, in the server's words if they are on record. */
function refusalOf(issue: Issue): RpcStatus {
  const path = issue.path ?? [];
  const place = placeOf(path);
  const key = String(path.at(-1)?.key ?? '');
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknownParameter(place, key);
  if (issue.type === 'strict_object' && issue.input === undefined) return fakeRefusal(`${place} is missing`);
  if ((issue.type === 'variant' || issue.type === 'picklist') && key === 'type')
    return unsupportedType(issue, placeOf(path.slice(0, -1)));
  if (issue.type === 'picklist') return unsupportedValue(issue, place);
  return fakeRefusal(`Invalid value at '${place}' (${issue.message}): ${JSON.stringify(issue.input) ?? 'nothing'}`);
}

/** Measured on the live API; the hint is that for `generation_config.topP`. */
function unknownParameter(place: string, key: string): RpcStatus {
  const known = snakeCase(key);
  const hint = known === key ? '' : ` Did you mean '${known}'?`;
  return invalidArgument(`Unknown parameter '${place}'.${hint}`);
}

/** The text is that of the error reference. */
function unsupportedType(issue: Issue, place: string): RpcStatus {
  if (issue.received === '"retrieval"') return onlyOnAgentPlatform('The tool type retrieval');
  return invalidArgument(
    `The value '${String(issue.input)}' is not supported for 'type' at '${place}'. ${supportedValues(issue)}`,
  );
}

function unsupportedValue(issue: Issue, place: string): RpcStatus {
  return invalidArgument(
    `The value '${String(issue.input)}' is not supported for '${place}'. ${supportedValues(issue)}`,
  );
}

function supportedValues({ expected }: Issue): string {
  const values = [...(expected ?? '').matchAll(/"([^"]+)"/g)].map(([, value]) => `'${value}'`);
  return `Supported values: ${values.join(', ')}.`;
}

/** `tools[0].parameters` */
function placeOf(path: readonly v.IssuePathItem[]): string {
  return path
    .map(({ key, type }, depth) => (type === 'array' ? `[${key}]` : `${depth === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
