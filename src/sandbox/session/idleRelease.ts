import { MAX_DELAY } from '../../async/timeouts.ts';
import type { AutoCapture } from './autoCapture.ts';
import type { LiveInterpreter } from './liveInterpreter.ts';

interface IdleReleaseOptions {
  /** Milliseconds without a call; `Infinity` for never. */
  after: number;
  live: LiveInterpreter;
  captures: AutoCapture;
  /** Calls back in a turn of the session's, without a call; not at all if one has the turn, or waits for it. */
  ifFree: (release: (session: AbortSignal) => Promise<void>) => Promise<void>;
}

/** Ends the worker of a session that nobody has used for a while. The next call goes on from the captured state, in another worker. */
export class IdleRelease {
  readonly #options: IdleReleaseOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: IdleReleaseOptions) {
    this.#options = options;
  }

  /** Begins to wait anew: there was a call. */
  schedule(): void {
    const { after } = this.#options;
    this.stop();
    if (after > MAX_DELAY) return;
    this.#timer = setTimeout(() => this.#release().catch(() => {}), after);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Waits first until nothing that the last run has left behind computes. */
  async #release(): Promise<void> {
    const { live, captures, ifFree } = this.#options;
    await live.current.whenIdle();
    await ifFree(async (session) => {
      await captures.captureIfDue(live.current, session);
      live.releaseIfCaptured();
    });
  }
}
