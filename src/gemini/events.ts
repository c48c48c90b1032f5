import type { BlockedReason, FinishReason, GenerateContentResponseUsageMetadata as Usage } from '@google/genai';
import type { Display, FileInfo, OutputChunk } from '../protocol.ts';
import type { RunResult } from '../sandbox/result.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { Outcome } from './codec/outcome.ts';

/** Facts about a run in the sandbox that the model does not get. */
export type RunFacts = Pick<RunResult, 'durationMs' | 'recovery'>;

type Decision = { decision: 'run' } | { decision: 'refused'; reason: string } | { decision: 'changed'; code: string };

/**
 * An event of an answer, for your own interface. `answer` is the number of the answer, unique in this page: several may be given at once. Events are the same in every mode, unary or streamed. A `code` event shares its `id`, which
 * counts up from 1 in each answer, with its `decision`, `output-delta`, `display`, `result`, `image` and `file` events. Every answer begins with
 * `turn-start` and ends with `turn-end`.
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
  | ({ type: 'result'; id: number; outcome: Outcome; output: string } & Partial<RunFacts>)
  /** A picture in base64, made by a run; with `id` 0, drawn by the model. */
  | { type: 'image'; id: number; mimeType: string; data: string }
  /** A file that a run wrote. Read it with `sandbox.files.read()`. */
  | ({ type: 'file'; id: number } & FileInfo)
  /** Token counts: `usage` of one request to the model, which `hop` counts from 1; `total` of the whole answer so far. */
  | { type: 'usage'; hop: number; usage: Usage; total: Usage }
  /** A request failed and is repeated in `delayMs` milliseconds. `attempt` counts the failed requests from 1. */
  | { type: 'retry'; reason: string; attempt: number; delayMs: number }
  /** The browser can't run this code, so Google's own code execution answers the question from the beginning. */
  | { type: 'escalate'; reason: string }
  /**
   * `blockReason` is set if the API blocked the question, `error` if the call rejects. `finishReason` is also undefined if your app stops
   * reading a stream.
   */
  | { type: 'turn-end'; finishReason: FinishReason | undefined; blockReason?: BlockedReason; error?: unknown };
