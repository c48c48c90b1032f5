import { GloveboxError } from '../../errors.ts';
import type { StepEvent } from '../../gemini/interactions/wire.ts';
import { errors } from '../../language/en/errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';

/** The HTTP status of each code; others are 500. @see https://ai.google.dev/gemini-api/docs/api-errors */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request: 400,
  failed_precondition: 400,
  authentication: 401,
  permission_denied: 403,
  not_found: 404,
  model_not_found: 404,
  rate_limit_exceeded: 429,
  quota_exceeded: 429,
};

/** An error that came as an event of a stream, in the form of the API's other errors. */
export class StreamedApiError extends Error {
  override readonly name = 'StreamedApiError';
  readonly event: StepEvent;
  readonly status: number;
  /** As of an error's response. */
  readonly body: string;

  constructor(event: StepEvent) {
    const { error } = event;
    super(isJsonObject(error) ? String(error.message ?? error.code) : errors.brokeOff);
    this.event = event;
    this.status = STATUSES[isJsonObject(error) ? String(error.code) : ''] ?? 500;
    this.body = JSON.stringify({ error });
  }
}

/** Returns the error behind the SDK's for a request that could not be made: a network failure, a recording that does not match. */
export function withoutWrapping(error: unknown): unknown {
  if (!(error instanceof Error) || GloveboxError.is(error)) return error;
  const isAnswer = 'status' in error && error.status !== undefined;
  return !isAnswer && error.cause instanceof Error ? withoutWrapping(error.cause) : error;
}

/** Statuses of servers that do not know a path or method. */
const UNKNOWN_PATH = [404, 405, 501];

/** Whether a server, such as a proxy, does not have the Interactions API. */
export function lacksInteractions(error: unknown): boolean {
  if (!(error instanceof Error && 'status' in error && UNKNOWN_PATH.includes(Number(error.status)))) return false;
  // A 404 of the API itself is about the model.
  return !('body' in error && /"code"\s*:\s*"(model_)?not_found"/.test(String(error.body)));
}
