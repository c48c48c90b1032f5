import type { RpcStatus } from './errors.ts';

/** A call of the API, as it came. */
export interface ApiCall {
  api: 'generateContent' | 'interactions' | 'live';
  /**
   * `generateContent`, `streamGenerateContent` and `countTokens`; `interactions.create`, `.get`, `.cancel` and `.delete`; for each message of a
   * Live session, `live.setup`, `.clientContent`, `.realtimeInput` or `.toolResponse`; `authTokens.create`.
   */
  method: string;
  /** Of the address; for interactions of Vertex AI with the location. */
  apiVersion: string;
  /** Whether it was sent to Vertex AI. */
  isVertex?: true;
  /** Of interactions, the one that `create` names in its body; empty if there is none. */
  model: string;
  /** The interaction that `get`, `cancel` and `delete` name. */
  interactionId?: string;
  /** The search of the address, without a key. */
  query: Record<string, string>;
  body: unknown;
  /** Of the body, as it came. */
  bodyBytes: number;
}

export interface RecordedCall extends ApiCall {
  /** Lower-case names. */
  headers: Record<string, string>;
  /** When it was complete, in milliseconds since 1970. */
  receivedAt: number;
  /** When the answer was sent, or given up. */
  answeredAt?: number;
  /** Of the answer. */
  httpStatus?: number;
  /** Which turn of the script was the answer, from 0. */
  turn?: number;
  /** Why it was refused; scripted errors are not refusals. */
  refusal?: RpcStatus;
  /** The client went away before the answer was complete. */
  aborted?: true;
}
