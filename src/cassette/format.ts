import * as v from 'valibot';
import { GloveboxError } from '../errors.ts';

/** The data is not a cassette, or has a version that this library does not know. The message names the place. */
export class InvalidCassetteError extends GloveboxError {
  override readonly name = 'InvalidCassetteError';
}

/** A turn of the conversation, with all fields that the API gave it. */
interface RecordedContent {
  role?: string;
  parts?: Record<string, unknown>[];
  [name: string]: unknown;
}

/** A piece of a response: one event of a stream, or all of it. Has either a `body` or a `text`. */
export interface Chunk {
  /** Milliseconds since the previous chunk, or since the request. */
  after: number;
  /** JSON: the data of one event of a stream, or a whole response. */
  body?: unknown;
  /** The raw text, if it was not JSON: a proxy's web page, half an event. */
  text?: string;
}

/** One request and its response. */
export interface Exchange {
  /** Has either `contents` or `interaction`. */
  request: {
    /**
     * The end of the request's path: `models/gemini-3.8-flash:streamGenerateContent`, `interactions`, or `interactions/{id}` for requests about
     * a stored interaction.
     */
    path: string;
    /** HTTP method. @default 'POST' */
    method?: 'GET' | 'DELETE';
    /** Of `generateContent`: the conversation as the model got it. */
    contents?: RecordedContent[];
    /**
     * Of the Interactions API: `model` or `agent`, `input`, `previous_interaction_id`, `stream`, `continuation_token`; the `id` of a stored
     * interaction.
     */
    interaction?: Record<string, unknown>;
    /**
     * The rest of the request's body: `tools`, `systemInstruction`, `generation_config`, … A replay compares it only with
     * `compare: 'request'`.
     */
    settings?: Record<string, unknown>;
  };
  response: {
    /** HTTP status; 0 if no response came. */
    status: number;
    /** As in the header. @default that of a successful response to the method */
    contentType?: string;
    /** The chunks of a stream; a single one for a unary request. */
    chunks: Chunk[];
    /** Whether the response was complete, the connection broke, or the client aborted. @default 'complete' */
    ending?: 'complete' | 'broken' | 'aborted';
  };
}

/** A file that the user attaches. */
export interface CassetteFile {
  name: string;
  /** As the browser reports it; empty if it does not know. */
  mimeType: string;
  /** Base64. */
  data: string;
}

/** A function of the page, with its recorded results. */
export interface RecordedTool {
  name: string;
  description: string;
  /** A JSON schema of an object, with one property for each parameter. */
  parameters: Record<string, unknown>;
  /** Its results, by arguments. */
  answers: { args: Record<string, unknown>; output: unknown }[];
}

/**
 * The requests and responses of a conversation with the Gemini API, in order. A JSON file.
 *
 * @see https://ai.google.dev/api/generate-content
 * @see https://ai.google.dev/api/interactions-api
 */
export interface Cassette {
  format: 'glovebox-cassette';
  version: 1;
  /** Names the cassette in messages. */
  name: string;
  title: string;
  description: string;
  /** Whether a real model said this, or a person wrote the model's turns. */
  origin: 'recorded' | 'written';
  /** Where code ran, which decides what a client sends back. @default 'local' */
  mode?: 'local' | 'server';
  /** The model, such as `gemini-3.8-flash`. */
  model: string;
  /** The user's questions, turn by turn. */
  prompts: string[];
  /** Files that the user attaches to the first prompt. */
  files?: CassetteFile[];
  /** Time limit per run, in ms. @default 30000 */
  timeout?: number;
  /** Functions of the page that Python can import: `from tools import name`. */
  tools?: RecordedTool[];
  /** Packages that the code imports besides the standard library, spelled as on PyPI. */
  packages?: string[];
  exchanges: Exchange[];
}

const content = v.looseObject({
  role: v.exactOptional(v.string()),
  parts: v.exactOptional(v.array(v.looseObject({}))),
});

const chunk = v.pipe(
  v.object({ after: v.number(), body: v.exactOptional(v.unknown()), text: v.exactOptional(v.string()) }),
  v.check((value) => 'body' in value !== 'text' in value, 'a chunk has either a body or a text'),
);

const status = v.pipe(
  v.number(),
  v.integer(),
  v.check((value) => value === 0 || (value >= 200 && value <= 599), 'a status is 0, or from 200 to 599'),
);

const request = v.pipe(
  v.object({
    path: v.string(),
    method: v.exactOptional(v.picklist(['GET', 'DELETE'])),
    contents: v.exactOptional(v.array(content)),
    interaction: v.exactOptional(v.looseObject({})),
    settings: v.exactOptional(v.looseObject({})),
  }),
  v.check((value) => 'contents' in value !== 'interaction' in value, 'a request has either contents or an interaction'),
);

const exchange = v.object({
  request,
  response: v.object({
    status,
    contentType: v.exactOptional(v.string()),
    chunks: v.array(chunk),
    ending: v.exactOptional(v.picklist(['complete', 'broken', 'aborted'])),
  }),
});

const recordedTool = v.object({
  name: v.string(),
  description: v.string(),
  parameters: v.looseObject({}),
  answers: v.array(v.object({ args: v.looseObject({}), output: v.unknown() })),
});

const cassette: v.GenericSchema<unknown, Cassette> = v.object({
  format: v.literal('glovebox-cassette'),
  version: v.literal(1),
  name: v.string(),
  title: v.string(),
  description: v.string(),
  origin: v.picklist(['recorded', 'written']),
  mode: v.exactOptional(v.picklist(['local', 'server'])),
  model: v.string(),
  prompts: v.pipe(v.array(v.string()), v.nonEmpty()),
  files: v.exactOptional(v.array(v.object({ name: v.string(), mimeType: v.string(), data: v.string() }))),
  timeout: v.exactOptional(v.pipe(v.number(), v.gtValue(0))),
  tools: v.exactOptional(v.array(recordedTool)),
  packages: v.exactOptional(v.array(v.string())),
  exchanges: v.array(exchange),
});

/**
 * Checks that parsed JSON is a cassette of the version that this library knows. Drops unknown properties, except in contents, settings and
 * responses.
 *
 * @throws InvalidCassetteError
 * @example
 * ```ts
 * import { readCassette, replayFetch } from 'glovebox';
 *
 * const cassette = readCassette(await (await fetch('/demos/primes.json')).json());
 * const replay = replayFetch(cassette);
 * ```
 */
export function readCassette(json: unknown): Cassette {
  const { success, output, issues } = v.safeParse(cassette, json);
  if (success) return output;
  const [issue] = issues;
  throw new InvalidCassetteError(
    `This is not a playable cassette: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
  );
}
