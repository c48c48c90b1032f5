import { type Body, jsonReply } from '../geminiFake/reply.ts';

/** An error as the API prints it under `error`. @see https://docs.anthropic.com/en/api/errors */
export interface ApiError {
  type: string;
  message: string;
}

/** What every check answers: why the request is refused, or nothing. */
export type Verdict = ApiError | undefined;

export function invalidRequest(message: string): ApiError {
  return { type: 'invalid_request_error', message };
}

/** A refusal the real server does not give, or a script that does not fit the request. */
export function fakeRefusal(message: string): ApiError {
  return invalidRequest(`fake: ${message}`);
}

export function unmet(expected: string, got: unknown): ApiError {
  return fakeRefusal(`expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`);
}

export function refuse(error: ApiError, status = 400): Body {
  return jsonReply({ type: 'error', error, request_id: 'req_fake' }, status);
}

/** @returns the first error of the checks */
export function firstError(checks: Iterable<Verdict | (() => Verdict)>): Verdict {
  for (const check of checks) {
    const error = typeof check === 'function' ? check() : check;
    if (error) return error;
  }
  return undefined;
}

interface Failure {
  status: number;
  error: ApiError;
}

const INTERNAL: Failure = { status: 500, error: { type: 'api_error', message: 'Internal server error' } };

/** Failures that the scripts name, in Anthropic's words. */
const FAILURES: Readonly<Record<string, Failure>> = {
  'quota-exceeded': {
    status: 429,
    error: { type: 'rate_limit_error', message: "This request would exceed your organization's rate limit." },
  },
  overloaded: { status: 529, error: { type: 'overloaded_error', message: 'Overloaded' } },
  'not-found': { status: 404, error: { type: 'not_found_error', message: 'model: claude-test' } },
  'permission-denied': { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } },
};

export function failureOf(name: string): Failure {
  return FAILURES[name] ?? INTERNAL;
}
