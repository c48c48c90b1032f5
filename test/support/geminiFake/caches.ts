import type { IncomingMessage } from 'node:http';
import type { Mint } from './asked.ts';
import { parseRequest } from './checks/rules.ts';
import type { GenerateContentRequest } from './checks/schema.ts';
import { fakeRefusal, invalidArgument, notFound, type RpcStatus } from './errors.ts';
import { tryParseJson } from './json.ts';
import { jsonReply, type Reply, refuse } from './reply.ts';
import { tokensIn } from './usage.ts';

/** What the API returns of a cache: its contents, its instruction and its tools are "input only". */
interface ListedCache {
  name: string;
  model: string;
  displayName?: string;
  createTime: string;
  updateTime: string;
  expireTime: string;
  usageMetadata: { totalTokenCount: number };
}

interface Cache {
  listed: ListedCache;
  request: GenerateContentRequest;
}

interface CacheExchange {
  path: string;
  body: string;
  request: IncomingMessage;
}

const MAX_DISPLAY_NAME = 128;

/**
 * Explicit context caching.
 *
 * @see https://ai.google.dev/api/caching
 */
export class CachesApi {
  readonly #mint: Mint;
  readonly #caches = new Map<string, Cache>();
  /** The bodies of the caches that were made, in order. */
  readonly created: unknown[] = [];
  /** How often a cache was read. */
  reads = 0;

  constructor(mint: Mint) {
    this.#mint = mint;
  }

  /** @returns `undefined` if the request is not for this API */
  receive({ path, body, request }: CacheExchange): Reply | undefined {
    const [matched, name] = /^(?:v1|v1beta)\/cachedContents(?:\/([\w-]+))?$/.exec(path) ?? [];
    if (matched === undefined) return undefined;
    if (name === undefined)
      return request.method === 'POST' ? this.#create(tryParseJson(body)) : refuse(notFound(path));
    const cache = this.#caches.get(`cachedContents/${name}`);
    if (!cache) return refuse(CACHE_NOT_FOUND);
    if (request.method === 'DELETE') {
      this.#caches.delete(cache.listed.name);
      return jsonReply({});
    }
    if (request.method !== 'GET') return refuse(notFound(path));
    this.reads += 1;
    return jsonReply(cache.listed);
  }

  /** Gives the request with what its cache has; or why the cache can't be used. A request alone says too little about a cache made elsewhere. */
  expand(request: GenerateContentRequest, model: string): GenerateContentRequest | RpcStatus {
    const { cachedContent, ...rest } = request;
    if (cachedContent === undefined || this.created.length === 0) return request;
    const cache = this.#caches.get(cachedContent);
    if (!cache) return CACHE_NOT_FOUND;
    if (cache.listed.model !== `models/${model}`)
      return invalidArgument(
        `Model used by GenerateContent request (models/${model}) and CachedContent (${cache.listed.model}) has to be the same.`,
      );
    const { contents = [], ...cached } = cache.request;
    return { ...rest, ...cached, contents: [...contents, ...(request.contents ?? [])] };
  }

  #create(body: unknown): Reply {
    if (typeof body !== 'object' || body === null) return refuse(invalidArgument('Invalid JSON payload received.'));
    const { model, displayName, ttl: _, expireTime: __, ...rest } = body as Record<string, unknown>;
    const parsed = parseRequest(rest);
    if ('refusal' in parsed) return refuse(parsed.refusal);
    if (typeof model !== 'string' || !model.startsWith('models/')) return refuse(fakeRefusal('a cache has a model'));
    if (displayName !== undefined && String(displayName).length > MAX_DISPLAY_NAME)
      return refuse(fakeRefusal(`a displayName has at most ${MAX_DISPLAY_NAME} characters`));
    this.created.push(body);
    const now = new Date();
    const listed: ListedCache = {
      name: `cachedContents/${this.#mint.id()}`,
      model,
      ...(displayName !== undefined && { displayName: String(displayName) }),
      createTime: now.toISOString(),
      updateTime: now.toISOString(),
      expireTime: new Date(now.getTime() + 3_600_000).toISOString(),
      usageMetadata: { totalTokenCount: tokensIn(rest) },
    };
    this.#caches.set(listed.name, { listed, request: parsed.request });
    return jsonReply(listed);
  }
}

/** The text that users report. */
const CACHE_NOT_FOUND: RpcStatus = {
  code: 403,
  message: 'CachedContent not found (or permission denied)',
  status: 'PERMISSION_DENIED',
};
