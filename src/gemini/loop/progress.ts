import type { Content, GenerateContentResponse } from '@google/genai';
import { type AnswerContext, NEW_ANSWER } from '../codec/chunk.ts';

/** How far an answer had come with the latest request that was answered and whose programs were run. */
export interface Progress {
  /** What was given to the caller. */
  given: readonly GenerateContentResponse[];
  /** What the model is told after the question: its own turns, and what came of them. */
  contents: readonly Content[];
  context: AnswerContext;
  /** Programs that were run. */
  programs: number;
  /** Runs and calls. */
  runs: number;
  /** Turns of the model in which functions of the caller's were called here. */
  callTurns: number;
  failuresInARow: number;
}

export const NO_PROGRESS: Progress = {
  given: [],
  contents: [],
  context: NEW_ANSWER,
  programs: 0,
  runs: 0,
  callTurns: 0,
  failuresInARow: 0,
};

/** Answers that are remembered: their pictures and outputs take memory, and few are asked for again. */
const MAX_REMEMBERED = 8;

/** How far the answers had come whose requests failed, by what was asked. */
export class InterruptedAnswers {
  readonly #byQuestion = new Map<string, Progress>();

  keep(question: string, progress: Progress): void {
    if (progress.contents.length === 0) return;
    this.#byQuestion.delete(question);
    this.#byQuestion.set(question, progress);
    const [oldest] = this.#byQuestion.keys();
    if (this.#byQuestion.size > MAX_REMEMBERED && oldest !== undefined) this.#byQuestion.delete(oldest);
  }

  /** What was kept for a question. It is handed out once. */
  take(question: string): Progress {
    const progress = this.#byQuestion.get(question);
    this.#byQuestion.delete(question);
    return progress ?? NO_PROGRESS;
  }
}
