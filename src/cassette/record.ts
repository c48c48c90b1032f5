import { GloveboxError } from '../errors.ts';
import { firstDifference } from './difference.ts';
import { type Cassette, type Exchange, readCassette } from './format.ts';
import { Recording } from './recording.ts';
import { redactExchanges } from './redact.ts';
import { readRequest, recordedRequest } from './request.ts';
import { secretsIn } from './secrets.ts';

/** `cassette()` was called before any request to a model. */
export class EmptyRecordingError extends GloveboxError {
  override readonly name = 'EmptyRecordingError';

  constructor() {
    super('Nothing was recorded: no request to a model went through this fetch.');
  }
}

/** The parts of a cassette that are not recorded: its description, and what is needed to play it. */
export type CassetteFacts = Pick<Cassette, 'name' | 'title' | 'description' | 'prompts'> &
  Partial<Pick<Cassette, 'files' | 'mode' | 'timeout' | 'tools' | 'packages'>>;

/** A `fetch` that records, and its recording. */
export interface FetchRecorder {
  /** For the SDK's `httpOptions`. */
  readonly fetch: typeof fetch;
  /**
   * Gives the recording so far, in the order of the requests. A response that is not read to its end yet counts as aborted, and is left out
   * if the same request was sent again and answered.
   *
   * @throws EmptyRecordingError if no request to a model was made yet
   * @throws InvalidCassetteError if the facts are invalid, such as an empty list of prompts
   */
  cassette(facts: CassetteFacts): Cassette;
}

/**
 * Records the requests of a client to the Gemini API, and the responses. Both pass through unchanged: streams piece by piece as they are
 * read, errors, aborts. Both APIs are recorded: `generateContent`, and the Interactions API with `get`, `delete` and `cancel`. Other requests
 * (uploads, lists of models) pass through and are not recorded.
 *
 * Of the headers only the content type is recorded, of the address only the model and the method. Placeholders replace keys (of the API, of
 * a proxy, and of tools, by the names of their settings), thought signatures, ids of responses and interactions, addresses of uploaded files,
 * signed queries of other addresses, names of caches and the number of the project. Prompts, files, answers and the name of a tuned model
 * stay: read a cassette before you publish it.
 *
 * @param fetch sends the requests
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.HttpOptions.html
 * @example
 * ```ts
 * import { GoogleGenAI } from '@google/genai';
 * import { recordFetch } from 'glovebox';
 *
 * const recorder = recordFetch(fetch);
 * const ai = new GoogleGenAI({ apiKey, httpOptions: { fetch: recorder.fetch } });
 * await ai.models.generateContent({ model, contents });
 * const cassette = recorder.cassette({ name: 'primes', title: 'Primes', description: '', prompts: [contents] });
 * ```
 */
export function recordFetch(fetch: typeof globalThis.fetch): FetchRecorder {
  const recordings: Recording[] = [];
  const secrets = new Set<string>();
  return {
    fetch: async (input, init) => {
      const read = await readRequest(input, init);
      const request = recordedRequest(read);
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

/** An aborted response is of no use if the same request was answered later. */
function isNeeded({ request, response }: Exchange, index: number, all: Exchange[]): boolean {
  if (response.ending !== 'aborted') return true;
  const later = all.slice(index + 1).filter((other) => other.response.ending === 'complete');
  return later.every((other) => firstDifference(other.request, request) !== undefined);
}

function makeCassette(facts: CassetteFacts, exchanges: Exchange[]): Cassette {
  const model = exchanges.map(modelOf).find((name) => name !== undefined);
  if (model === undefined) throw new EmptyRecordingError();
  return readCassette({ format: 'glovebox-cassette', version: 1, ...facts, origin: 'recorded', model, exchanges });
}

function modelOf({ request: { path, interaction } }: Exchange): string | undefined {
  if (!interaction) return /^(?:models\/)?([^:]+)/.exec(path)?.[1];
  const { model = interaction.agent } = interaction;
  return typeof model === 'string' ? model : undefined;
}
