import type { MessageAnswer } from './answer/messageAnswer.ts';
import type { ServerAnswer } from './answer/serverAnswer.ts';
import type { ApiPromise, EventStream, StreamEvent } from './wire.ts';

type Answer = MessageAnswer | ServerAnswer;
type Answered = { data: unknown; response: Response };

interface PromiseContext {
  /** Begins the answer. */
  open: (signal: AbortSignal) => Promise<Answer>;
  isStreamed: boolean;
  /** Ends it, as the application says. */
  signal: AbortSignal | null | undefined;
  /** Turns the reason of an abort into the error of the SDK. */
  explain: (error: unknown) => unknown;
}

/** Makes the promise that the SDK would have returned, of an answer that is made here. */
export function promiseOf({ open, isStreamed, signal, explain }: PromiseContext): ApiPromise {
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const answering = async (): Promise<Answered> => {
    const answer = await open(ended);
    const data = isStreamed ? await streamOf(answer, stop) : await answer.whole();
    return { data, response: answer.response ?? new Response() };
  };
  const answered = answering().catch((error: unknown) => {
    throw ended.aborted ? explain(error) : error;
  });
  const promise = answered.then(({ data }) => data);
  return Object.assign(promise, {
    withResponse: async () => {
      // Whoever takes this promise alone does not need the other.
      promise.catch(() => {});
      const { data, response } = await answered;
      return {
        data,
        response,
        request_id: response.headers.get('request-id'),
        workspace_id: response.headers.get('anthropic-workspace-id'),
      };
    },
    asResponse: async () => {
      promise.catch(() => {});
      return asResponse(await answered, isStreamed);
    },
    /** The SDK's tool runner goes on from these. */
    _responseProps: async () => {
      promise.catch(() => {});
      const response = asResponse(await answered, isStreamed);
      return { response, options: { stream: isStreamed }, controller: stop, requestLogID: '', startTime: Date.now() };
    },
  });
}

/** Makes a stream as the SDK's: a refused request rejects the call, and to stop reading ends the answer. */
async function streamOf(answer: Answer, stop: AbortController): Promise<EventStream> {
  const events = answer.events();
  const first = await events.next();
  async function* iterate(): AsyncGenerator<StreamEvent, void> {
    let isDone = false;
    try {
      if (!first.done) yield first.value;
      yield* events;
      isDone = true;
    } catch (error) {
      // As in the SDK's streams.
      if (!stop.signal.aborted) throw error;
    } finally {
      if (!isDone) stop.abort();
      await events.return().catch(() => {});
    }
  }
  const Stream = answer.stream?.constructor as new (
    iterate: () => AsyncIterator<StreamEvent>,
    stop: AbortController,
  ) => EventStream;
  return new Stream(iterate, stop);
}

/** Writes the answer as the server would have sent it. */
function asResponse({ data, response: { status, headers } }: Answered, isStreamed: boolean): Response {
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-encoding']) kept.delete(name);
  const body = isStreamed ? bodyOf(data as EventStream) : JSON.stringify(data);
  return new Response(body, { status, headers: kept });
}

function bodyOf(stream: EventStream): ReadableStream<Uint8Array> {
  const events = stream[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`));
    },
    async cancel() {
      await events.return?.();
    },
  });
}
