/**
 * The proxy as a server of Node 20:
 *
 * GEMINI_API_KEY=… PROXY_ORIGINS=https://your.app PROXY_MODELS=gemini-3.8-flash PROXY_USERS='{"a-long-token":"ada"}' node server.js
 */
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createProxy } from './proxy.js';

const {
  GEMINI_API_KEY = '',
  GOOGLE_GEMINI_BASE_URL,
  PROXY_MODELS = '',
  PROXY_ORIGINS = '',
  PROXY_PER_MINUTE,
  PROXY_USERS = '{}',
  PORT = '8787',
} = process.env;

/** @type {Map<string, string>} Users by their tokens. In your app, look the session up, or check a signed token. */
const users = new Map(Object.entries(JSON.parse(PROXY_USERS)));

const proxy = createProxy({
  apiKey: GEMINI_API_KEY,
  origins: PROXY_ORIGINS.split(' '),
  models: PROXY_MODELS.split(' '),
  userOf: (token) => users.get(token),
  ...(PROXY_PER_MINUTE && { perMinute: Number(PROXY_PER_MINUTE) }),
  ...(GOOGLE_GEMINI_BASE_URL && { api: GOOGLE_GEMINI_BASE_URL }),
});

const server = createServer((incoming, outgoing) => {
  serve(incoming, outgoing).catch(() => outgoing.destroy());
});
server.listen(Number(PORT), () => console.log(`The proxy listens on port ${Object(server.address()).port}.`));

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 */
async function serve(incoming, outgoing) {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const { method = 'GET', url = '/' } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value);
  const sent = /** @type {BodyInit} */ (/** @type {unknown} */ (Readable.toWeb(incoming)));
  const options = { method, headers, body: method === 'POST' ? sent : null, duplex: 'half', signal: gone.signal };
  const answer = await proxy(new Request(`http://proxy${url}`, options));
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  await (answer.body ? pipeline(answer.body, outgoing) : outgoing.end());
}
