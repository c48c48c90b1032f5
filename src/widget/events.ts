import type { RunResult } from '../sandbox/result.ts';

/** The events of the elements bubble out of shadow roots. */
const OUTWARD = { bubbles: true, composed: true };

/** Python is ready. */
export class GloveReadyEvent extends Event {
  static readonly type = 'glove-ready';
  /** The version, such as `3.14.2`. It comes from the sandbox: show it, but do not rely on it. */
  readonly python: string;

  constructor(python: string) {
    super(GloveReadyEvent.type, OUTWARD);
    this.python = python;
  }
}

/** The engine, the model or a file of the page failed. Python code that fails is a result, not an error. */
export class GloveErrorEvent extends Event {
  static readonly type = 'glove-error';
  /** Usually an `Error`, such as `EngineDownloadError` or the SDK's `ApiError`. */
  readonly error: unknown;

  constructor(error: unknown) {
    super(GloveErrorEvent.type, OUTWARD);
    this.error = error;
  }
}

/** A cell is about to run its code. */
export class GloveRunEvent extends Event {
  static readonly type = 'glove-run';
  /** The code as it runs, with the user's edit. */
  readonly code: string;

  constructor(code: string) {
    super(GloveRunEvent.type, OUTWARD);
    this.code = code;
  }
}

/** The code of a cell has ended, with or without an error. */
export class GloveResultEvent extends Event {
  static readonly type = 'glove-result';
  /** As `sandbox.run()` returns it. It comes from the sandbox: show it, but do not rely on it. */
  readonly result: RunResult;

  constructor(result: RunResult) {
    super(GloveResultEvent.type, OUTWARD);
    this.result = result;
  }
}

/** What {@link GloveCheckEvent} tells. */
export type CheckDetails = Pick<GloveCheckEvent, 'id' | 'passed' | 'score' | 'messages' | 'attempts' | 'seconds'>;

/** The checks of an exercise have run. They run in the learner's tab, and so does the learner's code: it is no proof. */
export class GloveCheckEvent extends Event {
  static readonly type = 'glove-check';
  /** The id of the cell. */
  readonly id: string;
  /** Whether all checks passed. */
  readonly passed: boolean;
  /** The part of the checks that passed, from 0 to 1. */
  readonly score: number;
  /** What the learner was told. */
  readonly messages: readonly string[];
  /** How often the checks of this cell have run, this time included. */
  readonly attempts: number;
  /** Seconds since the learner first typed or ran something in the cell; with `persist` added up over visits. */
  readonly seconds: number;

  constructor({ id, passed, score, messages, attempts, seconds }: CheckDetails) {
    super(GloveCheckEvent.type, OUTWARD);
    this.id = id;
    this.passed = passed;
    this.score = score;
    this.messages = messages;
    this.attempts = attempts;
    this.seconds = seconds;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-ready': GloveReadyEvent;
    'glove-error': GloveErrorEvent;
    'glove-run': GloveRunEvent;
    'glove-result': GloveResultEvent;
    'glove-check': GloveCheckEvent;
  }
}
