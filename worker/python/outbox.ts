import type { RunEvent, WorkerEvent } from '../../src/protocol.ts';

/** Milliseconds after which an event that was kept back is sent. */
const PATIENCE = 16;

/** Sends the worker's events in order, and keeps back what comes at the end of a run: it goes with the run's reply, as one message. */
export class Outbox {
  readonly #post: (event: WorkerEvent) => void;
  #kept: RunEvent | undefined;
  #keptSince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (event: WorkerEvent) => void) {
    this.#post = post;
  }

  send(event: WorkerEvent): void {
    this.flush();
    this.#post(event);
  }

  /** Sends an event with the reply, or before anything else that is sent, or soon if neither comes. */
  keep(event: RunEvent, now: number): void {
    this.flush();
    this.#kept = event;
    this.#keptSince = now;
    // Not cleared, since that takes longer than the call that comes for nothing now and then.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, PATIENCE);
  }

  /** Looks after the time while Python is busy, and no timer fires. */
  flushIfDue(now: number): void {
    if (this.#kept && now - this.#keptSince >= PATIENCE) this.flush();
  }

  flush(): void {
    const kept = this.take();
    if (kept) this.#post(kept);
  }

  /** Gives what was kept back, for the reply. */
  take(): RunEvent | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    return kept;
  }
}
