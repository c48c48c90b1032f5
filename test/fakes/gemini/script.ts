import * as v from 'valibot';
import { PartSchema } from './schema.ts';
import { violationOf } from './violations.ts';

/**
 * What the model will say in one conversation, turn by turn. Plain JSON, so that a test inside a browser can post one.
 */

const text = v.string('text');
const texts = v.array(text, 'a list of texts');
const number = v.pipe(v.number('a number'), v.minValue(0, 'a number'));
const json = v.record(v.string(), v.unknown(), 'an object');

/** All that is given must hold for the request that asks for the turn; otherwise the turn is kept and the answer is a 400. */
const ExpectationSchema = v.strictObject(
  {
    /** The last content answers this function. */
    functionResponse: v.optional(
      v.strictObject({
        name: text,
        /** Occurs in one of the texts of the response (or in its JSON). */
        responseContains: v.optional(text),
        /** The mime types of the response's own parts, in order. */
        mimeTypes: v.optional(texts),
      }),
    ),
    /** Occurs in a text part of the last content. */
    textContains: v.optional(text),
    /** Exactly these functions are declared, in any order. */
    declares: v.optional(texts),
    /** A value anywhere in the body, `contents[0].role`; without `equals` the field must be absent. */
    field: v.optional(v.strictObject({ path: text, equals: v.optional(v.unknown()) })),
  },
  'an expectation',
);

const TurnSchema = v.pipe(
  v.strictObject(
    {
      /** The model's parts: one response when unary, one chunk each when streamed. */
      parts: v.optional(v.array(PartSchema, 'a list of parts')),
      /** Default: STOP. */
      finishReason: v.optional(text),
      finishMessage: v.optional(text),
      /** Of the whole turn; the chunks before the last report their share. Default: estimated from the text. */
      usageMetadata: v.optional(json),
      /** The model may call what nobody declared. Default: such a script is refused as a mistake. */
      undeclaredCalls: v.optional(v.boolean('true or false')),

      /** Or: exact chunks of a stream, nothing added. A chunk `{ error }` is an error in mid-stream. */
      chunks: v.optional(v.array(json, 'a list of chunks')),

      /** Or: an error. */
      status: v.optional(number),
      error: v.optional(v.strictObject({ message: text, status: text, details: v.optional(v.array(json)) })),

      /** Or: a recorded payload, verbatim: JSON, or server-sent events. */
      recorded: v.optional(text),

      /** Or: no answer until the client gives up. */
      hang: v.optional(v.literal(true, 'true')),

      expect: v.optional(v.array(ExpectationSchema, 'a list of expectations')),
      /** How long to wait before each chunk: all alike, or one by one. Default: 0. */
      delayMs: v.optional(v.union([number, v.array(number)], 'a number or a list of numbers')),
      /** The connection breaks after so many chunks; a unary answer breaks half-way. */
      cut: v.optional(number),
    },
    'a turn',
  ),
  v.check(
    (turn) => ANSWERS.filter((name) => turn[name] !== undefined).length === 1,
    'a turn has exactly one of parts, chunks, error, recorded and hang',
  ),
  v.check((turn) => (turn.error === undefined) === (turn.status === undefined), 'status and error go together'),
);

const ANSWERS = ['parts', 'chunks', 'error', 'recorded', 'hang'] as const;

const ScriptSchema = v.strictObject(
  {
    /** The only model that may ask. Default: any. */
    model: v.optional(text),
    turns: v.array(TurnSchema, 'a list of turns'),
    /** Parts that the server sent before this script began: a conversation that a client takes up again. */
    issuedBefore: v.optional(v.array(PartSchema, 'a list of parts')),
  },
  'a script',
);

export type Script = v.InferOutput<typeof ScriptSchema>;
export type ScriptedTurn = v.InferOutput<typeof TurnSchema>;
export type Expectation = v.InferOutput<typeof ExpectationSchema>;

/** @throws {TypeError} that names what is wrong */
export function parseScript(input: unknown): Script {
  const result = v.safeParse(ScriptSchema, input);
  if (result.success) return result.output;
  const reasons = result.issues.map((issue) => violationOf(issue).description);
  throw new TypeError(`The script is not valid. ${reasons.join(' ')}`);
}
