/** `google.rpc.Status` as the REST API prints it under `error`. */
export interface RpcStatus {
  code: number;
  message: string;
  status: string;
  details?: readonly Record<string, unknown>[];
}

/** What every check answers: why the request is refused, or nothing. */
export type Verdict = RpcStatus | undefined;

export function invalidArgument(message: string): RpcStatus {
  return { code: 400, message, status: 'INVALID_ARGUMENT' };
}

/** A refusal the real server does not give (yet), or a script that does not fit the request. */
export function fakeRefusal(message: string): RpcStatus {
  return invalidArgument(`fake: ${message}`);
}

/** The text of the server's own validator: one line per field, each starting with an asterisk. */
export function invalidField(field: string, reason: string): RpcStatus {
  return invalidArgument(`* GenerateContentRequest.${field}: ${reason}\n`);
}

export interface FieldViolation {
  field: string;
  description: string;
}

/** JSON that does not fit the proto: all violations at once, joined by newlines (zed #44875, llm-gemini #49). */
export function badRequest(fieldViolations: readonly FieldViolation[]): RpcStatus {
  return {
    ...invalidArgument(fieldViolations.map((violation) => violation.description).join('\n')),
    details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }],
  };
}

/** test/support/payloads/error-api-key.json */
export function invalidApiKey(key: string): RpcStatus {
  const message = 'API key not valid. Please pass a valid API key.';
  return {
    ...invalidArgument(message),
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'generativelanguage.googleapis.com' },
      },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
      { '@type': 'type.googleapis.com/google.rpc.DebugInfo', detail: `Invalid API key: ${key}` },
    ],
  };
}

/** test/support/payloads/error-unknown-model.json */
export function unknownModel(model: string, apiVersion: string, method: string): RpcStatus {
  const message =
    `models/${model} is not found for API version ${apiVersion}, or is not supported for ${method}. ` +
    'Call ListModels to see the list of available models and their supported methods.';
  return {
    code: 404,
    message,
    status: 'NOT_FOUND',
    details: [{ '@type': 'type.googleapis.com/google.rpc.DebugInfo', detail: message }],
  };
}

export function notFound(what: string): RpcStatus {
  return { code: 404, message: `fake: ${what} is not here`, status: 'NOT_FOUND' };
}

/** The fake itself is broken. */
export function internal(error: unknown): RpcStatus {
  return { code: 500, message: `fake: ${error}`, status: 'INTERNAL' };
}

/** The verdict of the first check that refuses. Checks are functions so that later ones need not run. */
export function firstRefusal(checks: Iterable<() => Verdict>): Verdict {
  for (const check of checks) {
    const verdict = check();
    if (verdict) return verdict;
  }
  return undefined;
}
