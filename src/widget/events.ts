import type { RunResult } from '../sandbox/result.ts';

/** What the elements tell the page that they are in. All of it bubbles. */
const OUTWARD = { bubbles: true, composed: true };

/** Python is there. */
export class GloveReadyEvent extends Event {
  static readonly type = 'glove-ready';
  /** The version, such as `3.14.2`. The sandbox says so itself: it is to be shown, and not relied on. */
  readonly python: string;

  constructor(python: string) {
    super(GloveReadyEvent.type, OUTWARD);
    this.python = python;
  }
}

/** Something could not be done: the engine, the model, or a file of the page. Python code that fails is no such thing. */
export class GloveErrorEvent extends Event {
  static readonly type = 'glove-error';
  readonly error: unknown;

  constructor(error: unknown) {
    super(GloveErrorEvent.type, OUTWARD);
    this.error = error;
  }
}

/** A cell is about to run its code. */
export class GloveRunEvent extends Event {
  static readonly type = 'glove-run';
  readonly code: string;

  constructor(code: string) {
    super(GloveRunEvent.type, OUTWARD);
    this.code = code;
  }
}

/** A cell's code has ended, however it did. */
export class GloveResultEvent extends Event {
  static readonly type = 'glove-result';
  readonly result: RunResult;

  constructor(result: RunResult) {
    super(GloveResultEvent.type, OUTWARD);
    this.result = result;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-ready': GloveReadyEvent;
    'glove-error': GloveErrorEvent;
    'glove-run': GloveRunEvent;
    'glove-result': GloveResultEvent;
  }
}
