import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Conversation, type RecordedCall } from './conversation.ts';
import { deliver } from './deliver.ts';
import { fakeRefusal, internal, notFound } from './errors.ts';
import { tryParseJson } from './json.ts';
import { LISTED_MODELS } from './models.ts';
import { jsonReply, type Mint, type Reply, refuse } from './respond.ts';
import { parseScript, type Script } from './script.ts';

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
}

/**
 * A Gemini REST API on 127.0.0.1 that plays scripts and refuses what the real one refuses. A page drives it by
 * `POST /scripts` (a script; answers `{ id, baseUrl }`) and `GET /scripts/ID/requests`.
 *
 * @param options.port default: any free port
 */
export async function startFakeGemini(options: { port?: number } = {}): Promise<FakeGemini> {
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return new GeminiServer(server);
}

const mint: Mint = {
  id: () => randomUUID().slice(0, 8),
  signature: () => randomBytes(96).toString('base64'),
};

class GeminiServer implements FakeGemini {
  readonly origin: string;
  readonly #server: Server;
  readonly #conversations = new Map<string, Conversation>();

  constructor(server: Server) {
    const address = server.address();
    this.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
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
    };
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowAnyOrigin(request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    try {
      const body = await text(request);
      await this.#route(request, response, body);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else await answer(refuse(internal(error)), response);
    }
  }

  #route(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname === '/scripts' && request.method === 'POST') return answer(this.#postScript(body), response);
    const [, id = '', path = ''] = /^\/scripts\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    const conversation = this.#conversations.get(id);
    if (!conversation) return answer(refuse(notFound(url.pathname)), response);
    if (request.method === 'GET') return answer(read(conversation, path), response);
    return callModel(conversation, { path, body, url, request, response });
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

/** Pages of any origin, cross-origin isolated or not, may call. */
function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
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
  if (/^v\w+\/models$/.test(path)) return jsonReply({ models: LISTED_MODELS.map(describeModel) });
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

async function callModel(conversation: Conversation, { path, body, url, request, response }: Exchange): Promise<void> {
  const call = modelCallIn(path, body);
  if (!call) return answer(refuse(notFound(path)), response);
  const reply = conversation.receive(call, {
    apiKey: request.headers['x-goog-api-key']?.toString(),
    serverSentEvents: url.searchParams.get('alt') === 'sse',
  });
  if ((await deliver(reply, response)) === 'aborted') call.aborted = true;
}

function modelCallIn(path: string, body: string): RecordedCall | undefined {
  const [, apiVersion, model, method] = /^(v\w+)\/models\/([^/:]+):(\w+)$/.exec(decodeURIComponent(path)) ?? [];
  if (!apiVersion || !model || !method) return undefined;
  return { method, apiVersion, model, body: tryParseJson(body) ?? body };
}

async function answer(reply: Reply, response: ServerResponse): Promise<void> {
  await deliver(reply, response);
}
