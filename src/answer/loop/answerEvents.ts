import type { GenerateContentResponse, Part, GenerateContentResponseUsageMetadata as Usage } from '@google/genai';
import { notifyListener } from '../../async/notifyListener.ts';
import type { FileInfo } from '../../protocol.ts';
import type { RunDecision } from '../beforeRun.ts';
import { candidateOf } from '../codec/candidate.ts';
import { hasContent, partsOf } from '../codec/chunk.ts';
import { readLanguage } from '../codec/languages.ts';
import { readOutcome } from '../codec/outcome.ts';
import type { AnswerEvent, AnswerProgress, RunFacts } from '../events.ts';

interface RunNotes {
  facts: RunFacts;
  files: readonly FileInfo[];
}

/** How an answer ended: with its last chunk, with an error, or with neither if the application stopped reading. */
export interface AnswerEnding {
  last?: GenerateContentResponse | undefined;
  error?: unknown;
}

let answers = 0;

/** Turns the server-shaped chunks of an answer into events. */
export class AnswerEvents {
  /** The number of the answer, unique in this page. */
  readonly answer: number;
  readonly #onEvent: (event: AnswerProgress) => void;
  #codes = 0;
  #results = 0;
  #hops = 0;
  /** The id of the program that pictures belong to; 0 for pictures drawn by the model. */
  #picturesOf = 0;
  readonly #runs = new Map<number, RunNotes>();

  constructor(model: string, mode: 'local' | 'server', onEvent: ((event: AnswerEvent) => void) | undefined) {
    answers += 1;
    const answer = answers;
    this.answer = answer;
    this.#onEvent = (event) => notifyListener([{ answer, ...event }], onEvent);
    this.#onEvent({ type: 'turn-start', model, mode });
  }

  /** Adds facts about a run to its result, which comes later. */
  addRunFacts(id: number, { durationMs, recovery }: RunFacts, files: readonly FileInfo[]): void {
    this.#runs.set(id, { facts: { durationMs, ...(recovery && { recovery }) }, files });
  }

  emitChunk(chunk: GenerateContentResponse): void {
    for (const part of partsOf(chunk).filter(hasContent)) this.emitPart(part);
  }

  emitUsage(usage: Usage, total: Usage): void {
    this.#hops += 1;
    this.#onEvent({ type: 'usage', hop: this.#hops, usage, total });
  }

  emit(
    event: Extract<
      AnswerProgress,
      { type: 'output-delta' | 'display' | 'clear-output' | 'tool-call' | 'retry' | 'escalate' | 'fallback' }
    >,
  ): void {
    this.#onEvent(event);
  }

  emitDecision(id: number, decision: RunDecision): void {
    if (decision === 'run') this.#onEvent({ type: 'decision', id, decision });
    else if ('refuse' in decision)
      this.#onEvent({ type: 'decision', id, decision: 'refused', reason: decision.refuse });
    else this.#onEvent({ type: 'decision', id, decision: 'changed', code: decision.code });
  }

  emitEnd({ last, error }: AnswerEnding): void {
    const blockReason = last?.promptFeedback?.blockReason;
    this.#onEvent({
      type: 'turn-end',
      finishReason: last && candidateOf(last)?.finishReason,
      ...(blockReason !== undefined && { blockReason }),
      ...(error !== undefined && { error }),
    });
  }

  emitPart({ text, thought, executableCode, codeExecutionResult, inlineData }: Part): void {
    if (!inlineData && !codeExecutionResult) this.#picturesOf = 0;
    if (text) this.#onEvent({ type: thought ? 'thought-delta' : 'text-delta', text });
    if (executableCode) {
      this.#codes += 1;
      const { language, code = '' } = executableCode;
      this.#onEvent({ type: 'code', id: this.#codes, language: readLanguage(language), code });
    }
    if (codeExecutionResult) this.#emitResult(codeExecutionResult);
    // Files are events of their own.
    if (inlineData && inlineData.displayName === undefined) {
      const { mimeType = '', data = '' } = inlineData;
      this.#onEvent({ type: 'image', id: this.#picturesOf, mimeType, data });
    }
  }

  #emitResult({ outcome, output = '' }: NonNullable<Part['codeExecutionResult']>): void {
    this.#results += 1;
    const id = this.#results;
    this.#picturesOf = id;
    const { facts, files = [] } = this.#runs.get(id) ?? {};
    this.#onEvent({ type: 'result', id, outcome: readOutcome(outcome), output, ...facts });
    for (const file of files) this.#onEvent({ type: 'file', id, ...file });
  }
}
