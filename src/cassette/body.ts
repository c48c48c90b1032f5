import { createParser } from 'eventsource-parser';
import { parseJson } from '../text/parseJson.ts';
import type { Chunk } from './format.ts';

/** The content of a chunk, without its time. */
export type ChunkContent = Omit<Chunk, 'after'>;

/** Makes chunks of the bytes of a response body, wherever the network cut them. */
export interface BodyReader {
  add(bytes: Uint8Array): void;
  /** Reports the rest as a last chunk. */
  end(): void;
}

export function readBody(contentType: string, onChunk: (content: ChunkContent) => void): BodyReader {
  return /^text\/event-stream\b/i.test(contentType) ? new EventStream(onChunk) : new PlainBody(onChunk);
}

/**
 * Reports one chunk for the data of each event.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
class EventStream implements BodyReader {
  readonly #onChunk: (content: ChunkContent) => void;
  readonly #decoder = new TextDecoder();
  /** Lines outside of events: the API sends some errors in mid-stream as plain JSON. */
  #strayLines: string[] = [];
  #lastCharacter = '';
  #ended = false;
  readonly #parser = createParser({
    onEvent: ({ data }) => this.#add(data),
    onError: ({ line }) => this.#strayLines.push(line ?? ''),
  });

  constructor(onChunk: (content: ChunkContent) => void) {
    this.#onChunk = onChunk;
  }

  add(bytes: Uint8Array): void {
    this.#feed(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#feed(this.#decoder.decode());
    // The parser waits to see whether a final carriage return is half of a line break.
    if (this.#lastCharacter === '\r') this.#feed('\n');
    this.#ended = true;
    this.#feed('\n\n');
    this.#addStray();
  }

  #feed(text: string): void {
    this.#lastCharacter = text.at(-1) ?? this.#lastCharacter;
    this.#parser.feed(text);
  }

  #add(data: string): void {
    this.#addStray();
    const json = parseJson(data);
    // Without the empty line after it, an event is incomplete.
    if (this.#ended) this.#onChunk({ text: `data: ${data}` });
    else this.#onChunk(json === undefined ? { text: `data: ${data}\r\n\r\n` } : { body: json });
  }

  #addStray(): void {
    if (this.#strayLines.length > 0) this.#onChunk({ text: this.#strayLines.join('\n') });
    this.#strayLines = [];
  }
}

/** Reports the whole body as one chunk. */
class PlainBody implements BodyReader {
  readonly #onChunk: (content: ChunkContent) => void;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(onChunk: (content: ChunkContent) => void) {
    this.#onChunk = onChunk;
  }

  add(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
  }

  end(): void {
    this.#text += this.#decoder.decode();
    if (this.#text === '') return;
    const json = parseJson(this.#text);
    this.#onChunk(json === undefined ? { text: this.#text } : { body: json });
  }
}
