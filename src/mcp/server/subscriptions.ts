import { isJsonObject } from '../../text/parseJson.ts';
import { CODES, RequestError, type RequestId } from './jsonRpc.ts';
import { SUBSCRIPTION_ID } from './revisions.ts';

/** Addresses, and lasting subscriptions, of one client. */
const MAX_SUBSCRIPTIONS = 1_000;

type Notify = (method: string, params: Record<string, unknown>) => void;

/** What a lasting subscription wants to hear of. */
interface Wanted {
  resourcesListChanged?: true;
  resourceSubscriptions?: string[];
}

/** The changes that one client wants to hear of. */
export class Subscriptions {
  /** Whether the client gets notifications that it did not ask for, as in the revisions with sessions. */
  isUnasked = false;
  readonly #notify: Notify;
  /** Of `resources/subscribe`. */
  readonly #uris = new Set<string>();
  /** Of `subscriptions/listen`, by the id of that request. */
  readonly #listening = new Map<RequestId, Wanted>();

  constructor(notify: Notify) {
    this.#notify = notify;
  }

  /**
   * Answers the methods of the revisions with sessions; `undefined` for other methods.
   *
   * @throws RequestError if the request has no address
   */
  answer(method: string, { uri }: Record<string, unknown>): Record<string, unknown> | undefined {
    if (method !== 'resources/subscribe' && method !== 'resources/unsubscribe') return undefined;
    if (typeof uri !== 'string') throw new RequestError(CODES.invalidParams, `${method} takes uri, a string.`);
    if (method === 'resources/unsubscribe') this.#uris.delete(uri);
    else {
      checkRoom(this.#uris.size);
      this.#uris.add(uri);
    }
    return {};
  }

  /**
   * Begins a lasting subscription, which ends when its request is cancelled.
   *
   * @throws RequestError if it does not say of what
   */
  listen(id: RequestId, { notifications }: Record<string, unknown>): void {
    if (!isJsonObject(notifications)) {
      throw new RequestError(CODES.invalidParams, 'subscriptions/listen takes notifications, an object.');
    }
    checkRoom(this.#listening.size);
    const wanted = readWanted(notifications);
    this.#listening.set(id, wanted);
    this.#tell(id, 'notifications/subscriptions/acknowledged', { notifications: wanted });
  }

  end(id: RequestId): void {
    this.#listening.delete(id);
  }

  listChanged(): void {
    const method = 'notifications/resources/list_changed';
    if (this.isUnasked) this.#notify(method, {});
    for (const [id, { resourcesListChanged }] of this.#listening) if (resourcesListChanged) this.#tell(id, method, {});
  }

  updated(uri: string): void {
    const method = 'notifications/resources/updated';
    if (this.#uris.has(uri)) this.#notify(method, { uri });
    for (const [id, { resourceSubscriptions }] of this.#listening) {
      if (resourceSubscriptions?.includes(uri)) this.#tell(id, method, { uri });
    }
  }

  #tell(id: RequestId, method: string, params: Record<string, unknown>): void {
    this.#notify(method, { ...params, _meta: { [SUBSCRIPTION_ID]: id } });
  }
}

/** Leaves out what this server never tells. */
function readWanted({ resourcesListChanged, resourceSubscriptions }: Record<string, unknown>): Wanted {
  const uris = Array.isArray(resourceSubscriptions)
    ? resourceSubscriptions.filter((uri): uri is string => typeof uri === 'string').slice(0, MAX_SUBSCRIPTIONS)
    : [];
  return {
    ...(resourcesListChanged === true && { resourcesListChanged }),
    ...(uris.length > 0 && { resourceSubscriptions: uris }),
  };
}

/** @throws RequestError */
function checkRoom(size: number): void {
  if (size < MAX_SUBSCRIPTIONS) return;
  throw new RequestError(CODES.internal, `More than ${MAX_SUBSCRIPTIONS} subscriptions at once.`);
}
