import type { Body } from '../api.ts';

/** An item on the wire. */
export interface Item {
  type: string;
  id?: string;
  [field: string]: unknown;
}

export interface StoredResponse {
  response: object;
  /** Of the whole conversation, this response included. */
  items: readonly Item[];
}

export interface Event {
  type: string;
  sequence_number: number;
  [field: string]: unknown;
}

export function inputOf({ input }: Body): Item[] {
  return typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : (input as Item[]);
}
