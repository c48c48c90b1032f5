/** A page sends this to the waiting service worker of a newer build, which replies with {@link TakeOverAnswer}. */
export const TAKE_OVER = 'take-over';

/** Whether the newer build takes over now. It does not while another tab uses the current build. */
export type TakeOverAnswer = 'taking-over' | 'open-elsewhere';
