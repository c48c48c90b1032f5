import { SnapshotError, WorkerDiedError } from '../../errors.ts';
import type { Frame } from '../frame/frame.ts';
import type { Packages } from '../packages/packages.ts';
import { CaptureBudget } from './captureBudget.ts';
import type { Interpreter } from './interpreter.ts';
import type { LiveInterpreter } from './liveInterpreter.ts';

/** Idle time before an automatic capture, in ms. Runs that follow each other sooner are in quick succession: not all are captured. */
const IDLE_TIME = 100;

interface AutoCaptureOptions {
  live: LiveInterpreter;
  frame: Frame;
  packages: Packages;
  /** Whether sessions are captured without being asked. */
  isEnabled: boolean;
  /** Calls `captureIfDue` between two runs, unless one waits: that captures for itself. */
  whenFree: () => Promise<void>;
  onCaptured: () => void;
}

/** Captures a session between its runs, so that a run that has to be killed costs nothing that was there before it. */
export class AutoCapture {
  readonly #options: AutoCaptureOptions;
  readonly budget = new CaptureBudget();
  /** The history's count of changes when the session could not be captured. */
  #refusedAt = -1;
  /** That count when the session was idle last. */
  #idleAt = 0;
  #idleSince = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(options: AutoCaptureOptions) {
    this.#options = options;
  }

  /** Captures an idle session soon. */
  schedule(): void {
    this.#idleSince = performance.now();
    // One that waits already looks again when its time has come: to set a timer for each of many short runs takes longer.
    if (!this.#isStopped && this.#isDue) this.#timer ??= this.#wait(IDLE_TIME);
  }

  #wait(milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const left = Math.max(this.#idleSince + IDLE_TIME - performance.now(), this.budget.wait);
      this.#timer = left > 0 ? this.#wait(left) : undefined;
      if (left <= 0) this.#captureWhenIdle().catch(() => {});
    }, milliseconds);
  }

  /** Captures what has changed, unless something runs: then the state before that was captured. */
  async captureNow(): Promise<void> {
    if (!this.#isStopped && this.#isDue) await this.#options.whenFree();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Captures before a run that waits, if that is worth the delay. */
  async captureBeforeRun(interpreter: Interpreter, session: AbortSignal): Promise<void> {
    const { changes, uncaptured } = this.#options.live.history;
    const wasIdle = performance.now() - this.#idleSince >= IDLE_TIME;
    // The history may be another one meanwhile, which has fewer.
    this.#idleAt = wasIdle ? changes : Math.min(this.#idleAt, changes);
    const inSuccession = changes - this.#idleAt;
    if (this.budget.isWorthDelay({ uncaptured, inSuccession })) await this.captureIfDue(interpreter, session);
  }

  /** Captures changes that were not captured yet. If they can't be, the page is told, and nothing else changes. */
  async captureIfDue(interpreter: Interpreter, session: AbortSignal): Promise<void> {
    if (!this.#isDue) return;
    const { live } = this.#options;
    try {
      await this.capture(interpreter);
    } catch (error) {
      this.#refusedAt = live.history.changes;
      if (error instanceof SnapshotError) live.listener.onSnapshotRefused(error.message);
      else if (!interpreter.ended) throw error;
      else if (!session.aborted) live.replace();
    }
  }

  /** @throws SnapshotError if there is something that can't be captured */
  async capture(interpreter: Interpreter): Promise<void> {
    const { live, frame, packages, onCaptured } = this.#options;
    const { history } = live;
    const snapshot = await this.budget.spend(() => frame.capture(interpreter));
    if (interpreter.ended) {
      // The sandbox was reset or closed meanwhile: this is not its state any more.
      snapshot.release();
      throw new WorkerDiedError('Python ended while the session was captured.');
    }
    history.add(snapshot, packages.installedIn(interpreter));
    onCaptured();
  }

  /** Waits first until nothing that the run has left behind computes. */
  async #captureWhenIdle(): Promise<void> {
    await this.#options.live.current.whenIdle();
    if (this.#isDue) await this.#options.whenFree();
  }

  /** Whether there are changes that were neither captured nor refused. */
  get #isDue(): boolean {
    const { isCurrent, changes } = this.#options.live.history;
    return this.#options.isEnabled && !isCurrent && changes !== this.#refusedAt;
  }
}
