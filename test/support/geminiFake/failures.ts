import type { RpcStatus } from './errors.ts';

/** Errors of the server by the names that scripts give them, with its own texts. */
export const FAILURE_NAMES = [
  'quota-exceeded',
  'resource-exhausted',
  'internal',
  'overloaded',
  'timeout-exceeded',
  'invalid-argument',
  'location-unsupported',
  'permission-denied',
  'not-found',
] as const;

export type FailureName = (typeof FAILURE_NAMES)[number];

/**
 * @param retryDelay of `quota-exceeded`, as a protobuf duration: `34.4s`
 * @see https://ai.google.dev/gemini-api/docs/troubleshooting
 */
export function failure(name: FailureName, model: string, retryDelay: string): RpcStatus {
  switch (name) {
    case 'quota-exceeded':
      return quotaExceeded(model, retryDelay);
    case 'resource-exhausted': // gemini-cli #23981: without details
      return error(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).');
    case 'internal':
      return error(
        500,
        'INTERNAL',
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
      );
    case 'overloaded':
      return error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 'timeout-exceeded':
      return error(504, 'DEADLINE_EXCEEDED', 'Timeout expired before operation could complete.');
    case 'invalid-argument':
      return error(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
    case 'location-unsupported':
      return error(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.');
    case 'permission-denied':
      return error(403, 'PERMISSION_DENIED', 'The caller does not have permission');
    case 'not-found':
      return error(404, 'NOT_FOUND', 'Requested entity was not found.');
  }
}

function error(code: number, status: string, message: string): RpcStatus {
  return { code, message, status };
}

/** Roo-Code #3883 */
function quotaExceeded(model: string, retryDelay: string): RpcStatus {
  const url = 'https://ai.google.dev/gemini-api/docs/rate-limits';
  return {
    code: 429,
    message: `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: ${url}.`,
    status: 'RESOURCE_EXHAUSTED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          {
            quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_input_token_count',
            quotaId: 'GenerateContentInputTokensPerModelPerMinute-FreeTier',
            quotaDimensions: { location: 'global', model },
            quotaValue: '250000',
          },
        ],
      },
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [{ description: 'Learn more about Gemini API quotas', url }],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
    ],
  };
}
