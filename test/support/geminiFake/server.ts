import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import type { Mint } from './asked.ts';
import type { ApiCall, RecordedCall } from './calls.ts';
import { Conversation } from './conversation.ts';
import { deliver } from './deliver.ts';
import { fakeRefusal, internal, notFound } from './errors.ts';
import { interactionIn, isRefusedPreflight } from './interactions/route.ts';
import { tryParseJson } from './json.ts';
import { liveTargetIn } from './live/route.ts';
import { serveSession } from './live/serve.ts';
import { LISTED_MODELS } from './models.ts';
import { jsonReply, type Reply, refuse } from './reply.ts';
import { parseScript, type Script } from './script/script.ts';

export interface FakeGemini extends AsyncDisposable {
  readonly origin: string;
  /** @throws {TypeError} if the script is not valid */
  addScript(script: Script): ScriptHandle;
  /** Breaks all connections, hanging ones too. May be called twice. */
  close(): Promise<void>;
}

export interface ScriptHandle {
  readonly id: string;
  /** For `httpOptions: { baseUrl }`. */
  readonly baseUrl: string;
  /** What has been asked so far, in order. */
  requests(): RecordedCall[];
  /** The messages of the 400s and 404s that were the client's (or the script's) fault. */
  refusals(): string[];
  turnsLeft(): number;
  /** The bodies of the caches that were made. */
  caches(): unknown[];
  /** How often a cache was read. */
  cacheReads(): number;
}

export interface FakeGeminiOptions {
  /** Default: any free port. */
  port?: number;
  /** Played at the origin itself: a client needs nothing but that as its `baseUrl`. */
  script?: Script;
  /** Hears of each request, preflights apart, when it has been dealt with. */
  onAnswered?: (request: AnsweredRequest) => void;
}

export interface AnsweredRequest {
  method: string;
  /** With the search, without a key. */
  path: string;
  /** Of HTTP; 0 where nothing was sent. */
  status: number;
  /** The call of a model, if it was one. */
  call?: RecordedCall;
}

/**
 * A Gemini REST API on 127.0.0.1 that plays scripts and refuses what the real one refuses. A page drives it by
 * `POST /scripts` (a script; answers `{ id, baseUrl }`) and `GET /scripts/ID/requests`.
 *
 * @throws {TypeError} if the script is not valid
 */
export async function startFakeGemini(options: FakeGeminiOptions = {}): Promise<FakeGemini> {
  const server = createServer();
  const root = options.script && new Conversation(parseScript(options.script), mint);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return new GeminiServer(server, root, options.onAnswered);
}

const mint: Mint = {
  id: () => randomUUID().slice(0, 8),
  signature: () => randomBytes(96).toString('base64'),
  token: () => randomBytes(17).toString('base64url'),
};

class GeminiServer implements FakeGemini {
  readonly origin: string;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #root: Conversation | undefined;
  readonly #onAnswered: FakeGeminiOptions['onAnswered'];
  readonly #conversations = new Map<string, Conversation>();

  constructor(server: Server, root: Conversation | undefined, onAnswered: FakeGeminiOptions['onAnswered']) {
    this.#root = root;
    this.#onAnswered = onAnswered;
    const address = server.address();
    this.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  addScript(script: Script): ScriptHandle {
    const id = randomUUID();
    const conversation = new Conversation(parseScript(script), mint);
    this.#conversations.set(id, conversation);
    return {
      id,
      baseUrl: `${this.origin}/scripts/${id}`,
      requests: () => structuredClone(conversation.calls),
      refusals: () => conversation.refusals,
      turnsLeft: () => conversation.turnsLeft,
      caches: () => structuredClone(conversation.caches.created),
      cacheReads: () => conversation.caches.reads,
    };
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    for (const socket of this.#sockets.clients) socket.terminate();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    keepNoConnection(response);
    allowAnyOrigin(request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(isRefusedPreflight(request) ? 403 : 204).end();
      return;
    }
    try {
      const body = await text(request);
      const call = await this.#route(request, response, body);
      this.#onAnswered?.({
        method: request.method ?? '',
        path: withoutKey(request.url ?? '/'),
        status: response.headersSent ? response.statusCode : 0,
        ...(call && { call }),
      });
    } catch (error) {
      if (response.headersSent) response.destroy();
      else await answer(refuse(internal(error)), response);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, body: string): Promise<RecordedCall | undefined> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname === '/scripts' && request.method === 'POST') return answer(this.#postScript(body), response);
    const { conversation, path } = this.#find(url);
    if (!conversation) return answer(refuse(notFound(url.pathname)), response);
    const exchange = { path, body, url, request, response };
    const call = callIn(exchange);
    if (call) return receive(conversation, call, exchange);
    const other = conversation.files.receive(exchange) ?? conversation.caches.receive(exchange);
    if (other) return answer(other, response);
    return answer(request.method === 'GET' ? read(conversation, path) : refuse(notFound(path)), response);
  }

  /** Finds the conversation that an address names, and the rest of the address. */
  #find({ pathname }: URL): { conversation: Conversation | undefined; path: string } {
    const [, id, path = pathname.slice(1)] = /^\/scripts\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    return { conversation: id === undefined ? this.#root : this.#conversations.get(id), path };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', this.origin);
    const { conversation, path } = this.#find(url);
    const target = liveTargetIn(path, url.searchParams);
    if (!conversation || !target) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) =>
      serveSession(client, conversation.openLive(target), target, {
        delaysOf: (turn) => conversation.delaysOf(turn),
        onMessage: (call) => {
          conversation.calls.push(call);
          this.#onAnswered?.({ method: call.method, path: url.pathname, status: 101, call });
        },
      }),
    );
  }

  #postScript(body: string): Reply {
    try {
      const { id, baseUrl } = this.addScript(JSON.parse(body));
      return jsonReply({ id, baseUrl });
    } catch (error) {
      return refuse(fakeRefusal(String(error)));
    }
  }
}

function withoutKey(url: string): string {
  return url.replace(/([?&]key=)[^&]*/, '$1…');
}

/** A browser sends a request again, unasked, when the connection that it reuses is reset; a new one for each request rules that out. */
function keepNoConnection(response: ServerResponse): void {
  response.setHeader('Connection', 'close');
}

/** Pages of any origin, cross-origin isolated or not, may call. */
function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Expose-Headers', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

function read(conversation: Conversation, path: string): Reply {
  if (path === 'requests') {
    const { calls, refusals, turnsLeft } = conversation;
    return jsonReply({ requests: calls, refusals, turnsLeft });
  }
  if (/^(v1|v1beta|v1alpha)\/models$/.test(path)) return jsonReply({ models: LISTED_MODELS.map(describeModel) });
  return refuse(notFound(path));
}

function describeModel(name: string): unknown {
  const supportedGenerationMethods = ['generateContent', 'countTokens'];
  return { name: `models/${name}`, displayName: name, supportedGenerationMethods };
}

interface Exchange {
  path: string;
  body: string;
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
}

async function receive(
  conversation: Conversation,
  call: RecordedCall,
  { url, request, response }: Exchange,
): Promise<RecordedCall> {
  const reply = conversation.receive(call, {
    apiKey: request.headers['x-goog-api-key']?.toString() ?? url.searchParams.get('key') ?? undefined,
    serverSentEvents: url.searchParams.get('alt') === 'sse',
  });
  if (reply.type === 'body') call.httpStatus = reply.status;
  if ((await deliver(reply, response)) === 'aborted') call.aborted = true;
  call.answeredAt = Date.now();
  return call;
}

function callIn({ path, body: text, url, request }: Exchange): RecordedCall | undefined {
  const body = tryParseJson(text) ?? text;
  const target =
    interactionIn(request.method, path, body) ?? modelMethodIn(request.method, path) ?? tokenIn(request.method, path);
  if (!target) return undefined;
  const { key: _, ...query } = Object.fromEntries(url.searchParams);
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(', ')]);
  return {
    ...target,
    query,
    headers: Object.fromEntries(headers),
    body,
    bodyBytes: Buffer.byteLength(text),
    receivedAt: Date.now(),
  };
}

/** Of Vertex AI in express mode: with a key, and without a project. */
const EXPRESS_PATH = /^(v1|v1beta1)\/publishers\/google\/models\/([^/:]+):(\w+)$/;

function modelMethodIn(
  httpMethod: string | undefined,
  path: string,
): Pick<ApiCall, 'api' | 'method' | 'apiVersion' | 'model' | 'isVertex'> | undefined {
  const name = decodeURIComponent(path);
  const [, apiVersion, model, method] =
    /^(v1|v1beta|v1alpha)\/models\/([^/:]+):(\w+)$/.exec(name) ?? EXPRESS_PATH.exec(name) ?? [];
  if (httpMethod === 'GET' || !apiVersion || !model || !method) return undefined;
  return { api: 'generateContent', method, apiVersion, model, ...(EXPRESS_PATH.test(name) && { isVertex: true }) };
}

function tokenIn(
  httpMethod: string | undefined,
  path: string,
): Pick<ApiCall, 'api' | 'method' | 'apiVersion' | 'model'> | undefined {
  const [, apiVersion] = /^(v1|v1beta|v1alpha)\/auth_tokens$/.exec(path) ?? [];
  if (httpMethod !== 'POST' || !apiVersion) return undefined;
  return { api: 'live', method: 'authTokens.create', apiVersion, model: '' };
}

async function answer(reply: Reply, response: ServerResponse): Promise<undefined> {
  await deliver(reply, response);
}
