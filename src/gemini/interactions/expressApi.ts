import type { InteractionsApi } from './wire.ts';

/**
 * The part of an address before `/interactions`. The SDK leaves the location out, and the server answers with 404.
 *
 * @see https://github.com/googleapis/python-aiplatform/issues/6966
 */
const EXPRESS_VERSION = { api_version: 'v1beta1/locations/global' };

/** The Interactions API of Vertex AI in express mode, at its documented address. An `api_version` of the application's own is kept. */
export function expressApi(api: InteractionsApi): InteractionsApi {
  return {
    create: (params, options) => api.create({ ...EXPRESS_VERSION, ...params }, options),
    get: (id, params, options) => api.get(id, { ...EXPRESS_VERSION, ...params }, options),
    delete: (id, params, options) => api.delete(id, { ...EXPRESS_VERSION, ...params }, options),
    cancel: (id, params, options) => api.cancel(id, { ...EXPRESS_VERSION, ...params }, options),
  };
}
