import type { Content, GenerateContentResponse } from '@google/genai';
import { type AnswerContext, NEW_ANSWER } from '../codec/chunk.ts';
import { type JobCounts, NO_JOBS } from './jobRunner.ts';

/** How far an answer came: up to its latest request that was answered, and whose programs were run. */
export interface Progress {
  /** The chunks that the application got. */
  given: readonly GenerateContentResponse[];
  /** The turns after the question: the model's own, and the results that it was sent. */
  turns: readonly Content[];
  context: AnswerContext;
  counts: JobCounts;
}

export const NO_PROGRESS: Progress = { given: [], turns: [], context: NEW_ANSWER, counts: NO_JOBS };
