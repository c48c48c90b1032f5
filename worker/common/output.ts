import type { OutputChunk } from '../../src/protocol.ts';
import { clock } from './clock.ts';

/** Milliseconds of a window of time. */
const WINDOW = 16;
/**
 * Batches that are sent within a window as soon as they are written. A few lines go out at once, so that they are not lost when the code
 * then hangs and its worker has to be ended; a loop of prints is gathered, so that it is not a loop of messages.
 */
const PROMPT_BATCHES = 8;
/** Characters that are gathered at most, whatever the clock says. */
const BATCH_LENGTH = 64 * 1024;

const newDecoders = () => ({ stdout: newDecoder(), stderr: newDecoder() });
/** A byte order mark is a character as any other: Python wrote it. */
const newDecoder = () => new TextDecoder('utf-8', { ignoreBOM: true });

/** Gathers what code writes into batches of ordered chunks. */
export class Output {
  readonly #send: (chunks: OutputChunk[], clears: boolean) => void;
  readonly #promptBatches: number;
  #decoders = newDecoders();
  #chunks: OutputChunk[] = [];
  #limit = 0;
  #left = 0;
  #dropped = 0;
  #length = 0;
  #runStarted = 0;
  /** Whether what is sent next takes the place of all that was sent before. */
  #clears = false;
  /** Whether what is written or shown next does. */
  #waitsToClear = false;
  #windowStarted = 0;
  #sentInWindow = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (chunks: OutputChunk[], clears: boolean) => void, promptBatches = PROMPT_BATCHES) {
    this.#send = send;
    this.#promptBatches = promptBatches;
  }

  /** @param limit characters that this run may send */
  begin(limit: number): void {
    this.#runStarted = clock();
    this.#limit = limit;
    this.#left = limit;
    this.#dropped = 0;
    this.#clears = false;
    this.#waitsToClear = false;
    // The run before may have ended in the middle of a character.
    this.#decoders = newDecoders();
  }

  /** Characters of this run that came after its limit. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes UTF-8 as Python's file descriptors write it; a character may be split between two calls. */
  write(stream: OutputChunk['stream'], bytes: Uint8Array): void {
    // Python writes a text in one go, and one of more than 512 MiB would be no string any more.
    for (let start = 0; start < bytes.length; start += BATCH_LENGTH) {
      const part = bytes.subarray(start, start + BATCH_LENGTH);
      this.#gather(stream, this.#decoders[stream].decode(part, { stream: true }));
    }
  }

  writeText(stream: OutputChunk['stream'], text: string): void {
    for (let start = 0; start < text.length; start += BATCH_LENGTH) {
      this.#gather(stream, text.slice(start, start + BATCH_LENGTH));
    }
  }

  /** Removes what the run has written, also what was sent. @param waits until something else is written or shown */
  clear(waits: boolean): void {
    this.#waitsToClear = waits;
    if (waits) return;
    this.#discard();
    this.#flushSoon(clock());
  }

  /** Sends what was written before a display. @returns whether the display takes the place of all that came before */
  flushBeforeDisplay(): boolean {
    if (this.#waitsToClear) this.#discard();
    if (this.#chunks.length > 0) this.flush();
    const clears = this.#clears;
    this.#clears = false;
    return clears;
  }

  flushIfDue(now: number): void {
    if (now - this.#windowStarted >= WINDOW) {
      this.#windowStarted = now;
      this.#sentInWindow = 0;
    }
    if (this.#sentInWindow < this.#promptBatches) this.flush();
  }

  flush(): void {
    const written = this.take();
    if (!written) return;
    this.#sentInWindow += 1;
    this.#send(written.chunks, written.clears);
  }

  /** Gives what was not sent yet, for a message that is on its way anyway. */
  take(): { chunks: OutputChunk[]; clears: boolean } | undefined {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#chunks.length === 0 && !this.#clears) return undefined;
    const written = { chunks: this.#chunks, clears: this.#clears };
    this.#clears = false;
    this.#chunks = [];
    this.#length = 0;
    return written;
  }

  #gather(stream: OutputChunk['stream'], written: string): void {
    if (this.#waitsToClear && written !== '') this.#discard();
    const text = written.slice(0, this.#left);
    this.#left -= text.length;
    this.#dropped += written.length - text.length;
    if (text === '') return;
    const now = clock();
    const last = this.#chunks.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#chunks.push({ stream, text, time: now - this.#runStarted });
    this.#length += text.length;
    if (this.#length >= BATCH_LENGTH) this.flush();
    else this.#flushSoon(now);
  }

  #flushSoon(now: number): void {
    this.flushIfDue(now);
    // While Python is busy no timer fires, and the interrupts look after this; while it awaits, only a timer does.
    if (this.#chunks.length > 0 || this.#clears) this.#timer ??= setTimeout(() => this.flush(), WINDOW);
  }

  /** What is cleared counts for no limit. */
  #discard(): void {
    this.#waitsToClear = false;
    this.#clears = true;
    this.#chunks = [];
    this.#length = 0;
    this.#left = this.#limit;
    this.#dropped = 0;
  }
}
