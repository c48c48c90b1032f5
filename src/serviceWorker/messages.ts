/** What a page says to the service worker of a newer build that waits. It has an answer: {@link TakeOverAnswer}. */
export const TAKE_OVER = 'take-over';

/** Whether the newer build takes over now. It does not while the page is open elsewhere too: what is open goes on with its own build. */
export type TakeOverAnswer = 'taking-over' | 'open-elsewhere';
