/** What a client gave for a request. */
export interface Opened {
  data: unknown;
  /** Of HTTP, if the client gives it. */
  response?: Response;
}

/** Awaits a request, with its HTTP response if the client is OpenAI's. */
export async function openRequest(request: PromiseLike<unknown>): Promise<Opened> {
  if (!('withResponse' in request) || typeof request.withResponse !== 'function') return { data: await request };
  const { data, response } = await request.withResponse();
  return { data, response };
}

interface Answered<Value> {
  value: Value;
  /** Of the first request. */
  opened: Opened | undefined;
}

/** The promise that a client's method gives, with the methods of OpenAI's own: its helpers call them. */
export interface LocalPromise<Value> extends Promise<Value> {
  asResponse(): Promise<Response | undefined>;
  withResponse(): Promise<{ data: Value; response: Response | undefined; request_id: string | null | undefined }>;
  _thenUnwrap<Other>(transform: (value: Value, props: object) => Other): LocalPromise<Other>;
}

/** @param body of the request, by which the helpers parse the answer */
export function localPromise<Value>(answered: Promise<Answered<Value>>, body: unknown): LocalPromise<Value> {
  const promise = answered.then(({ value }) => value);
  // Whoever asks in one of these ways hears of a failure by what they give.
  const settled = () => {
    promise.catch(() => {});
    return answered;
  };
  const asResponse = async () => (await settled()).opened?.response;
  const withResponse = async () => {
    const { value: data, opened } = await settled();
    return { data, response: opened?.response, request_id: opened?.response?.headers.get('x-request-id') };
  };
  const unwrap = <Other>(transform: (value: Value, props: object) => Other) => {
    const transformed = settled().then(({ value, opened }) => {
      return { value: transform(value, { options: { body }, response: opened?.response }), opened };
    });
    return localPromise(transformed, body);
  };
  return Object.assign(promise, { asResponse, withResponse, _thenUnwrap: unwrap });
}

/** The class of the SDK's streams: it gives those of an answer their methods. */
type StreamClass = new (iterator: () => AsyncIterator<unknown>, controller: AbortController) => AsyncIterable<unknown>;

/**
 * Makes a stream like that of the client: of the same class if it is OpenAI's. As with the SDK, a refused request rejects the call itself.
 *
 * @param firstStream gives what the client gave for the first request, once that is there
 */
export async function openStream<Event>(
  events: AsyncGenerator<Event, void>,
  stop: AbortController,
  firstStream: () => unknown,
): Promise<AsyncIterable<Event>> {
  const first = await events.next();
  const all = resumed(first, events, stop);
  const stream = firstStream();
  if (typeof stream !== 'object' || stream === null || !('controller' in stream)) return all;
  const OpenAIStream = (stream as { constructor: unknown }).constructor as StreamClass;
  return new OpenAIStream(() => all, stop) as AsyncIterable<Event>;
}

/** Ends the answer if nobody reads on. */
async function* resumed<Event>(
  first: IteratorResult<Event, void>,
  rest: AsyncGenerator<Event, void>,
  stop: AbortController,
): AsyncGenerator<Event, void> {
  let isOver = false;
  try {
    if (!first.done) {
      yield first.value;
      yield* rest;
    }
    isOver = true;
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    if (!isOver) {
      stop.abort();
      // The stopped request may fail.
      await rest.return().catch(() => {});
    }
  }
}
