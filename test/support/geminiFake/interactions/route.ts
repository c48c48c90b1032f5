import type { IncomingMessage } from 'node:http';
import type { ApiCall } from '../calls.ts';

/** Vertex AI has an address with a location (Google's skill `gemini-interactions-api` 2.0.0); without one, it answers 404. */
const PATH = /^(v1|v1beta|v1beta1\/locations\/global)\/interactions(?:\/([^/]+)(\/cancel)?)?$/;

type Target = Pick<ApiCall, 'api' | 'method' | 'apiVersion' | 'model' | 'isVertex' | 'interactionId'>;

/** Finds the method of the Interactions API that a request calls. */
export function interactionIn(httpMethod: string | undefined, path: string, body: unknown): Target | undefined {
  const [matched, apiVersion = '', id, cancel] = PATH.exec(decodeURIComponent(path)) ?? [];
  const method = matched === undefined ? undefined : methodOf(httpMethod, id, cancel);
  if (!method) return undefined;
  const model = Object(body).model;
  return {
    api: 'interactions',
    method: `interactions.${method}`,
    apiVersion,
    ...(apiVersion.startsWith('v1beta1/') && { isVertex: true }),
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

/** Whether a page asks to send the header of older SDKs, which the API does not allow (js-genai #1723). */
export function isRefusedPreflight({ url = '', headers }: IncomingMessage): boolean {
  const asked = headers['access-control-request-headers'] ?? '';
  return /\/interactions\b/.test(url) && asked.toLowerCase().split(/,\s*/).includes('api-revision');
}
