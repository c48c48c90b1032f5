import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { GoogleGenAI } from '@google/genai';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withLocalPython } from '../../../src/gemini/client.ts';
import { type LocalServer, startServer } from '../../support/localServer.ts';
import { runPython, scriptedSandbox, WITH_CODE } from '../gemini/client/play.ts';
import { collect, gemini, play } from '../support/geminiFake/client.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/proxy', import.meta.url));
const SECRET = 'the-key-of-the-server';
const PAGE = 'https://your.app';
const MODEL = 'gemini-3.8-flash';
const ASK = { model: MODEL, contents: 'What is 6 times 7?' };

/** The settings of the proxy, in the environment of its server and of a worker alike. */
const settings = (api: string) => ({
  GEMINI_API_KEY: SECRET,
  GOOGLE_GEMINI_BASE_URL: api,
  PROXY_ORIGINS: `https://other.app ${PAGE}`,
  PROXY_MODELS: MODEL,
  PROXY_USERS: '{"token-of-ada":"ada","token-of-ben":"ben"}',
  PORT: '0',
});

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

/** Starts the example as it is. @returns its address */
async function startProxy(api: string, extra: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, [path.join(FOLDER, 'server.js')], { env: { ...settings(api), ...extra } });
  started.push(child);
  const [said] = await once(child.stdout, 'data');
  const [, port] = /on port (\d+)/.exec(String(said)) ?? [];
  return `http://127.0.0.1:${port}`;
}

/** Google's own client, in a page. */
function sdk(baseUrl: string, token = 'token-of-ada', origin = PAGE): GoogleGenAI {
  return new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl, headers: { origin } } });
}

function post(
  address: string,
  { method = 'POST', token = 'token-of-ada', origin = PAGE, signal = null as AbortSignal | null } = {},
) {
  const headers = { origin, 'x-goog-api-key': token, 'content-type': 'application/json', cookie: 'session=1' };
  const body = method === 'POST' ? JSON.stringify({ contents: [{ parts: [{ text: 'Hello' }] }] }) : null;
  return fetch(address, { method, headers, body, signal });
}

const asked = `/v1beta/models/${MODEL}:generateContent`;
const hello = { parts: [{ text: 'Hello' }] };

describe('a user of the app', () => {
  it('asks both APIs with the token of the app, and code runs in the tab', async () => {
    const script = play({ parts: [runPython('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }, hello);
    const address = await startProxy(script.baseUrl);
    const { sandbox, ran } = scriptedSandbox(() => '42\n');
    const ai = withLocalPython(sdk(address), { sandbox });
    const response = await ai.models.generateContent({ ...ASK, config: WITH_CODE });
    expect(response.codeExecutionResult).toBe('42\n');
    expect(ran).toEqual(['print(6 * 7)']);
    const interaction = await ai.interactions.create({ model: MODEL, input: 'Hi', store: false });
    expect(interaction.output_text).toBe('Hello');
    expect(script.refusals()).toEqual([]);
    expect(script.requests().map(({ headers }) => headers['x-goog-api-key'])).toEqual([SECRET, SECRET, SECRET]);
  });

  it('never sees the key, and sends the API neither cookies nor the token', async () => {
    const script = play(hello);
    const response = await post(`${await startProxy(script.baseUrl)}${asked}?key=token-of-ada`);
    expect(response.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(JSON.stringify([...response.headers, await response.text()])).not.toContain(SECRET);
    const [request] = script.requests();
    expect(JSON.stringify(request)).not.toMatch(/token-of-ada|session=1/);
  });

  it('gets a stream piece by piece', async () => {
    const script = play({ parts: [{ text: 'One.' }, { text: 'Two.' }] });
    const stream = await sdk(await startProxy(script.baseUrl)).models.generateContentStream(ASK);
    expect((await collect(stream)).map(({ text }) => text).join('')).toBe('One.Two.');
    let finish = (_: unknown) => {};
    const isRead = new Promise((resolve) => {
      finish = resolve;
    });
    await using api = await startServer(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: first\n\n');
      await isRead;
      response.end('data: second\n\n');
    });
    const { body } = await post(`${await startProxy(api.origin)}/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`);
    const pieces: string[] = [];
    for await (const piece of body ?? []) {
      pieces.push(new TextDecoder().decode(piece));
      finish(undefined);
    }
    expect(pieces).toEqual(['data: first\n\n', 'data: second\n\n']);
  });

  it('ends the request to the API by going away', async () => {
    let hold = (_: ServerResponse) => {};
    const held = new Promise<ServerResponse>((resolve) => {
      hold = resolve;
    });
    await using api = await startServer((_, response) => hold(response));
    const stop = new AbortController();
    const answer = post(`${await startProxy(api.origin)}${asked}`, { signal: stop.signal });
    const response = await held;
    const closed = once(response, 'close');
    stop.abort();
    await expect(answer).rejects.toThrow();
    await closed;
    expect(response.writableEnded).toBe(false);
  });

  it('gets the errors of the API as they are, and hears that it gives no answer', async () => {
    const script = play({ failure: 'overloaded' });
    const overloaded = await post(`${await startProxy(script.baseUrl)}${asked}`);
    expect(await overloaded.json()).toMatchObject({ error: { code: 503, status: 'UNAVAILABLE' } });
    const silent = await post(`${await startProxy('http://127.0.0.1:9')}${asked}`);
    expect(silent.status).toBe(502);
  });
});

describe('refused, without a request to the API', () => {
  let api: LocalServer;
  let requests = 0;
  let address = '';
  beforeAll(async () => {
    api = await startServer((request, response) => {
      requests += 1;
      void text(request).then(() => response.end('{}'));
    });
    return () => api.close();
  });
  const start = async (extra?: Record<string, string>) => {
    requests = 0;
    address = await startProxy(api.origin, extra);
  };

  it.each(['', 'token-of-eve', 'toString'])('is a stranger with the token "%s"', async (token) => {
    await start();
    const response = await post(`${address}${asked}`, { token });
    expect([response.status, response.headers.get('access-control-allow-origin'), requests]).toEqual([401, PAGE, 0]);
  });

  it('is a stranger in the words of Google’s own client', async () => {
    await start();
    const config = { httpOptions: { retryOptions: { attempts: 1 } } };
    const answer = sdk(address, 'token-of-eve').models.generateContent({ ...ASK, config });
    await expect(answer).rejects.toMatchObject({ status: 401, message: expect.stringContaining('Sign in to ask.') });
    expect(requests).toBe(0);
  });

  it.each(['https://evil.example', 'https://your.app.evil.example', 'null', ''])(
    'is a page of the origin "%s", also with a token',
    async (origin) => {
      await start();
      const response = await post(`${address}${asked}`, { origin });
      expect([response.status, response.headers.get('access-control-allow-origin'), requests]).toEqual([403, null, 0]);
    },
  );

  it('is a page without an origin, also if no page may ask', async () => {
    await start({ PROXY_ORIGINS: '' });
    expect([(await post(`${address}${asked}`, { origin: '' })).status, requests]).toEqual([403, 0]);
  });

  it.each([
    ['/v1beta/models/gemini-9-ultra:generateContent', '{}'],
    ['/v1beta/interactions', '{"model":"gemini-9-ultra"}'],
    ['/v1beta/interactions', '{"agent":"deep-research"}'],
    ['/v1beta/interactions', `{"model":"${MODEL}","agent":"deep-research"}`],
    ['/v1beta/interactions', 'no JSON'],
  ])('is another model, or an agent: %s with %s', async (place, body) => {
    await start();
    const headers = { origin: PAGE, 'x-goog-api-key': 'token-of-ada' };
    const response = await fetch(`${address}${place}`, { method: 'POST', headers, body });
    expect([response.status, requests]).toEqual([403, 0]);
  });

  it('is a user above the limit, and nobody else', async () => {
    await start({ PROXY_PER_MINUTE: '2' });
    const statuses = async (token: string, count: number) => {
      const answers = Array.from({ length: count }, () => post(`${address}${asked}`, { token }));
      return (await Promise.all(answers)).map(({ status }) => status).toSorted();
    };
    // More than twice as many as two minutes allow, should one end meanwhile.
    expect(await statuses('token-of-ada', 5)).toContain(429);
    expect(requests).toBeLessThanOrEqual(4);
    expect(await statuses('token-of-ben', 1)).toEqual([200]);
  });

  it.each([
    ['GET', '/v1beta/models'],
    ['GET', '/v1beta/files'],
    ['GET', '/v1beta/interactions/abc'],
    ['DELETE', '/v1beta/interactions/abc'],
    ['POST', '/upload/v1beta/files'],
    ['POST', '/v1beta/cachedContents'],
    ['POST', `/v1beta/models/${MODEL}:batchGenerateContent`],
    ['POST', `/v1beta/models/../files`],
    ['POST', `/v1beta/models/${MODEL}:generateContent/x`],
  ])('is %s %s', async (method, place) => {
    await start();
    expect((await post(`${address}${place}`, { method })).status).toBe(404);
    expect(requests).toBe(0);
  });
});

it('a browser may send what the client sends, from the listed pages', async () => {
  const address = await startProxy(gemini.origin);
  const headers = {
    origin: PAGE,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-goog-api-key',
  };
  const preflight = await fetch(`${address}${asked}`, { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': PAGE,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'x-goog-api-key',
  });
  const other = await fetch(`${address}${asked}`, {
    method: 'OPTIONS',
    headers: { ...headers, origin: 'https://evil.example' },
  });
  expect(other.headers.has('access-control-allow-origin')).toBe(false);
});

it('a worker answers as the server does', async () => {
  const script = play(hello);
  const { default: worker }: { default: { fetch(request: Request, environment: object): Promise<Response> } } =
    await import(path.join(FOLDER, 'worker.js'));
  const headers = { origin: PAGE, 'x-goog-api-key': 'token-of-ada' };
  const ask = () =>
    worker.fetch(
      new Request(`https://proxy.example${asked}`, {
        method: 'POST',
        headers,
        body: '{"contents":[{"parts":[{"text":"Hi"}]}]}',
      }),
      settings(script.baseUrl),
    );
  expect(await (await ask()).text()).toContain('Hello');
  expect(script.requests()[0]?.headers['x-goog-api-key']).toBe(SECRET);
});
