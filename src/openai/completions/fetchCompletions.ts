import { EventSourceParserStream } from 'eventsource-parser/stream';
import { GloveboxError } from '../../errors.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import type { ChatRequest, RequestOptions } from './wire.ts';

/** Characters of a server's answer that an error shows. */
const MAX_SHOWN = 500;

/** The address of a server that speaks the Chat Completions API. */
export interface ChatServer {
  /** Up to the version, such as `http://localhost:11434/v1`. */
  baseURL: string;
  /** Sent as a bearer token. Most servers on one's own machine need none. */
  apiKey?: string;
  /** Further headers. */
  headers?: Readonly<Record<string, string>>;
  /** @default the page's own */
  fetch?: typeof fetch;
}

/** A server refused a request. */
export class ChatServerError extends GloveboxError {
  override readonly name = 'ChatServerError';
  /** The status code; `undefined` if the error came in the middle of a stream. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The server's own code, and the parameter that it means, if it names them. */
  readonly code: unknown;
  readonly param: unknown;

  constructor(body: unknown, status?: number, headers = new Headers()) {
    const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : body;
    super(messageIn(error) || `The server answered ${status}.`);
    this.status = status;
    this.headers = headers;
    this.code = isJsonObject(error) ? error.code : undefined;
    this.param = isJsonObject(error) ? error.param : undefined;
  }
}

/** Completions that are asked for with `fetch` alone. */
export interface FetchCompletions {
  /** @throws ChatServerError */
  create(body: ChatRequest, options?: RequestOptions): Promise<unknown>;
  /** Lists the names of the server's models. @throws ChatServerError */
  models(signal?: AbortSignal): Promise<string[]>;
}

/**
 * Makes completions that need no package: `fetch`, and the events of the stream.
 *
 * @example
 * ```ts
 * import { codeInterpreter, fetchCompletions, withLocalPython } from 'glovebox/openai';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const completions = fetchCompletions({ baseURL: 'http://localhost:11434/v1' });
 * const client = withLocalPython({ chat: { completions } }, { sandbox: () => Sandbox.create() });
 * await client.chat.completions.create({
 *   model: 'qwen3',
 *   messages: [{ role: 'user', content: 'What is 2 ** 100? Compute it.' }],
 *   tools: [codeInterpreter()],
 * });
 * ```
 */
export function fetchCompletions(server: ChatServer): FetchCompletions {
  return {
    create: async (body, { signal } = {}) => {
      const response = await request(server, 'chat/completions', {
        method: 'POST',
        body: JSON.stringify(body),
        signal: signal ?? null,
      });
      return body.stream ? chunksOf(response) : response.json();
    },
    models: async (signal) => {
      const response = await request(server, 'models', { signal: signal ?? null });
      const body: unknown = await response.json();
      const models = isJsonObject(body) && Array.isArray(body.data) ? body.data : [];
      return models.flatMap((model: unknown) => (isJsonObject(model) && typeof model.id === 'string' ? model.id : []));
    },
  };
}

async function request(
  { baseURL, apiKey, headers, fetch: send = fetch }: ChatServer,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const response = await send(`${baseURL.replace(/\/+$/, '')}/${path}`, {
    ...init,
    headers: {
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      ...headers,
    },
  });
  if (response.ok) return response;
  const text = await response.text().catch(() => '');
  throw new ChatServerError(parseJson(text) ?? text, response.status, response.headers);
}

/** Reads the stream. Some servers put an error into it, with the status 200. */
async function* chunksOf({ body }: Response): AsyncGenerator<unknown> {
  if (!body) return;
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value.data === '[DONE]') return;
      const chunk = parseJson(value.data);
      if (isJsonObject(chunk) && chunk.error) throw new ChatServerError(chunk);
      yield chunk;
    }
  } finally {
    // Also if nobody reads on: the server is to stop.
    await reader.cancel().catch(() => {});
  }
}

function messageIn(error: unknown): string {
  const message = isJsonObject(error) ? (error.message ?? error.detail ?? JSON.stringify(error)) : error;
  return (typeof message === 'string' ? message : JSON.stringify(message)).slice(0, MAX_SHOWN);
}
