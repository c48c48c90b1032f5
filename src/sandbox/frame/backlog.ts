/**
 * Messages that may wait to be read. An honest worker that writes as fast as it can sends fewer while the page is busy for ten seconds.
 * WebKit reads the slower the more are waiting: soon after this many, it would read almost none, and run out of memory.
 */
const MAX_WAITING = 20_000;
/** Messages between two looks. A look costs as much as reading a message. */
const LOOK_AFTER = 100;

/**
 * Notices when messages come faster than the page reads them. A timer can't: it would never fire. A message to oneself can, because it goes
 * to the end of the queue.
 */
export class Backlog {
  readonly #channel = new MessageChannel();
  #isUnderWay = false;
  #read = 0;

  constructor() {
    this.#channel.port1.onmessage = () => {
      this.#isUnderWay = false;
      this.#read = 0;
    };
  }

  /** Counts a message that was read, and tells whether too many had been waiting before it. */
  isTooLongAfterAnother(): boolean {
    this.#read += 1;
    if (!this.#isUnderWay && this.#read > LOOK_AFTER) {
      this.#isUnderWay = true;
      this.#channel.port2.postMessage(undefined);
    }
    return this.#read > MAX_WAITING + LOOK_AFTER;
  }

  close(): void {
    this.#channel.port1.close();
  }
}
