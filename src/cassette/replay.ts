import { GloveboxError } from '../errors.ts';
import { firstDifference } from './difference.ts';
import type { Cassette, Exchange } from './format.ts';

/** The client sent something else than what the cassette has an answer to. The message says what differs. */
export class CassetteMismatchError extends GloveboxError {
  override readonly name = 'CassetteMismatchError';
}

/**
 * Gives a `fetch` for the SDK's `httpOptions` that answers from a cassette, exchange by exchange, and needs no network.
 *
 * It throws {@link CassetteMismatchError} where a request's contents are not the recorded ones, so that recorded words can never be
 * shown next to an output that they do not agree with. A request that was aborted or failed may be sent again.
 *
 * @param options.pace whether to wait as the recording did, or not at all. Default `'recorded'`.
 */
export function replayFetch(
  cassette: Cassette,
  { pace = 'recorded' }: { pace?: 'recorded' | 'instant' } = {},
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const exchange = findExchange(cassette, new URL(request.url), await request.json());
    return respond(exchange, pace, request.signal);
  };
}

interface RequestBody {
  contents?: unknown;
}

function findExchange(cassette: Cassette, url: URL, { contents }: RequestBody): Exchange {
  const candidates = cassette.exchanges.filter(({ request }) => url.pathname.endsWith(request.path));
  const differences = candidates.map(({ request }) => firstDifference(request.contents, contents, 'contents'));
  const match = candidates[differences.indexOf(undefined)];
  if (match) return match;
  // The exchange that agrees longest is the one that was meant.
  const closest = differences.toSorted(byPlace).at(-1);
  throw new CassetteMismatchError(
    closest === undefined
      ? `The cassette "${cassette.name}" has no answer to ${url.pathname}.`
      : `The cassette "${cassette.name}" has no answer to this request: ${closest}.`,
  );
}

/** Orders differences by how far into the contents they are: `contents[2]` comes after `contents[1]`. */
function byPlace(first: string | undefined, second: string | undefined): number {
  return (first ?? '').localeCompare(second ?? '', 'en', { numeric: true });
}

function respond({ request, response }: Exchange, pace: 'recorded' | 'instant', signal: AbortSignal): Response {
  const streamed = request.path.endsWith(':streamGenerateContent');
  const headers = { 'content-type': streamed ? 'text/event-stream' : 'application/json' };
  const encoder = new TextEncoder();
  const chunks = response.chunks.values();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value: chunk, done } = chunks.next();
      if (done) return controller.close();
      if (pace === 'recorded') await wait(chunk.after, signal);
      const text = JSON.stringify(chunk.body);
      controller.enqueue(encoder.encode(streamed ? `data: ${text}\r\n\r\n` : text));
    },
  });
  return new Response(body, { status: response.status, headers });
}

/** @throws the signal's reason where it aborts first */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}
