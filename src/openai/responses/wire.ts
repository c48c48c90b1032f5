import type { Usage } from '../usage.ts';

/** The methods of `client.responses`. The SDK's own types are unions of more kinds of items and tools than matter here. */
export interface ResponsesApi {
  create(body: CreateBody, options?: RequestOptions): PromiseLike<unknown>;
  retrieve(id: string, ...rest: unknown[]): PromiseLike<unknown>;
  delete(id: string, ...rest: unknown[]): PromiseLike<unknown>;
  cancel(id: string, ...rest: unknown[]): PromiseLike<unknown>;
}

/** Options of a single request. Those that are not named here pass through. */
export interface RequestOptions {
  signal?: AbortSignal | null;
  maxRetries?: number;
  [option: string]: unknown;
}

/** The body of `responses.create()`. Fields that are not named here pass through. */
export interface CreateBody {
  model?: string;
  input?: unknown;
  instructions?: string | null;
  tools?: Item[];
  tool_choice?: unknown;
  stream?: boolean | null;
  store?: boolean | null;
  include?: string[] | null;
  previous_response_id?: string | null;
  [field: string]: unknown;
}

/** An item, a tool or a piece of content on the wire. */
export interface Item {
  type: string;
  [field: string]: unknown;
}

export interface ResponseObject {
  id?: string;
  status?: string;
  output?: Item[];
  usage?: Usage | null;
  model?: string;
  [field: string]: unknown;
}

/** An event of a streamed response. */
export interface ResponseEvent {
  type: string;
  output_index?: number;
  [field: string]: unknown;
}

/** An item of a response, which is complete when the response is. */
export interface ReceivedItem {
  item: Item;
}

/** Reads a text that came over the wire, where anything may be. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
