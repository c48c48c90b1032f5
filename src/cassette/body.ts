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
  return /^text\/event-stream\b/i.test(contentType) ? readEventStream(onChunk) : readPlainBody(onChunk);
}

/**
 * Reports one chunk for the data of each event. The name of an event is not reported if its data is JSON, which repeats it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
function readEventStream(onChunk: (content: ChunkContent) => void): BodyReader {
  const decoder = new TextDecoder();
  /** Lines outside of events: the API sends some errors in mid-stream as plain JSON. */
  let strayLines: string[] = [];
  let lastCharacter = '';
  let isEnded = false;
  const addStray = () => {
    if (strayLines.length > 0) onChunk({ text: strayLines.join('\n') });
    strayLines = [];
  };
  const onEvent = ({ event, data }: { event?: string | undefined; data: string }) => {
    addStray();
    const json = parseJson(data);
    const text = `${event === undefined ? '' : `event: ${event}\r\n`}data: ${data}`;
    // Without the empty line after it, an event is incomplete.
    if (isEnded) onChunk({ text });
    else onChunk(json === undefined ? { text: `${text}\r\n\r\n` } : { body: json });
  };
  const parser = createParser({ onEvent, onError: ({ line }) => strayLines.push(line ?? '') });
  const feed = (text: string) => {
    lastCharacter = text.at(-1) ?? lastCharacter;
    parser.feed(text);
  };
  return {
    add: (bytes) => feed(decoder.decode(bytes, { stream: true })),
    end: () => {
      feed(decoder.decode());
      // The parser waits to see whether a final carriage return is half of a line break.
      if (lastCharacter === '\r') feed('\n');
      isEnded = true;
      feed('\n\n');
      addStray();
    },
  };
}

/** Reports the whole body as one chunk. */
function readPlainBody(onChunk: (content: ChunkContent) => void): BodyReader {
  const decoder = new TextDecoder();
  let text = '';
  return {
    add: (bytes) => {
      text += decoder.decode(bytes, { stream: true });
    },
    end: () => {
      text += decoder.decode();
      if (text === '') return;
      const json = parseJson(text);
      onChunk(json === undefined ? { text } : { body: json });
    },
  };
}
