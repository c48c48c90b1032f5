import { invalidArgument, type RpcStatus } from '../errors.ts';
import { EVENT_STREAM_TYPE, jsonReply, type Manner, type Reply, serverSentEvent, wireReply } from '../reply.ts';

/** The HTTP status of each code. @see https://ai.google.dev/gemini-api/docs/api-errors */
const CODES = {
  invalid_request: 400,
  failed_precondition: 400,
  authentication: 401,
  permission_denied: 403,
  not_found: 404,
  model_not_found: 404,
  rate_limit_exceeded: 429,
  quota_exceeded: 429,
  api_error: 500,
  not_implemented: 501,
  service_unavailable: 503,
  gateway_timeout: 504,
};

/** The codes for the names of `google.rpc.Code`, which the rest of the fake uses. */
const OF_STATUS: Record<string, keyof typeof CODES> = {
  INVALID_ARGUMENT: 'invalid_request',
  FAILED_PRECONDITION: 'failed_precondition',
  PERMISSION_DENIED: 'permission_denied',
  NOT_FOUND: 'not_found',
  RESOURCE_EXHAUSTED: 'rate_limit_exceeded',
  INTERNAL: 'api_error',
  UNAVAILABLE: 'service_unavailable',
  DEADLINE_EXCEEDED: 'gateway_timeout',
};

export function refusal(code: keyof typeof CODES, message: string): RpcStatus {
  return { code: CODES[code], message, status: code };
}

/** The text is that of the error reference. */
export function interactionNotFound(): RpcStatus {
  return refusal('not_found', 'Failed to get completed interaction: Result not found.');
}

/** The server's text if it gives no reason. */
export function unexplained(): RpcStatus {
  return invalidArgument('Request contains an invalid argument.');
}

export function errorBody({ message, status }: RpcStatus): { message: string; code: string } {
  return { message, code: OF_STATUS[status] ?? status };
}

export function errorReply(error: RpcStatus, manner: Manner = {}): Reply {
  return jsonReply({ error: errorBody(error) }, error.code, manner);
}

export function errorEvent(error: RpcStatus): string {
  return serverSentEvent({ error: errorBody(error), event_type: 'error' }, 'error');
}

/** Answers with an error that the server finds when the stream is open: an event, with the error's HTTP status. */
export function streamedErrorReply(error: RpcStatus): Reply {
  return wireReply({ status: error.code, contentType: EVENT_STREAM_TYPE, pieces: [errorEvent(error)] }, {});
}
