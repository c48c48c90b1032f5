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

/** Few interrupted answers are asked for again, and their pictures and outputs take memory. */
const MAX_REMEMBERED = 8;

/** Remembers the progress of answers whose requests failed, by question. */
export class InterruptedAnswers {
  readonly #byQuestion = new Map<string, Progress>();

  keep(question: string, progress: Progress): void {
    if (progress.turns.length === 0) return;
    this.#byQuestion.delete(question);
    this.#byQuestion.set(question, progress);
    const [oldest] = this.#byQuestion.keys();
    if (this.#byQuestion.size > MAX_REMEMBERED && oldest !== undefined) this.#byQuestion.delete(oldest);
  }

  /** Gives the progress of a question once, and forgets it. */
  take(question: string): Progress {
    const progress = this.#byQuestion.get(question);
    this.#byQuestion.delete(question);
    return progress ?? NO_PROGRESS;
  }
}
