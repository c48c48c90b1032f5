import { type Body, jsonReply } from '../geminiFake/reply.ts';

/** An error as the API prints it under `error`. */
export interface ApiError {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
}

/** What every check answers: why the request is refused, or nothing. */
export type Verdict = ApiError | undefined;

export function invalidRequest(message: string, param: string | null = null, code: string | null = null): ApiError {
  return { message, type: 'invalid_request_error', param, code };
}

export function unmet(expected: string, got: unknown): ApiError {
  return invalidRequest(`fake: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`);
}

export function refuse(error: ApiError, status = 400): Body {
  return jsonReply({ error }, status);
}

/** @returns the first error of the checks */
export function firstError(checks: readonly (() => Verdict)[]): Verdict {
  for (const check of checks) {
    const error = check();
    if (error) return error;
  }
  return undefined;
}

/** Failures that the scripts name, in OpenAI's words. @see https://platform.openai.com/docs/guides/error-codes */
export function failureReply(
  name: string,
  retryDelay: string | undefined,
): { status: number; error: ApiError; headers: Record<string, string> } {
  const error = (message: string, type: string, code: string | null = null): ApiError => ({
    message,
    type,
    param: null,
    code,
  });
  const headers: Record<string, string> =
    retryDelay === undefined ? {} : { 'retry-after': retryDelay.replace('s', '') };
  switch (name) {
    case 'quota-exceeded':
      return {
        status: 429,
        headers,
        error: error('Rate limit reached for requests. Please try again later.', 'requests', 'rate_limit_exceeded'),
      };
    case 'overloaded':
      return {
        status: 503,
        headers,
        error: error('The engine is currently overloaded, please try again later.', 'server_error'),
      };
    case 'not-found':
      return {
        status: 404,
        headers,
        error: error(
          'The model does not exist or you do not have access to it.',
          'invalid_request_error',
          'model_not_found',
        ),
      };
    case 'permission-denied':
      return {
        status: 401,
        headers,
        error: error('Incorrect API key provided: test.', 'invalid_request_error', 'invalid_api_key'),
      };
    default:
      return {
        status: 500,
        headers,
        error: error('The server had an error while processing your request. Sorry about that!', 'server_error'),
      };
  }
}
