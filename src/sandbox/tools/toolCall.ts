import { truncate } from '../../text/truncate.ts';

/** Characters of a tool's name, of JSON of an argument or a result, and of an error's message in the record of a call. */
const MAX_LENGTH = 1_000;
/** Arguments in the record of a call. */
const MAX_ARGUMENTS = 50;

/** The record of a call of a tool. Code chose the name and the arguments: show them, and don't trust them. */
export interface ToolCall {
  /** Counts up from 1 in every run. */
  id: number;
  /** The number of the run whose code called. */
  run: number;
  /** The tool's name. */
  tool: string;
  /**
   * The first 50 arguments, by name. An argument with more than 1,000 characters of JSON is replaced by that text, shortened. Empty if the
   * arguments could not be read.
   */
  parameters: Record<string, unknown>;
  /**
   * `'asking'` (waits for a person's approval), `'running'`, `'ok'` (has {@link result}), `'error'` (has {@link error}) or `'refused'` (has
   * {@link error}).
   */
  status: 'asking' | 'running' | 'ok' | 'error' | 'refused';
  /** JSON text of the value that the code got, shortened to some 1,000 characters. */
  result?: string;
  /** The message of the error that was raised in the code, shortened to some 1,000 characters. */
  error?: string;
  /** Milliseconds from the start of the run to the call. */
  time: number;
  /** Milliseconds that the tool took, without the wait for an approval. */
  durationMs: number;
  /** Milliseconds of the wait for an approval, if a person was asked. */
  waitedMs?: number;
}

export function shorten(text: string): string {
  return truncate(text, MAX_LENGTH);
}

/** Copies arguments for the record: the tool may change its own. */
export function recordParameters(parameters: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(parameters).slice(0, MAX_ARGUMENTS);
  return Object.fromEntries(entries.map(([name, value]) => [shorten(name), recordValue(value)]));
}

function recordValue(value: unknown): unknown {
  const json = JSON.stringify(value);
  return json.length > MAX_LENGTH ? shorten(json) : JSON.parse(json);
}
