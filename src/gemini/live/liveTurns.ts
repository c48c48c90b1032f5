import {
  FinishReason,
  type LiveServerMessage,
  type GenerateContentResponseUsageMetadata as Usage,
  type UsageMetadata,
} from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { addUsage } from '../../answer/codec/usage.ts';
import type { AnswerEvent } from '../../answer/events.ts';
import { AnswerEvents } from '../../answer/loop/answerEvents.ts';
import { failuresAfter, isExhausted, type JobCounts, type ProgramRun } from '../../answer/loop/jobRunner.ts';
import { isIdle, saidIn, statusOf } from './messages.ts';

/** What the model does in answer to the user: what it says, and the programs that it runs. */
export class LiveTurn {
  readonly events: AnswerEvents;
  #programs = 0;
  #counts: Pick<JobCounts, 'runs' | 'failuresInARow'> = { runs: 0, failuresInARow: 0 };
  #usage: Usage | undefined;

  constructor(events: AnswerEvents) {
    this.events = events;
  }

  /** Counts a program. @returns its number, from 1 */
  beginProgram(): number {
    this.#programs += 1;
    return this.#programs;
  }

  countRun(run: ProgramRun): void {
    const { runs, failuresInARow } = this.#counts;
    this.#counts = { runs: runs + 1, failuresInARow: failuresAfter(run, failuresInARow) };
  }

  isExhausted(limits: Parameters<typeof isExhausted>[1]): boolean {
    return isExhausted(this.#counts, limits);
  }

  emitUsage(metadata: UsageMetadata): void {
    const { responseTokenCount, responseTokensDetails, ...others } = metadata;
    const usage = {
      ...others,
      ...(responseTokenCount !== undefined && { candidatesTokenCount: responseTokenCount }),
      ...(responseTokensDetails && { candidatesTokensDetails: responseTokensDetails }),
    };
    this.#usage = addUsage(this.#usage, usage);
    this.events.emitUsage(usage, this.#usage);
  }
}

/**
 * Divides a session into turns. A turn goes on while code runs, and until the model has spoken about its last result: models that don't wait
 * for results complete several turns of the server meanwhile.
 */
export class LiveTurns {
  readonly #model: string;
  readonly #onEvent: ((event: AnswerEvent) => void) | undefined;
  #turn: LiveTurn | undefined;
  /** Whether a result was sent that the model has not spoken about. */
  #awaitsModel = false;
  #isComplete = false;
  #isInterrupted = false;
  #isAtWork = false;

  constructor(model: string, onEvent: ((event: AnswerEvent) => void) | undefined) {
    this.#model = model;
    this.#onEvent = onEvent;
  }

  /** The current turn; a new one if there is none. */
  get current(): LiveTurn {
    this.#turn ??= new LiveTurn(new AnswerEvents(this.#model, 'local', this.#onEvent));
    return this.#turn;
  }

  /** Reads a message for the application: the events in it, and whether the turn is over. */
  hear(message: LiveServerMessage): void {
    const { serverContent, toolCall, usageMetadata } = message;
    const said = saidIn(message);
    if (said.length > 0 || toolCall) {
      const { events } = this.current;
      this.#isComplete = false;
      this.#isInterrupted = false;
      // Audio is no picture.
      for (const part of said) if (!isSound(part.inlineData?.mimeType)) events.emitPart(part);
    }
    if (said.length > 0) this.#awaitsModel = false;
    if (usageMetadata) this.#turn?.emitUsage(usageMetadata);
    if (serverContent?.interrupted) {
      this.#isInterrupted = true;
      // The model now answers the user, and no result.
      this.#awaitsModel = false;
    }
    const status = statusOf(message);
    if (status) this.#isAtWork = !isIdle(status);
    if (serverContent?.turnComplete || (status && isIdle(status))) this.#isComplete = true;
  }

  /** Notes that the model was sent a result. */
  awaitModel(): void {
    this.#awaitsModel = true;
  }

  /** Ends the turn if it is over. @param isRunning whether code runs, or waits to */
  settle(isRunning: boolean): void {
    if (!this.#isComplete || isRunning || this.#awaitsModel || this.#isAtWork) return;
    this.#end(this.#isInterrupted ? undefined : FinishReason.STOP);
  }

  /** Ends the turn, because the session has ended. */
  close(): void {
    this.#end(undefined);
  }

  #end(finishReason: FinishReason | undefined): void {
    const last = createChunk({}, [], finishReason && { finishReason });
    this.#turn?.events.emitEnd({ last });
    this.#turn = undefined;
  }
}

function isSound(mimeType: string | undefined): boolean {
  return mimeType !== undefined && !mimeType.startsWith('image/');
}
