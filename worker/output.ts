import type { OutputChunk } from '../src/protocol.ts';

/** Milliseconds for which output is gathered before it is sent, so that a loop of prints is not a loop of messages. */
const BATCH_TIME = 16;
/** Characters that are gathered at most, whatever the clock says. */
const BATCH_LENGTH = 64 * 1024;

/** Gathers what Python writes into batches of ordered chunks. */
export class Output {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #send: (chunks: OutputChunk[]) => void;
  #chunks: OutputChunk[] = [];
  #length = 0;
  #started = 0;
  #sent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (chunks: OutputChunk[]) => void) {
    this.#send = send;
  }

  begin(): void {
    this.#started = this.#sent = performance.now();
  }

  /** Takes UTF-8 as Python's file descriptors write it; a character may be split between two calls. */
  write(stream: OutputChunk['stream'], bytes: Uint8Array): void {
    const text = this.#decoders[stream].decode(bytes, { stream: true });
    const now = performance.now();
    const last = this.#chunks.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#chunks.push({ stream, text, time: now - this.#started });
    this.#length += text.length;
    if (this.#length >= BATCH_LENGTH) this.flush();
    else this.flushIfDue(now);
    // While Python is busy no timer fires, and the interrupts look after this; while it awaits, only a timer does.
    if (this.#chunks.length > 0) this.#timer ??= setTimeout(() => this.flush(), BATCH_TIME);
  }

  flushIfDue(now: number): void {
    if (now - this.#sent >= BATCH_TIME) this.flush(now);
  }

  flush(now = performance.now()): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sent = now;
    if (this.#chunks.length === 0) return;
    this.#send(this.#chunks);
    this.#chunks = [];
    this.#length = 0;
  }
}
