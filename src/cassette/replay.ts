import { wait, whenAborted } from '../async/abort.ts';
import { isJsonObject } from '../text/parseJson.ts';
import type { Cassette, Chunk, Exchange } from './format.ts';
import { type Compared, findExchanges } from './match.ts';
import { readRequest } from './request.ts';

/** How a cassette is played. */
export interface ReplayOptions {
  /**
   * Whether to wait as the recording did, or not at all.
   * @default 'recorded'
   */
  pace?: 'recorded' | 'instant';
  /**
   * How much of a request must be as recorded: only the contents, or also the tools, the system instruction and all other settings, if the
   * cassette has them.
   * @default 'contents'
   */
  compare?: Compared;
}

/**
 * Gives a `fetch` for the SDK's `httpOptions` that answers from a cassette, without a network.
 *
 * It rejects with {@link CassetteMismatchError} if a request was not recorded, so that recorded words never appear next to an output that
 * contradicts them. A request that was recorded several times, as after a 503, gets the recorded responses in order, and then the last one
 * again and again. The ids of the steps that a request brings may differ from the recorded ones, if results are those of the same calls. A
 * response that the client aborts can be requested again. A response that was aborted in the recording stops there and
 * waits for the abort.
 *
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.HttpOptions.html
 * @example
 * ```ts
 * import { GoogleGenAI } from '@google/genai';
 * import { replayFetch } from 'glovebox';
 *
 * const ai = new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: replayFetch(cassette, { pace: 'instant' }) } });
 * await ai.models.generateContent({ model, contents });
 * ```
 */
export function replayFetch(cassette: Cassette, options: ReplayOptions = {}): typeof fetch {
  const { pace = 'recorded', compare = 'contents' } = options;
  const played = new Set<Exchange>();
  return async (...request) => {
    const read = await readRequest(...request);
    read.signal?.throwIfAborted();
    const matches = findExchanges(cassette, read, compare);
    const exchange = (matches.find((match) => !played.has(match)) ?? matches.at(-1)) as Exchange;
    played.add(exchange);
    const onAbort = () => {
      if (exchange.response.ending !== 'aborted') played.delete(exchange);
    };
    return respond(exchange, { pace, signal: read.signal, onAbort });
  };
}

interface PlaybackContext {
  pace: 'recorded' | 'instant';
  signal: AbortSignal | undefined;
  /** Called when the client aborts. */
  onAbort: () => void;
}

async function respond(exchange: Exchange, context: PlaybackContext): Promise<Response> {
  const { status, ending, contentType } = exchange.response;
  if (status === 0) {
    if (ending === 'aborted') await untilAborted(context.signal);
    throw connectionError();
  }
  const headers = { 'content-type': contentType ?? usualType(exchange) };
  const body = STATUSES_WITHOUT_BODY.includes(status) ? null : streamOf(exchange, context);
  return new Response(body, { status, headers });
}

/** https://fetch.spec.whatwg.org/#null-body-status */
const STATUSES_WITHOUT_BODY = [204, 205, 304];

function usualType({ request, response }: Exchange): string {
  const asksForStream = request.path.endsWith(':streamGenerateContent') || request.interaction?.stream === true;
  const isStream = response.status === 200 && asksForStream;
  return isStream ? 'text/event-stream' : 'application/json';
}

function streamOf(
  { request, response }: Exchange,
  { pace, signal, onAbort }: PlaybackContext,
): ReadableStream<Uint8Array> {
  const type = response.contentType ?? usualType({ request, response });
  const encoder = new TextEncoder();
  const chunks = response.chunks.values();
  let ignoreSignal = () => {};
  return new ReadableStream({
    start(controller) {
      ignoreSignal = whenAborted(signal, (reason) => {
        onAbort();
        controller.error(reason);
      });
    },
    async pull(controller) {
      const { value: chunk, done } = chunks.next();
      if (!done) {
        if (pace === 'recorded') await wait(chunk.after, signal);
        return controller.enqueue(encoder.encode(wireText(chunk, type)));
      }
      if (response.ending === 'aborted') return;
      ignoreSignal();
      if (response.ending === 'broken') controller.error(connectionError());
      else controller.close();
    },
    cancel() {
      ignoreSignal();
      onAbort();
    },
  });
}

function wireText({ body, text }: Chunk, contentType: string): string {
  if (text !== undefined) return text;
  const json = JSON.stringify(body);
  if (!contentType.startsWith('text/event-stream')) return json;
  // The events of interactions are named, and their data repeats the name.
  const name = isJsonObject(body) && typeof body.event_type === 'string' ? `event: ${body.event_type}\r\n` : '';
  return `${name}data: ${json}\r\n\r\n`;
}

/** As `fetch` rejects. @see https://fetch.spec.whatwg.org/#fetch-method (network error) */
function connectionError(): TypeError {
  return new TypeError('Network error: the connection broke when this was recorded.');
}

/** @throws the signal's reason */
function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => whenAborted(signal, reject));
}
