import type { OutputChunk } from '../src/protocol.ts';

/** Milliseconds of a window of time. */
const WINDOW = 16;
/**
 * Batches that are sent within a window as soon as they are written. A few lines go out at once, so that they are not lost when the code
 * then hangs and its worker has to be ended; a loop of prints is gathered, so that it is not a loop of messages.
 */
const PROMPT_BATCHES = 8;
/** Characters that are gathered at most, whatever the clock says. */
const BATCH_LENGTH = 64 * 1024;

/** Gathers what Python writes into batches of ordered chunks. */
export class Output {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #send: (chunks: OutputChunk[]) => void;
  #chunks: OutputChunk[] = [];
  #left = 0;
  #dropped = 0;
  #length = 0;
  #runStarted = 0;
  #windowStarted = 0;
  #sentInWindow = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (chunks: OutputChunk[]) => void) {
    this.#send = send;
  }

  /** @param limit characters that this run may send */
  begin(limit: number): void {
    this.#runStarted = performance.now();
    this.#left = limit;
    this.#dropped = 0;
  }

  /** Characters of this run that came after its limit. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes UTF-8 as Python's file descriptors write it; a character may be split between two calls. */
  write(stream: OutputChunk['stream'], bytes: Uint8Array): void {
    const written = this.#decoders[stream].decode(bytes, { stream: true });
    const text = written.slice(0, this.#left);
    this.#left -= text.length;
    this.#dropped += written.length - text.length;
    if (text === '') return;
    const now = performance.now();
    const last = this.#chunks.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#chunks.push({ stream, text, time: now - this.#runStarted });
    this.#length += text.length;
    if (this.#length >= BATCH_LENGTH) this.flush();
    else this.flushIfDue(now);
    // While Python is busy no timer fires, and the interrupts look after this; while it awaits, only a timer does.
    if (this.#chunks.length > 0) this.#timer ??= setTimeout(() => this.flush(), WINDOW);
  }

  flushIfDue(now: number): void {
    if (now - this.#windowStarted >= WINDOW) {
      this.#windowStarted = now;
      this.#sentInWindow = 0;
    }
    if (this.#sentInWindow < PROMPT_BATCHES) this.flush();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#chunks.length === 0) return;
    this.#sentInWindow += 1;
    this.#send(this.#chunks);
    this.#chunks = [];
    this.#length = 0;
  }
}
