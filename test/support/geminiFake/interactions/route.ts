import type { IncomingMessage } from 'node:http';
import type { ApiCall } from '../calls.ts';

const PATH = /^(v1|v1beta)\/interactions(?:\/([^/]+)(\/cancel)?)?$/;

type Target = Pick<ApiCall, 'api' | 'method' | 'apiVersion' | 'model' | 'interactionId'>;

/** Which method of the Interactions API a request calls, if it calls one. */
export function interactionIn(httpMethod: string | undefined, path: string, body: unknown): Target | undefined {
  const [matched, apiVersion = '', id, cancel] = PATH.exec(decodeURIComponent(path)) ?? [];
  const method = matched === undefined ? undefined : methodOf(httpMethod, id, cancel);
  if (!method) return undefined;
  const model = Object(body).model;
  return {
    api: 'interactions',
    method: `interactions.${method}`,
    apiVersion,
    model: typeof model === 'string' ? model : '',
    ...(id !== undefined && { interactionId: id }),
  };
}

function methodOf(httpMethod: string | undefined, id: string | undefined, cancel: string | undefined) {
  if (httpMethod === 'POST') return cancel ? 'cancel' : id === undefined ? 'create' : undefined;
  if (id === undefined || cancel) return undefined;
  if (httpMethod === 'GET') return 'get';
  return httpMethod === 'DELETE' ? 'delete' : undefined;
}

/** js-genai #1723: the header that older SDKs sent is not among those that a page may send. */
export function isRefusedPreflight({ url = '', headers }: IncomingMessage): boolean {
  const asked = headers['access-control-request-headers'] ?? '';
  return /\/interactions\b/.test(url) && asked.toLowerCase().split(/,\s*/).includes('api-revision');
}
