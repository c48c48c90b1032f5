import { isJsonObject, parseJson } from '../text/parseJson.ts';
import { type BodyReader, type ChunkContent, readBody } from './body.ts';
import type { Chunk, Exchange } from './format.ts';

type Ending = NonNullable<Exchange['response']['ending']>;

/** One exchange while it is going on. */
export class Recording {
  readonly #request: Exchange['request'];
  readonly #signal: AbortSignal | undefined;
  readonly #chunks: Chunk[] = [];
  #body: BodyReader | undefined;
  #status = 0;
  #contentType: string | undefined;
  #ending: Ending | undefined;
  #last = performance.now();

  /** @param signal with which the client may abort the request */
  constructor(request: Exchange['request'], signal: AbortSignal | undefined) {
    this.#request = request;
    this.#signal = signal;
  }

  /** Records that no response came. */
  fail(): void {
    this.#ending = this.#signal?.aborted ? 'aborted' : 'broken';
  }

  /** Gives the response unchanged, and records what the client reads of it. */
  follow(response: Response): Response {
    const { status, statusText, headers } = response;
    this.#status = status;
    this.#contentType = headers.get('content-type') ?? undefined;
    if (!response.body) {
      this.#ending = 'complete';
      return response;
    }
    const body = this.#listen(response.body.getReader());
    return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: response.url });
  }

  /** The recording so far. A response that is not read to its end yet counts as aborted. */
  exchange(): Exchange {
    this.#end('aborted');
    const ending = this.#ending ?? 'aborted';
    const response = {
      status: this.#status,
      ...(this.#contentType !== undefined && { contentType: this.#contentType }),
      chunks: [...this.#chunks],
      ending: ending === 'aborted' && this.#isComplete() ? ('complete' as const) : ending,
    };
    return { request: this.#request, response };
  }

  #listen(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#body = readBody(this.#contentType ?? '', (content) => this.#add(content));
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
      const { done, value } = await this.#read(reader);
      if (done) controller.close();
      else controller.enqueue(value);
    };
    const cancel = (reason: unknown) => {
      this.#end('aborted');
      return reader.cancel(reason);
    };
    // Reads only when the client reads, never ahead.
    return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
    try {
      const read = await reader.read();
      if (read.done) this.#end('complete');
      else if (!this.#ending) this.#body?.add(read.value);
      return read;
    } catch (error) {
      this.#end(this.#signal?.aborted ? 'aborted' : 'broken');
      throw error;
    }
  }

  #end(ending: Ending): void {
    if (this.#ending) return;
    this.#body?.end();
    this.#ending = ending;
  }

  #add(content: ChunkContent): void {
    const now = performance.now();
    this.#chunks.push({ after: Math.round(now - this.#last), ...content });
    this.#last = now;
  }

  /** After the last chunk, or a refusal, a client need not read on. */
  #isComplete(): boolean {
    const { body, text = '' } = this.#chunks.at(-1) ?? {};
    return this.#status >= 400 || text.includes('[DONE]') || isLastChunk(body ?? parseJson(text));
  }
}

function isLastChunk(body: unknown): boolean {
  if (!isJsonObject(body)) return false;
  const { error, promptFeedback, candidates, event_type: type } = body;
  const isFinished = Array.isArray(candidates) && candidates.some((candidate) => candidate?.finishReason !== undefined);
  const isBlocked = isJsonObject(promptFeedback) && promptFeedback.blockReason !== undefined;
  return isFinished || isBlocked || type === 'interaction.completed' || error !== undefined;
}
