import { errorMessage } from '../../errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { McpTransport } from '../transport/transport.ts';
import {
  CODES,
  type IncomingMessage,
  isRequestId,
  type OutgoingMessage,
  RequestError,
  type RequestId,
  readMessage,
} from './jsonRpc.ts';
import {
  clientOf,
  type Implementation,
  progressTokenOf,
  readImplementation,
  revisionOf,
  statelessResult,
} from './revisions.ts';
import { Subscriptions } from './subscriptions.ts';

/** Requests of one client that are answered at the same time. */
const MAX_REQUESTS = 100;

/** A request of a client, as the server's methods get it. */
export interface Request {
  method: string;
  /** They may be anything. */
  params: Record<string, unknown>;
  /** The revision of the protocol that the client speaks. */
  revision: string;
  /** What the client says it is. */
  client: Implementation | undefined;
  /** Aborts if the client cancels the request or goes. */
  signal: AbortSignal;
  /** Tells the client, if it asked for that, what has happened since the last call. */
  progress: ((message: string) => void) | undefined;
}

/** The server's side of all connections. */
export interface Methods {
  readonly serverInfo: Implementation;
  /** @throws RequestError if the request can't be answered */
  answer(request: Request): Promise<Record<string, unknown>>;
}

/** The connection to one client: its requests, and the changes that it wants to hear of. */
export class Connection {
  readonly #transport: McpTransport;
  readonly #methods: Methods;
  readonly #running = new Map<RequestId, AbortController>();
  readonly #subscriptions: Subscriptions;
  readonly #onClose: () => void;
  #client: Implementation | undefined;
  #revision = '';
  #isClosed = false;

  constructor(transport: McpTransport, methods: Methods, onClose: () => void) {
    this.#transport = transport;
    this.#methods = methods;
    this.#onClose = onClose;
    this.#subscriptions = new Subscriptions((method, params) => this.#send({ jsonrpc: '2.0', method, params }));
  }

  /** Begins to answer. */
  async start(): Promise<void> {
    this.#transport.onmessage = (message) => this.#receive(message);
    this.#transport.onclose = () => this.#end();
    await this.#transport.start();
  }

  /** Stops the client's programs, and closes the transport. May be called twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#end();
    await this.#transport.close();
  }

  /** Tells the client that there are other files. */
  filesListed(): void {
    this.#subscriptions.listChanged();
  }

  /** Tells the client that a file has changed, if it wants to hear of that. */
  fileChanged(uri: string): void {
    this.#subscriptions.updated(uri);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const reason = new DOMException('The client has gone.', 'AbortError');
    for (const controller of this.#running.values()) controller.abort(reason);
    this.#onClose();
  }

  #receive(raw: object): void {
    const message = readMessage(raw);
    if (message?.id !== undefined) void this.#answer({ ...message, id: message.id });
    else if (message) this.#hear(message);
    else if (isJsonObject(raw) && 'method' in raw && isRequestId(raw.id)) {
      this.#refuse(raw.id, new RequestError(CODES.invalidRequest, 'This is no request of JSON-RPC 2.0.'));
    }
  }

  #hear({ method, params }: IncomingMessage): void {
    if (method !== 'notifications/cancelled' || !isRequestId(params.requestId)) return;
    this.#subscriptions.end(params.requestId);
    this.#running.get(params.requestId)?.abort(new DOMException('The client cancelled the request.', 'AbortError'));
  }

  async #answer({ id, method, params }: IncomingMessage & { id: RequestId }): Promise<void> {
    if (this.#running.has(id)) {
      return this.#refuse(id, new RequestError(CODES.invalidRequest, 'A request with this id is being answered.'));
    }
    if (this.#running.size >= MAX_REQUESTS) {
      return this.#refuse(id, new RequestError(CODES.internal, `More than ${MAX_REQUESTS} requests at once.`));
    }
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const result = await this.#resultOf(id, method, params, controller.signal);
      if (result && !controller.signal.aborted) this.#send({ jsonrpc: '2.0', id, result });
    } catch (error) {
      // A client that has cancelled waits for no answer.
      if (!controller.signal.aborted) this.#refuse(id, error);
    } finally {
      this.#running.delete(id);
    }
  }

  /** The result of a request; none for a subscription, which lasts. */
  async #resultOf(
    id: RequestId,
    method: string,
    params: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown> | undefined> {
    const named = revisionOf(params);
    if (named === undefined) {
      if (method === 'initialize') this.#client = readImplementation(params.clientInfo);
      const own = this.#subscriptions.answer(method, params);
      const request = { method, params, revision: this.#revision, client: this.#client, signal };
      const result = own ?? (await this.#methods.answer({ ...request, progress: this.#progressFor(id, params) }));
      if (method === 'initialize') this.#begin(result);
      return result;
    }
    if (method === 'subscriptions/listen') {
      this.#subscriptions.listen(id, params);
      return undefined;
    }
    const request = { method, params, revision: named, client: clientOf(params), signal };
    const result = await this.#methods.answer({ ...request, progress: this.#progressFor(id, params) });
    return statelessResult(method, result, this.#methods.serverInfo);
  }

  #begin({ protocolVersion }: Record<string, unknown>): void {
    this.#revision = String(protocolVersion);
    this.#transport.setProtocolVersion?.(this.#revision);
    this.#subscriptions.isUnasked = true;
  }

  #progressFor(id: RequestId, params: Record<string, unknown>): Request['progress'] {
    const progressToken = progressTokenOf(params);
    if (progressToken === undefined) return undefined;
    let progress = 0;
    return (message) => {
      if (!this.#running.has(id)) return;
      progress += 1;
      const method = 'notifications/progress';
      this.#send({ jsonrpc: '2.0', method, params: { progressToken, progress, message } }, id);
    };
  }

  #refuse(id: RequestId, error: unknown): void {
    if (!(error instanceof RequestError)) {
      this.#send({ jsonrpc: '2.0', id, error: { code: CODES.internal, message: errorMessage(error) } });
      return;
    }
    const { code, message, data } = error;
    this.#send({ jsonrpc: '2.0', id, error: { code, message, ...(isJsonObject(data) && { data }) } });
  }

  /** @param relatedRequestId of the request that a notification belongs to: some transports send both on one stream */
  #send(message: OutgoingMessage, relatedRequestId?: RequestId): void {
    if (this.#isClosed) return;
    const options = relatedRequestId === undefined ? {} : { relatedRequestId };
    // A client that can't be reached has gone: its transport says so.
    this.#transport.send(message, options).catch((error: unknown) => this.#transport.onerror?.(asError(error)));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
