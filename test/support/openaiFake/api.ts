import type { Reply } from '../geminiFake/reply.ts';
import type { ScriptedTurn } from '../geminiFake/script/script.ts';
import type { ApiError } from './errors.ts';

/** The body of a request. */
export type Body = Record<string, unknown>;

/** An API that turns a turn into its own words. */
export interface Api {
  /** @returns why the request is refused */
  check(body: Body, turn: ScriptedTurn): ApiError | undefined;
  whole(body: Body, turn: ScriptedTurn): unknown;
  /** @returns the events of a stream, with their names if the API names them */
  streamed(body: Body, turn: ScriptedTurn): { name?: string; data: unknown }[];
  /** Answers what is not about a turn; `undefined` if there is no such address. */
  other(method: string, path: string): Reply | undefined;
}
