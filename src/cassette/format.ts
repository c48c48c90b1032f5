import * as v from 'valibot';
import { GloveboxError } from '../errors.ts';

/** A file that is not a cassette, or one of a version that this library does not know. */
export class InvalidCassetteError extends GloveboxError {
  override readonly name = 'InvalidCassetteError';
}

const content = v.looseObject({ role: v.string(), parts: v.array(v.looseObject({})) });

const exchange = v.object({
  request: v.object({
    /** The end of the request's path, such as `models/gemini-3-flash-preview:streamGenerateContent`. */
    path: v.string(),
    /** What the model was sent. Tools and settings are not compared. */
    contents: v.array(content),
  }),
  response: v.object({
    /** An HTTP status. */
    status: v.number(),
    /** Streamed responses, each after so many milliseconds of waiting; one alone for a unary request. */
    chunks: v.array(v.object({ after: v.number(), body: v.looseObject({}) })),
  }),
});

const cassette = v.object({
  format: v.literal('glovebox-cassette'),
  version: v.literal(1),
  name: v.string(),
  title: v.string(),
  description: v.string(),
  /** Whether a real model said this, or a person wrote it in the model's place. */
  origin: v.picklist(['recorded', 'written']),
  model: v.string(),
  /** What the user says, turn by turn. */
  prompts: v.pipe(v.array(v.string()), v.nonEmpty()),
  exchanges: v.array(exchange),
});

/** The requests and responses of a conversation with the Gemini API, in order. */
export type Cassette = v.InferOutput<typeof cassette>;
export type Exchange = Cassette['exchanges'][number];

/** @throws InvalidCassetteError that names the place that is wrong */
export function readCassette(json: unknown): Cassette {
  const { success, output, issues } = v.safeParse(cassette, json);
  if (success) return output;
  const [issue] = issues;
  throw new InvalidCassetteError(
    `This is no cassette that can be played: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
  );
}
