import type { Display, FileInfo, OutputChunk } from '../protocol.ts';
import type { RunResult } from '../sandbox/result.ts';
import type { ToolCall } from '../sandbox/tools/toolCall.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { Outcome } from './codec/outcome.ts';

/** Facts about a run in the sandbox that the model does not get. */
export type RunFacts = Pick<RunResult, 'durationMs' | 'recovery'>;

type Decision = { decision: 'run' } | { decision: 'refused'; reason: string } | { decision: 'changed'; code: string };

/**
 * Tokens of a request or an answer, in Gemini's fields; of other providers those that they tell. The API may give more.
 *
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export interface TokenCounts {
  /** Of the question, with the conversation before it. */
  promptTokenCount?: number;
  /** Those of the prompt that came from a cache. */
  cachedContentTokenCount?: number;
  /** Of the answer, without thoughts. */
  candidatesTokenCount?: number;
  /** Of the model's thoughts. */
  thoughtsTokenCount?: number;
  /** Of the further requests of an answer, which bring code and results. */
  toolUsePromptTokenCount?: number;
  totalTokenCount?: number;
}

/**
 * An event of an answer, for your own interface. `answer` is the number of the answer, unique in this page: several may be given at once.
 * Events are the same in every mode, unary or streamed. A `code` event shares its `id`, which counts up from 1 in each answer, with its
 * `decision`, `output-delta`, `display`, `clear-output`, `tool-call`, `result`, `image` and `file` events. Every answer begins with `turn-start` and ends with `turn-end`.
 */
export type AnswerEvent = { answer: number } & AnswerProgress;

/** An event of an answer, without the number of the answer. */
export type AnswerProgress =
  | { type: 'turn-start'; model: string; mode: 'local' | 'server' }
  | { type: 'text-delta'; text: string }
  | { type: 'thought-delta'; text: string }
  | { type: 'code'; id: number; language: CodeLanguage; code: string }
  /** The decision of `beforeRun` about the code. */
  | ({ type: 'decision'; id: number } & Decision)
  | ({ type: 'output-delta'; id: number } & Pick<OutputChunk, 'stream' | 'text'>)
  /**
   * A value or picture that a run displays, in all its MIME types, at the moment it does. Only for code that runs in the sandbox. Pictures come
   * again as `image` events, in the form that the model gets.
   */
  | ({ type: 'display'; id: number } & Display)
  /** Code has called `clear_output()`: what its run has written and shown before is no part of its result. */
  | { type: 'clear-output'; id: number }
  /** A call of a tool by a program: when it waits for an approval, when it runs, and when it has ended. */
  | { type: 'tool-call'; id: number; call: ToolCall }
  | ({ type: 'result'; id: number; outcome: Outcome; output: string } & Partial<RunFacts>)
  /** A picture in base64, made by a run; with `id` 0, drawn by the model. */
  | { type: 'image'; id: number; mimeType: string; data: string }
  /** A file that a run wrote. Read it with `sandbox.files.read()`. */
  | ({ type: 'file'; id: number } & FileInfo)
  /** Token counts: `usage` of one request to the model, which `hop` counts from 1; `total` of the whole answer so far. */
  | { type: 'usage'; hop: number; usage: TokenCounts; total: TokenCounts }
  /** A request failed and is repeated in `delayMs` milliseconds. `attempt` counts the failed requests from 1. */
  | { type: 'retry'; reason: string; attempt: number; delayMs: number }
  /** The browser can't run this code, so Google's own code execution answers the question from the beginning. */
  | { type: 'escalate'; reason: string }
  /** The browser can't run the code with this `id`. It runs again in the option `fallback`, as later code of this answer does. */
  | { type: 'fallback'; id: number; reason: string }
  /**
   * `finishReason` is one of Gemini's, such as `STOP` or `MAX_TOKENS`; undefined also if your app stops reading a stream. `blockReason` is
   * set if the API blocked the question, `error` if the call rejects.
   */
  | { type: 'turn-end'; finishReason: string | undefined; blockReason?: string; error?: unknown };
