/** Messages that may wait to be read: those of an honest worker that writes as fast as it can, while the page is busy for ten seconds. */
const MAX_WAITING = 50_000;

/**
 * Tells how many messages wait to be read. No timer could: where they come faster than they can be read, its turn never comes. A message
 * to oneself goes to the end of the queue.
 */
export class Backlog {
  readonly #channel = new MessageChannel();
  #isUnderWay = false;
  #read = 0;

  constructor() {
    this.#channel.port1.onmessage = () => {
      this.#isUnderWay = false;
    };
  }

  /** Counts a message that was read. Whether there were too many before it. */
  isTooLongAfterAnother(): boolean {
    if (!this.#isUnderWay) {
      this.#isUnderWay = true;
      this.#read = 0;
      this.#channel.port2.postMessage(undefined);
    }
    this.#read += 1;
    return this.#read > MAX_WAITING;
  }

  close(): void {
    this.#channel.port1.close();
  }
}
