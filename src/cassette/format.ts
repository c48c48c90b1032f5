import * as v from 'valibot';
import { GloveboxError } from '../errors.ts';

/** Something that is no cassette, or one of a version that this library does not know. The message names the place that is wrong. */
export class InvalidCassetteError extends GloveboxError {
  override readonly name = 'InvalidCassetteError';
}

const content = v.looseObject({
  role: v.exactOptional(v.string()),
  parts: v.exactOptional(v.array(v.looseObject({}))),
});

const chunk = v.pipe(
  v.object({
    /** Milliseconds since the chunk before it, or since the request. */
    after: v.number(),
    /** JSON: the data of one event of a stream, or a whole answer. */
    body: v.exactOptional(v.unknown()),
    /** Or what went over the wire where that was no such thing: a proxy's web page, half an event. */
    text: v.exactOptional(v.string()),
  }),
  v.check((value) => 'body' in value !== 'text' in value, 'a chunk has either a body or a text'),
);

const status = v.pipe(
  v.number(),
  v.integer(),
  v.check((value) => value === 0 || (value >= 200 && value <= 599), 'a status is 0, or from 200 to 599'),
);

const exchange = v.object({
  request: v.object({
    /** The end of the request's path, such as `models/gemini-3-flash-preview:streamGenerateContent`. */
    path: v.string(),
    /** What the model was sent. */
    contents: v.array(content),
    /** Everything else in the request's body: `tools`, `generationConfig`, `systemInstruction`, … Compared only when that is asked for. */
    settings: v.exactOptional(v.looseObject({})),
  }),
  response: v.object({
    /** Of HTTP; 0 where no answer came. */
    status,
    /** As the header has it. Without it, what the method answers where all is well. */
    contentType: v.exactOptional(v.string()),
    /** What was streamed; one alone for a unary request. */
    chunks: v.array(chunk),
    /** Whether the answer came to its end, the connection broke, or the client gave it up. Without it: `complete`. */
    ending: v.exactOptional(v.picklist(['complete', 'broken', 'aborted'])),
  }),
});

const file = v.object({
  name: v.string(),
  /** As a browser tells it; empty where it does not know. */
  mimeType: v.string(),
  /** Base64. */
  data: v.string(),
});

const recordedTool = v.object({
  name: v.string(),
  description: v.string(),
  /** A JSON schema of an object, with one property for each parameter. */
  parameters: v.looseObject({}),
  /** What it gave, by what it was asked. */
  answers: v.array(v.object({ args: v.looseObject({}), output: v.unknown() })),
});

const cassette = v.object({
  format: v.literal('glovebox-cassette'),
  /** What version 2 added may be missing, so that each cassette of version 1 is one of version 2. */
  version: v.pipe(
    v.picklist([1, 2]),
    v.transform((): 2 => 2),
  ),
  /** By which the cassette is called in messages. */
  name: v.string(),
  title: v.string(),
  description: v.string(),
  /** Whether a real model said this, or a person wrote it in the model's place. */
  origin: v.picklist(['recorded', 'written']),
  /** Where code ran: what a client sends back depends on it. Without it: `local`. */
  mode: v.exactOptional(v.picklist(['local', 'server'])),
  /** The model that was asked, such as `gemini-3-flash-preview`. */
  model: v.string(),
  /** What the user says, turn by turn. */
  prompts: v.pipe(v.array(v.string()), v.nonEmpty()),
  /** What the user sends along with the first prompt. */
  files: v.exactOptional(v.array(file)),
  /** Milliseconds that each run gets. Without it: 30000. */
  deadline: v.exactOptional(v.pipe(v.number(), v.gtValue(0))),
  /** Functions of the page that Python calls: `from tools import name`. */
  tools: v.exactOptional(v.array(recordedTool)),
  /** Packages beside Python's own that the code imports, as the index of Python packages spells them. */
  packages: v.exactOptional(v.array(v.string())),
  exchanges: v.array(exchange),
});

/**
 * The requests and responses of a conversation with the Gemini API, in order. A JSON file.
 *
 * @see https://ai.google.dev/api/generate-content
 */
export interface Cassette extends v.InferOutput<typeof cassette> {}
/** One request, and what it was answered with. */
export type Exchange = Cassette['exchanges'][number];
/** A piece of an answer: one event of a stream, or the whole. */
export type Chunk = Exchange['response']['chunks'][number];
/** A file that the user sends along. */
export interface CassetteFile extends v.InferOutput<typeof file> {}

/** A function of the page, with what it gave. */
export type RecordedTool = v.InferOutput<typeof recordedTool>;

/**
 * Checks that parsed JSON is a cassette, of this version or an older one. Properties that are not known are left out, except in contents,
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
