import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { deliver } from '../geminiFake/deliver.ts';
import { jsonReply, type Reply } from '../geminiFake/reply.ts';
import { parseScript, type Script } from '../geminiFake/script/script.ts';
import { startServer } from '../localServer.ts';
import { Conversation, type RecordedRequest } from './conversation.ts';
import { fakeRefusal, refuse } from './errors.ts';

export interface FakeAnthropic extends AsyncDisposable {
  readonly origin: string;
  /** @throws {TypeError} if the script is not valid */
  addScript(script: Script): AnthropicScript;
  close(): Promise<void>;
}

export interface AnthropicScript {
  /** For `new Anthropic({ baseURL })`. */
  readonly baseURL: string;
  /** What has been asked so far, in order. */
  requests(): RecordedRequest[];
  /** The messages of the 400s that were the client's (or the script's) fault. */
  refusals(): string[];
  turnsLeft(): number;
}

/**
 * An API of Anthropic's on 127.0.0.1 that plays the scripts of the fake Gemini API and refuses what the real one refuses. `interaction.content` of a turn are
 * exact blocks. A page drives it by `POST /scripts` (a script; answers `{ baseURL }`) and `GET` of that address.
 */
export async function startFakeAnthropic(): Promise<FakeAnthropic> {
  const conversations = new Map<string, Conversation>();
  const server = await startServer((request, response) => void serve(request, response));

  function addScript(script: Script): AnthropicScript {
    const id = randomUUID();
    const conversation = new Conversation(parseScript(script));
    conversations.set(id, conversation);
    return {
      baseURL: `${server.origin}/scripts/${id}`,
      requests: () => structuredClone(conversation.requests),
      refusals: () => conversation.refusals,
      turnsLeft: () => conversation.turnsLeft,
    };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Connection', 'close');
    response.setHeader('request-id', 'req_fake');
    allowAnyOrigin(request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const { headers = {}, reply } = route(request, await text(request));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    await deliver(reply, response);
  }

  function route(
    { method = '', url = '', headers }: IncomingMessage,
    body: string,
  ): { headers?: Record<string, string>; reply: Reply } {
    if (url === '/scripts') return { reply: jsonReply({ baseURL: addScript(JSON.parse(body)).baseURL }) };
    const [, id = '', path = ''] = /^\/scripts\/([^/]+)\/?(.*)$/.exec(url) ?? [];
    const conversation = conversations.get(id);
    if (!conversation) return { reply: refuse(fakeRefusal('there is no such script'), 404) };
    if (path !== '') return conversation.receive({ method, path, headers, body });
    const { requests, refusals, turnsLeft } = conversation;
    return { reply: jsonReply({ requests, refusals, turnsLeft }) };
  }

  const { origin, close } = server;
  return { origin, addScript, close, [Symbol.asyncDispose]: close };
}

function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Expose-Headers', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
