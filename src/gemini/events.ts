import type { FinishReason, GenerateContentResponseUsageMetadata, Language } from '@google/genai';
import type { Outcome, OutputChunk } from '../protocol.ts';

/**
 * What happens while a model answers, for those who draw their own interface: the same in every mode, unary or streamed.
 * A `code` and the `output-delta`s and `result` that belong to it share their `id`, which counts up from 1 in each answer.
 */
export type AnswerEvent =
  | { type: 'turn-start'; model: string }
  | { type: 'text-delta'; text: string }
  | { type: 'thought-delta'; text: string }
  | { type: 'code'; id: number; language: Language; code: string }
  | ({ type: 'output-delta'; id: number } & Pick<OutputChunk, 'stream' | 'text'>)
  /** `durationMs` is how long Python was running, where it ran here. */
  | { type: 'result'; id: number; outcome: Outcome; output: string; durationMs?: number }
  | { type: 'image'; mimeType: string; data: string }
  | { type: 'usage'; usage: GenerateContentResponseUsageMetadata }
  | { type: 'turn-end'; finishReason: FinishReason | undefined };
