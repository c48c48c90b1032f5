import { invalidArgument, type RpcStatus } from '../errors.ts';

/** How the server ends a session. */
export interface Refusal {
  refusal: RpcStatus;
  code: number;
}

export function closing(code: number, message: string): Refusal {
  return { code, refusal: invalidArgument(message) };
}

/** A refusal that the real server does not give (yet), or a script that does not fit. */
export function fakeClosing(message: string): Refusal {
  return closing(1007, `fake: ${message}`);
}

/** Bytes of a reason that a WebSocket can carry (RFC 6455). */
const MAX_REASON = 123;

/** The reason of a close. The server cuts it off, too. */
export function reasonOf(message: string): string {
  const bytes = Buffer.from(message).subarray(0, MAX_REASON);
  return new TextDecoder().decode(bytes, { stream: true });
}
