import { isJsonObject } from '../../text/parseJson.ts';

/** The id of a request. */
export type RequestId = string | number;

/** A request or notification of a client. Its parameters may be anything. */
export interface IncomingMessage {
  method: string;
  params: Record<string, unknown>;
  /** Absent for notifications. */
  id?: RequestId;
}

/** A message of the server. */
export type OutgoingMessage =
  | { jsonrpc: '2.0'; id: RequestId; result: Record<string, unknown> }
  | { jsonrpc: '2.0'; id: RequestId; error: { code: number; message: string; data?: unknown } }
  | { jsonrpc: '2.0'; method: string; params?: Record<string, unknown> };

/** The codes that the server uses. @see https://www.jsonrpc.org/specification#error_object */
export const CODES = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Of MCP: the client asks for a revision of the protocol that the server does not speak. */
  unsupportedVersion: -32022,
} as const;

/** A request that is answered with an error of the protocol. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

/** Reads a request or notification; `undefined` for anything else, such as a response: the server asks nothing. */
export function readMessage(message: unknown): IncomingMessage | undefined {
  if (!isJsonObject(message) || message.jsonrpc !== '2.0' || typeof message.method !== 'string') return undefined;
  const { method, id } = message;
  const params = isJsonObject(message.params) ? message.params : {};
  if (id === undefined) return { method, params };
  return isRequestId(id) ? { method, params, id } : undefined;
}

/** Whether a value can be the id of a request. */
export function isRequestId(id: unknown): id is RequestId {
  return typeof id === 'string' || Number.isSafeInteger(id);
}
