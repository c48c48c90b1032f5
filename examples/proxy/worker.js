/** The proxy for platforms whose servers are functions of a request: Cloudflare Workers, Deno Deploy, Bun. */
import { createProxy } from './proxy.js';

/** @type {((request: Request) => Promise<Response>) | undefined} Made once: it counts. */
let proxy;

export default {
  /**
   * @param {Request} request
   * @param {{ GEMINI_API_KEY: string, PROXY_MODELS: string, PROXY_ORIGINS: string, PROXY_USERS: string, GOOGLE_GEMINI_BASE_URL?: string }} environment
   * @returns {Promise<Response>}
   */
  fetch(request, environment) {
    proxy ??= createProxy({
      apiKey: environment.GEMINI_API_KEY,
      origins: environment.PROXY_ORIGINS.split(' '),
      models: environment.PROXY_MODELS.split(' '),
      userOf: (token) => new Map(Object.entries(JSON.parse(environment.PROXY_USERS))).get(token),
      ...(environment.GOOGLE_GEMINI_BASE_URL && { api: environment.GOOGLE_GEMINI_BASE_URL }),
    });
    return proxy(request);
  },
};
