import { FETCH_TOOL, type HostRequest } from '../../src/protocol.ts';

/** Statuses of responses that have no body. @see https://fetch.spec.whatwg.org/#null-body-status */
const WITHOUT_BODY = [204, 205, 304];
/** Arguments that a call can have. */
const CHUNK = 0x8000;

/** What the page answers. */
interface Answer {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  /** In base64. */
  body: string;
}

type Ask = (request: HostRequest) => Promise<string | undefined>;

/** Has `fetch` of this worker send its requests through the page. */
export function fetchThroughPage(ask: Ask): void {
  globalThis.fetch = async (address, options) => {
    const request = new Request(address, options);
    const { url, method, headers, signal } = request;
    const body = encode(new Uint8Array(await request.arrayBuffer()));
    const json = JSON.stringify({ url, method, headers: Object.fromEntries(headers), body });
    const answered = ask({ kind: 'tool', name: FETCH_TOOL, arguments: json }).catch((error: Error) => {
      throw new TypeError(error.message);
    });
    return responseOf(await Promise.race([answered, whenAborted(signal)]), url);
  };
}

function responseOf(json: string | undefined, url: string): Response {
  const { status, statusText, headers, body } = JSON.parse(json ?? '') as Answer;
  const bytes = WITHOUT_BODY.includes(status) ? null : Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  return Object.defineProperty(new Response(bytes, { status, statusText, headers }), 'url', { value: url });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function encode(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
