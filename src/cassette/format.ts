import * as v from 'valibot';
import { GloveboxError } from '../errors.ts';

/** Something that is no cassette, or one of a version that this library does not know. The message names the place that is wrong. */
export class InvalidCassetteError extends GloveboxError {
  override readonly name = 'InvalidCassetteError';
}

/** What was said, with whatever the API has put there. */
interface RecordedContent {
  role?: string;
  parts?: Record<string, unknown>[];
  [name: string]: unknown;
}

/** A piece of an answer: one event of a stream, or the whole. It has either a `body` or a `text`. */
export interface Chunk {
  /** Milliseconds since the chunk before it, or since the request. */
  after: number;
  /** JSON: the data of one event of a stream, or a whole answer. */
  body?: unknown;
  /** Or what went over the wire where that was no such thing: a proxy's web page, half an event. */
  text?: string;
}

/** One request, and what it was answered with. */
export interface Exchange {
  request: {
    /** The end of the request's path, such as `models/gemini-3.8-flash:streamGenerateContent`. */
    path: string;
    /** What the model was sent. */
    contents: RecordedContent[];
    /** Everything else in the request's body: `tools`, `generationConfig`, `systemInstruction`, … Compared only when that is asked for. */
    settings?: Record<string, unknown>;
  };
  response: {
    /** Of HTTP; 0 where no answer came. */
    status: number;
    /** As the header has it. Without it, what the method answers where all is well. */
    contentType?: string;
    /** What was streamed; one alone for a unary request. */
    chunks: Chunk[];
    /** Whether the answer came to its end, the connection broke, or the client gave it up. Without it: `complete`. */
    ending?: 'complete' | 'broken' | 'aborted';
  };
}

/** A file that the user sends along. */
export interface CassetteFile {
  name: string;
  /** As a browser tells it; empty where it does not know. */
  mimeType: string;
  /** Base64. */
  data: string;
}

/** A function of the page, with what it gave. */
export interface RecordedTool {
  name: string;
  description: string;
  /** A JSON schema of an object, with one property for each parameter. */
  parameters: Record<string, unknown>;
  /** What it gave, by what it was asked. */
  answers: { args: Record<string, unknown>; output: unknown }[];
}

/**
 * The requests and responses of a conversation with the Gemini API, in order. A JSON file.
 *
 * @see https://ai.google.dev/api/generate-content
 */
export interface Cassette {
  format: 'glovebox-cassette';
  version: 1;
  /** By which the cassette is called in messages. */
  name: string;
  title: string;
  description: string;
  /** Whether a real model said this, or a person wrote it in the model's place. */
  origin: 'recorded' | 'written';
  /** Where code ran: what a client sends back depends on it. Without it: `local`. */
  mode?: 'local' | 'server';
  /** The model that was asked, such as `gemini-3.8-flash`. */
  model: string;
  /** What the user says, turn by turn. */
  prompts: string[];
  /** What the user sends along with the first prompt. */
  files?: CassetteFile[];
  /** Milliseconds that each run gets. Without it: 30000. */
  timeout?: number;
  /** Functions of the page that Python calls: `from tools import name`. */
  tools?: RecordedTool[];
  /** Packages beside Python's own that the code imports, as the index of Python packages spells them. */
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

const exchange = v.object({
  request: v.object({ path: v.string(), contents: v.array(content), settings: v.exactOptional(v.looseObject({})) }),
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
 * Checks that parsed JSON is a cassette, of the version that this library knows. Unknown properties are left out, except in contents,
 * settings and responses.
 *
 * @throws InvalidCassetteError
 */
export function readCassette(json: unknown): Cassette {
  const { success, output, issues } = v.safeParse(cassette, json);
  if (success) return output;
  const [issue] = issues;
  throw new InvalidCassetteError(
    `This is no cassette that can be played: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
  );
}
