import { randomUUID } from 'node:crypto';
import { fakeRefusal, type RpcStatus } from '../errors.ts';
import type { Setup } from './messages.ts';

/** What a server has fixed for the sessions of a token. */
interface Constraints {
  setup: Record<string, unknown>;
  /** The names of fixed fields, such as `tools` and `generationConfig.temperature`; all, if there is no list. */
  fieldMask: string[] | undefined;
  usesLeft: number;
}

interface MintRequest {
  uses?: number;
  expireTime?: string;
  newSessionExpireTime?: string;
  bidiGenerateContentSetup?: Record<string, unknown>;
  fieldMask?: string;
}

/** The ephemeral tokens of one conversation. @see https://ai.google.dev/gemini-api/docs/ephemeral-tokens */
export class Tokens {
  readonly #constraints = new Map<string, Constraints>();

  mint(body: unknown): { name: string } | RpcStatus {
    if (typeof body !== 'object' || body === null) return fakeRefusal('a token is minted from an object');
    const { uses = 1, bidiGenerateContentSetup: setup = {}, fieldMask } = body as MintRequest;
    const name = `auth_tokens/${randomUUID()}`;
    const mask = fieldMask?.split(',').map((field) => field.trim());
    this.#constraints.set(name, { setup, fieldMask: mask, usesLeft: uses === 0 ? Number.POSITIVE_INFINITY : uses });
    return { name };
  }

  /** Uses a token for a session. @returns its setup, or nothing if the token is not valid. Resumption is no use of it. */
  use(name: string, asked: Setup): Setup | undefined {
    const constraints = this.#constraints.get(name);
    if (!constraints || constraints.usesLeft < 1) return undefined;
    if (asked.sessionResumption?.handle === undefined) constraints.usesLeft -= 1;
    const { setup, fieldMask } = constraints;
    if (Object.keys(setup).length === 0) return asked;
    if (!fieldMask) return setup as Setup;
    return fieldMask.reduce((merged, field) => withField(merged, field.split('.'), setup), asked);
  }
}

/** Takes a field of `from`, also if it lacks the field. */
function withField<Value>(value: Value, [name = '', ...rest]: string[], from: unknown): Value {
  const fixed = Object(from)[name];
  const field = rest.length === 0 ? fixed : withField(Object(Object(value)[name]), rest, fixed);
  return { ...value, [name]: field };
}
