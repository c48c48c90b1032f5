import { type GenerateContentResponse, Language, type Part } from '@google/genai';
import { OUTCOMES, type Outcome } from '../protocol.ts';
import { isMeaningful, partsOf } from './chunk.ts';
import type { AnswerEvent } from './events.ts';

/** Tells an answer's server-shaped chunks, one after the other, as events. */
export class Announcer {
  readonly #onEvent: (event: AnswerEvent) => void;
  #codes = 0;
  #results = 0;
  readonly #durations = new Map<number, number>();

  constructor(model: string, onEvent: (event: AnswerEvent) => void) {
    this.#onEvent = onEvent;
    onEvent({ type: 'turn-start', model });
  }

  /** Notes how long a run took, before its result is announced. */
  noteDuration(id: number, durationMs: number): void {
    this.#durations.set(id, durationMs);
  }

  announce(chunk: GenerateContentResponse): void {
    for (const part of partsOf(chunk).filter(isMeaningful)) this.#announcePart(part);
    if (chunk.usageMetadata) this.#onEvent({ type: 'usage', usage: chunk.usageMetadata });
  }

  end(last: GenerateContentResponse | undefined): void {
    this.#onEvent({ type: 'turn-end', finishReason: last?.candidates?.[0]?.finishReason });
  }

  #announcePart({ text, thought, executableCode, codeExecutionResult, inlineData }: Part): void {
    if (text) this.#onEvent({ type: thought ? 'thought-delta' : 'text-delta', text });
    if (executableCode) {
      this.#codes += 1;
      const { language = Language.PYTHON, code = '' } = executableCode;
      this.#onEvent({ type: 'code', id: this.#codes, language, code });
    }
    if (codeExecutionResult) {
      this.#results += 1;
      const { outcome, output = '' } = codeExecutionResult;
      const durationMs = this.#durations.get(this.#results);
      const duration = durationMs === undefined ? {} : { durationMs };
      this.#onEvent({ type: 'result', id: this.#results, outcome: readOutcome(outcome), output, ...duration });
    }
    if (inlineData) {
      this.#onEvent({ type: 'image', mimeType: inlineData.mimeType ?? '', data: inlineData.data ?? '' });
    }
  }
}

/** An outcome that the API may add one day is told as a failure. */
function readOutcome(outcome: string | undefined): Outcome {
  return OUTCOMES.find((known) => known === outcome) ?? 'OUTCOME_FAILED';
}
