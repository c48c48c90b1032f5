import { GloveboxError } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { firstDifference } from './difference.ts';
import { type Cassette, type Exchange, readCassette } from './format.ts';
import { Recording } from './recording.ts';
import { redactExchanges } from './redact.ts';
import { type ReadRequest, readRequest } from './request.ts';
import { secretsIn } from './secrets.ts';

/** A cassette was asked for before any model was. */
export class EmptyRecordingError extends GloveboxError {
  override readonly name = 'EmptyRecordingError';

  constructor() {
    super('Nothing was recorded: no request to a model went through this fetch.');
  }
}

/** What a cassette says of itself, and what is to be known to play it. */
export type CassetteFacts = Pick<Cassette, 'name' | 'title' | 'description' | 'prompts'> &
  Partial<Pick<Cassette, 'files' | 'mode' | 'timeout' | 'tools' | 'packages'>>;

/** A `fetch` that records, and what it has recorded. */
export interface FetchRecorder {
  /** For the SDK's `httpOptions`. */
  readonly fetch: typeof fetch;
  /**
   * What was recorded so far, in the order in which it was asked. An answer that nobody has read to its end by then counts as given up, and
   * is left out where the same request was sent again and answered.
   *
   * @throws EmptyRecordingError
   * @throws InvalidCassetteError where the facts are none, such as no prompts
   */
  cassette(facts: CassetteFacts): Cassette;
}

/**
 * Records what a client and the Gemini API say to each other. Requests and responses pass through as they are: streams piece by piece as
 * they are read, errors, aborts. What has no `contents` (uploads, lists of models) passes too, and is not recorded.
 *
 * No header is recorded but the content type, and no address but the model and the method. Keys (of the API, of a proxy, and of tools, by
 * the names of their settings), thought signatures, response ids, addresses of uploaded files, what signs the addresses of others, names of
 * caches and the number of the project are replaced by place holders. What the user and the model say is not, nor is the name of a tuned model,
 * so read a cassette before it is published.
 *
 * @param fetch what the requests are sent with
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.HttpOptions.html
 */
export function recordFetch(fetch: typeof globalThis.fetch): FetchRecorder {
  const recordings: Recording[] = [];
  const secrets = new Set<string>();
  return {
    fetch: async (input, init) => {
      const read = await readRequest(input, init);
      const request = modelRequest(read);
      if (!request) return fetch(input, init);
      for (const secret of secretsIn(read)) secrets.add(secret);
      const recording = new Recording(request, read.signal);
      recordings.push(recording);
      try {
        return recording.follow(await fetch(input, init));
      } catch (error) {
        recording.fail();
        throw error;
      }
    },
    cassette: (facts) => {
      const exchanges = recordings.map((recording) => recording.exchange()).filter(isNeeded);
      return makeCassette(facts, redactExchanges(exchanges, secrets));
    },
  };
}

function modelRequest({ method, url, json }: ReadRequest): Exchange['request'] | undefined {
  const [path] = /\b(models|tunedModels|endpoints)\/[^/]+:\w+$/.exec(url.pathname) ?? [];
  if (method !== 'POST' || path === undefined || !isJsonObject(json) || !Array.isArray(json.contents)) return undefined;
  const { contents, ...settings } = json;
  return { path, contents, settings };
}

/** Where the same was asked again after an abort, and answered, the half answer is of no use. */
function isNeeded({ request, response }: Exchange, index: number, all: Exchange[]): boolean {
  if (response.ending !== 'aborted') return true;
  const later = all.slice(index + 1).filter((other) => other.response.ending === 'complete');
  return later.every((other) => firstDifference(other.request, request) !== undefined);
}

function makeCassette(facts: CassetteFacts, exchanges: Exchange[]): Cassette {
  const [, model] = /^(?:models\/)?([^:]+)/.exec(exchanges[0]?.request.path ?? '') ?? [];
  if (model === undefined) throw new EmptyRecordingError();
  return readCassette({ format: 'glovebox-cassette', version: 1, ...facts, origin: 'recorded', model, exchanges });
}
