import type { BlockedReason, FinishReason, GenerateContentResponseUsageMetadata as Usage } from '@google/genai';
import type { Display, FileInfo, OutputChunk } from '../protocol.ts';
import type { RunResult } from '../sandbox/result.ts';
import type { CodeLanguage } from './codec/languages.ts';
import type { Outcome } from './codec/outcome.ts';

/** What is known of a run where Python ran here, and the model is not told in this form. */
export type RunFacts = Pick<RunResult, 'durationMs' | 'restored' | 'lostRuns' | 'stateLost'>;

/**
 * What happens while a model answers, for those who draw their own interface: the same in every mode, unary or streamed.
 * A `code` and the `output-delta`s, `display`s, `result`, `image`s and `file`s that belong to it share their `id`, which counts up from 1 in
 * each answer. An answer begins with `turn-start` and ends with `turn-end`, whatever happens.
 */
export type AnswerEvent =
  | { type: 'turn-start'; model: string; mode: 'local' | 'server' }
  | { type: 'text-delta'; text: string }
  | { type: 'thought-delta'; text: string }
  | { type: 'code'; id: number; language: CodeLanguage; code: string }
  | ({ type: 'output-delta'; id: number } & Pick<OutputChunk, 'stream' | 'text'>)
  /**
   * What a run showed, in every form that it has, as it shows it: only where Python runs here. Its pictures come again as `image`s, in the
   * form in which the model gets them.
   */
  | ({ type: 'display'; id: number } & Display)
  | ({ type: 'result'; id: number; outcome: Outcome; output: string } & Partial<RunFacts>)
  /** A picture, as base64: what a run made, or, with `id` 0, what the model drew. */
  | { type: 'image'; id: number; mimeType: string; data: string }
  /** A file that a run wrote. Its bytes are to be had from `sandbox.files`. */
  | ({ type: 'file'; id: number } & FileInfo)
  /** The tokens of one request to the model, counted from 1, and of all of the answer so far. */
  | { type: 'usage'; hop: number; usage: Usage; total: Usage }
  /** The model is asked again, after so many milliseconds. `attempt` counts the failed ones from 1. */
  | { type: 'retry'; reason: string; attempt: number; delayMs: number }
  /** What the browser cannot do is asked of Google's own code execution, from the beginning. */
  | { type: 'escalate'; reason: string }
  /**
   * `blockReason`: why the API blocked the question, if it did. `error`: what the call rejects with, if it does. There is no `finishReason`
   * either if the caller breaks off a stream.
   */
  | { type: 'turn-end'; finishReason: FinishReason | undefined; blockReason?: BlockedReason; error?: unknown };
