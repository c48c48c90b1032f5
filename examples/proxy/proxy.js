/** A proxy for the Gemini API: it knows the key, and decides who may ask. Its users have tokens of your app in place of a key. */

/** What a page asks for: answers, streamed or not, their tokens, and interactions. No files, batches, caches or lists. */
const PATHS = /^\/v1(beta)?\/(models\/[\w.-]+:(generateContent|streamGenerateContent|countTokens)|interactions)$/;

/** Workers know no `'error'`. The address of a redirect is not passed on. */
const MANUAL = /** @type {const} */ ('manual');

/**
 * @typedef {object} ProxyOptions
 * @property {string} apiKey The key of the API.
 * @property {readonly string[]} origins Pages that may ask: `https://your.app`.
 * @property {readonly string[]} models Models that may be asked. Agents may not.
 * @property {(token: string) => string | undefined | Promise<string | undefined>} userOf Whose token it is, if it is anybody's.
 * @property {number} [perMinute] Requests of a user in a minute; each run of code is one more. Default: 30.
 * @property {string} [api] The address of the API. Default: Google's.
 */

/**
 * @param {ProxyOptions} options
 * @returns {(request: Request) => Promise<Response>}
 */
export function createProxy({
  apiKey,
  origins,
  models,
  userOf,
  perMinute = 30,
  api = 'https://generativelanguage.googleapis.com',
}) {
  const isWithinLimit = createLimit(perMinute);
  return async (request) => {
    const origin = request.headers.get('origin') ?? '';
    if (origin === '' || !origins.includes(origin))
      return refusal(403, 'PERMISSION_DENIED', 'This page may not use the proxy.');
    const cors = { 'access-control-allow-origin': origin, vary: 'origin' };
    if (request.method === 'OPTIONS')
      return new Response(null, { status: 204, headers: { ...cors, ...preflight(request) } });

    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== 'POST' || !PATHS.test(pathname))
      return refusal(404, 'NOT_FOUND', 'The proxy does not forward this.', cors);
    const user = await userOf(request.headers.get('x-goog-api-key') ?? '');
    if (user === undefined) return refusal(401, 'UNAUTHENTICATED', 'Sign in to ask.', cors);
    if (!isWithinLimit(user))
      return refusal(429, 'RESOURCE_EXHAUSTED', `More than ${perMinute} requests in a minute.`, cors);

    const body = await request.text();
    if (!models.includes(modelOf(pathname, body)))
      return refusal(403, 'PERMISSION_DENIED', `The proxy asks ${models.join(' and ')} alone.`, cors);

    // Nothing else of the request goes on: no cookies, no key in the address.
    const headers = { 'content-type': 'application/json', 'x-goog-api-key': apiKey };
    const search = searchParams.get('alt') === 'sse' ? '?alt=sse' : '';
    const asked = { method: 'POST', headers, body, signal: request.signal, redirect: MANUAL };
    const answer = await fetch(`${api}${pathname}${search}`, asked).catch(() => undefined);
    if (!answer) return refusal(502, 'UNAVAILABLE', 'The API gave no answer.', cors);
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...cors, 'content-type': answer.headers.get('content-type') ?? 'application/json' },
    });
  };
}

/**
 * Counts in memory: with several servers, count in a store that they share.
 *
 * @param {number} perMinute
 * @returns {(user: string) => boolean}
 */
function createLimit(perMinute) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  let minute = 0;
  return (user) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) counts.clear();
    minute = now;
    const count = (counts.get(user) ?? 0) + 1;
    counts.set(user, count);
    return count <= perMinute;
  };
}

/**
 * Finds the model in the address, or in an interaction. An agent is no model, and costs more.
 *
 * @param {string} pathname
 * @param {string} body
 * @returns {string}
 */
function modelOf(pathname, body) {
  const [, named] = /models\/([^:]+):/.exec(pathname) ?? [];
  if (named !== undefined) return named;
  try {
    const { model, agent } = Object(JSON.parse(body));
    return agent === undefined ? String(model) : '';
  } catch {
    return '';
  }
}

/** @param {Request} request */
function preflight(request) {
  return {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '',
    'access-control-max-age': '600',
  };
}

/**
 * In the form of the API's own errors, so that its clients understand it.
 *
 * @param {number} code
 * @param {string} status
 * @param {string} message
 * @param {Record<string, string>} [headers]
 */
function refusal(code, status, message, headers = {}) {
  return Response.json({ error: { code, status, message } }, { status: code, headers });
}
