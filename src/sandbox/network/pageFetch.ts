import { abortable } from '../../async/abort.ts';
import { toBase64 } from '../../bytes/base64.ts';
import { formatSize } from '../../bytes/formatSize.ts';
import type { Tool } from '../tools/tool.ts';
import type { Network } from './network.ts';
import { type AskedRequest, type CheckedRequest, NetworkError, REQUEST_SCHEMA, readRequest } from './readRequest.ts';

/** Requests of one run that are under way at once. Further ones wait. */
export const MAX_PARALLEL = 6;
/** Headers that describe a body as it was sent: the browser has decoded it. */
const OF_THE_TRANSFER = ['content-encoding', 'content-length', 'transfer-encoding'];

/** A response, as code gets it. */
interface Answer {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  /** In base64. */
  body: string;
}

/**
 * Sends the requests of one run. The page's cookies, its cache and its address stay out of them, and no redirect is followed: the browser would
 * ask the other origin before the page could look at it.
 */
export class PageFetch {
  readonly tool: Tool = {
    description: 'Sends a request.',
    parameters: REQUEST_SCHEMA,
    execute: (parameters, { signal }) => this.#send(parameters as unknown as AskedRequest, signal),
  };
  readonly #network: Network;
  readonly #waiting: (() => void)[] = [];
  #bytes = 0;
  #underWay = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  async #send(asked: AskedRequest, signal: AbortSignal): Promise<Answer> {
    const request = readRequest(asked, this.#network);
    this.#count(request.body?.length ?? 0);
    await this.#turn(signal);
    try {
      return await this.#fetch(request, signal);
    } finally {
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#underWay >= MAX_PARALLEL) {
      // One that gives up still takes its turn, and hands it on.
      await new Promise<void>((start) => this.#waiting.push(start));
    }
    this.#underWay += 1;
    if (!signal.aborted) return;
    this.#underWay -= 1;
    this.#waiting.shift()?.();
    signal.throwIfAborted();
  }

  async #fetch({ url, method, headers, body, time }: CheckedRequest, runSignal: AbortSignal): Promise<Answer> {
    const late = AbortSignal.timeout(time);
    const signal = AbortSignal.any([runSignal, late]);
    try {
      const response = await fetch(url, {
        method,
        headers,
        body,
        signal,
        mode: 'cors',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'manual',
      });
      if (response.type === 'opaqueredirect') throw redirected(url);
      const bytes = await abortable(this.#read(response, url), signal);
      const { status, statusText } = response;
      return { status, statusText, headers: headersOf(response, method), body: toBase64(bytes) };
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      if (late.aborted && !runSignal.aborted) throw tooLate(url, time);
      throw unreachable(url);
    }
  }

  async #read({ body }: Response, { origin }: URL): Promise<Uint8Array> {
    const { responseSize } = this.#network.limits;
    const reader = body?.getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    try {
      while (reader) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (size > responseSize) {
          throw new NetworkError(`${origin} sent more than ${formatSize(responseSize)}; this page allows no more.`);
        }
        this.#count(value.length);
        chunks.push(value);
      }
    } catch (error) {
      reader?.cancel().catch(() => {});
      throw error;
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  #count(bytes: number): void {
    const { totalSize } = this.#network.limits;
    this.#bytes += bytes;
    if (this.#bytes > totalSize) {
      throw new NetworkError(`The requests of one run may send and receive ${formatSize(totalSize)} together.`);
    }
  }
}

function headersOf({ headers }: Response, method: string): Record<string, string> {
  const named = [...headers].filter(([name]) => method === 'HEAD' || !OF_THE_TRANSFER.includes(name));
  return Object.fromEntries(named);
}

function redirected({ href }: URL): NetworkError {
  return new NetworkError(
    `${href} redirects to another address. Requests follow no redirects here: send the request to the final address.`,
  );
}

function tooLate({ origin }: URL, time: number): Error {
  return Object.assign(new Error(`${origin} took longer than ${time / 1000} s.`), { name: 'TimeoutError' });
}

/** Browsers don't tell a page which of them it is. */
function unreachable({ origin }: URL): NetworkError {
  return new NetworkError(
    `The page got no answer from ${origin}: it can't be reached, it doesn't allow requests from other sites (CORS), or the policy ` +
      'of the page (connect-src) forbids them.',
  );
}
