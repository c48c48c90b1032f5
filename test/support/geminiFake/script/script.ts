import * as v from 'valibot';
import { BehaviorsSchema } from '../behaviors.ts';
import { PartSchema } from '../checks/schema.ts';
import { FAILURE_NAMES } from '../failures.ts';
import { StepSchema } from '../interactions/steps.ts';
import { mistakeIn } from './scriptMistakes.ts';

/**
 * What the model will say in one conversation, turn by turn. Plain JSON, so that a test inside a browser can post one.
 */

const text = v.string('a text');
const texts = v.array(text, 'a list of texts');
const number = v.pipe(v.number('a number'), v.minValue(0, 'a number'));
const whole = v.pipe(v.number('a whole number'), v.integer('a whole number'), v.minValue(0, 'a whole number'));
const json = v.record(v.string(), v.unknown(), 'an object');
const parts = v.array(PartSchema, 'a list of parts');

/** All that is given must hold for the request that asks for the turn; otherwise the turn is kept and the answer is a 400. */
const ExpectationSchema = v.strictObject(
  {
    /** The last content, the input of an interaction, or the last message of a Live session answers this function. */
    functionResponse: v.optional(
      v.strictObject({
        name: text,
        /** Occurs in one of the texts of the response (or in its JSON). */
        responseContains: v.optional(text),
        /** The mime types of the response's own parts, in order. */
        mimeTypes: v.optional(texts),
      }),
    ),
    /** How the turn is asked for. */
    method: v.optional(
      v.picklist(
        ['generateContent', 'streamGenerateContent', 'interactions.create', 'live.connect'],
        'generateContent, streamGenerateContent, interactions.create or live.connect',
      ),
    ),
    /** Occurs in a text part of the last content, in the last user input of an interaction, or in the last message of a Live session. */
    textContains: v.optional(text),
    /** Exactly these functions are declared, in any order; in a Live session, by its setup. */
    declares: v.optional(texts),
    /** A value anywhere in the body, or in the last message of a Live session, `contents[0].role`; without `equals` the field must be absent. */
    field: v.optional(v.strictObject({ path: text, equals: v.optional(v.unknown()) })),
  },
  'an expectation',
);

/** One of the model's answers to a request. */
const answer = {
  /** The model's parts: one response when unary, one chunk each when streamed. */
  parts: v.optional(parts),
  /** Default: STOP, or CONTINUATION with a token. Any text is possible; null leaves it out. */
  finishReason: v.optional(v.nullable(text)),
  finishMessage: v.optional(text),
  /** More fields of the candidate, such as `safetyRatings`; a stream has them in its last chunk. */
  candidate: v.optional(json),
};

const TurnSchema = v.pipe(
  v.strictObject(
    {
      ...answer,
      /** For the rest of the answer, which is asked for by a request that brings the token. */
      continuationToken: v.optional(text),
      /** For a request that asks for several candidates: the second and so on. */
      moreCandidates: v.optional(v.array(v.strictObject(answer, 'a candidate'), 'a list of candidates')),
      /** Of the whole turn; the chunks before the last report their share. Default: estimated from the text. */
      usageMetadata: v.optional(json),
      /** The model may call what nobody declared. Default: such a script is refused as a mistake. */
      undeclaredCalls: v.optional(v.boolean('true or false')),

      /** Or: exact steps of an interaction, nothing added; it completes as after parts. */
      steps: v.optional(v.array(StepSchema, 'a list of steps')),
      /** Or: exact events of an interaction's stream. The fake adds `done` alone. */
      events: v.optional(v.array(json, 'a list of events')),
      /** Of an interaction, in its own words. Default: `usageMetadata`, or estimated. */
      usage: v.optional(json),
      /** More fields of the interaction, or others than the fake's: `{ "status": "incomplete" }`. */
      interaction: v.optional(json),
      /** How often `get` finds an interaction that runs in the background still in progress. Default: 0. */
      getsInProgress: v.optional(whole),

      /** Or: exact messages of a Live session, nothing added. */
      messages: v.optional(v.array(json, 'a list of messages')),
      /** The session sends the turn right after the one before, or after its setup, without being asked. */
      unasked: v.optional(v.boolean('true or false')),
      /** How the server closes the session after the turn. */
      close: v.optional(v.strictObject({ code: whole, reason: v.optional(text) }, 'an object with code and reason')),

      /** Or: exact chunks of a stream, nothing added. A chunk `{ error }` is an error in mid-stream. */
      chunks: v.optional(v.array(json, 'a list of chunks')),

      /** Or: a recorded payload, verbatim: JSON, or server-sent events. */
      recorded: v.optional(text),

      /** Or: the body of a response, piece by piece as it is. */
      wire: v.optional(
        v.strictObject(
          { status: whole, contentType: text, pieces: texts },
          'an object with status, contentType and pieces',
        ),
      ),

      /** Or: the prompt is blocked, `{ "blockReason": "SAFETY" }`, and there is no candidate. */
      promptFeedback: v.optional(json),

      /** Or: an error that the server is known for, in its own words. */
      failure: v.optional(v.picklist(FAILURE_NAMES, `one of ${FAILURE_NAMES.join(', ')}`)),
      /** The `RetryInfo` of quota-exceeded. Default: 30s. */
      retryDelay: v.optional(v.pipe(text, v.regex(/^\d+(\.\d+)?s$/, 'a number of seconds such as "34.4s"'))),

      /** Or: any other error. */
      status: v.optional(whole),
      error: v.optional(v.strictObject({ message: text, status: text, details: v.optional(v.array(json)) })),
      /** The error is alone in a list, as some endpoints have it. */
      arrayWrapped: v.optional(v.boolean('true or false')),

      /** Or: no answer until the client gives up. */
      hang: v.optional(v.literal(true, 'true')),

      /** Or: the connection is reset before anything is sent, as when the client is offline. */
      reset: v.optional(v.literal(true, 'true')),

      expect: v.optional(v.array(ExpectationSchema, 'a list of expectations')),
      /** The turn is played to so many requests in a row. Default: 1. */
      times: v.optional(v.pipe(whole, v.minValue(1, 'a whole number above 0'))),
      /** How long to wait before each chunk: all alike, or one by one. Default: 0. */
      delayMs: v.optional(v.union([number, v.array(number)], 'a number or a list of numbers')),
      /** The connection breaks after so many chunks; a unary answer breaks half-way. */
      cut: v.optional(whole),
      /** After so many chunks nothing more comes until the client gives up; a unary answer stops half-way. */
      hangAfter: v.optional(whole),
      /** The stream ends after so many chunks as if it were complete. */
      endAfter: v.optional(whole),
      /** After so many chunks, half of the next one, and the end as if it were complete; half of a unary answer. */
      halveAfter: v.optional(whole),
      /** After so many chunks of the stream, the error that the turn names, and the end. */
      failAfter: v.optional(whole),
    },
    'a turn',
  ),
  v.check(
    (turn) => hasOneAnswer(turn),
    'a turn has exactly one of parts, steps, events, messages, chunks, recorded, wire, promptFeedback, failure, error, hang, reset',
  ),
  v.check((turn) => (turn.error === undefined) === (turn.status === undefined), 'status and error go together'),
  v.check(
    (turn) => ENDINGS.filter((name) => turn[name] !== undefined).length < 2,
    'a turn has at most one of cut, hangAfter, endAfter, halveAfter and failAfter',
  ),
);

const ANSWERS = [
  'parts',
  'steps',
  'events',
  'messages',
  'chunks',
  'recorded',
  'wire',
  'promptFeedback',
  'hang',
  'reset',
] as const;
const ERRORS = ['failure', 'error'] as const;
const ENDINGS = ['cut', 'hangAfter', 'endAfter', 'halveAfter', 'failAfter'] as const;

/** Only with `failAfter` there is an error beside the answer. */
function hasOneAnswer(
  turn: Partial<Record<(typeof ANSWERS | typeof ERRORS)[number], unknown>> & { failAfter?: unknown },
) {
  const answers = ANSWERS.filter((name) => turn[name] !== undefined).length;
  const errors = ERRORS.filter((name) => turn[name] !== undefined).length;
  return turn.failAfter === undefined ? answers + errors === 1 : answers === 1 && errors === 1;
}

export const ScriptSchema = v.strictObject(
  {
    /** The only model that may ask. Default: any. */
    model: v.optional(text),
    turns: v.array(TurnSchema, 'a list of turns'),
    /** After the last turn comes the first again. Default: false. */
    repeat: v.optional(v.boolean('true or false')),
    /** Parts that the server sent before this script began: a conversation that a client takes up again. */
    issuedBefore: v.optional(parts),
    behaviors: v.optional(BehaviorsSchema),
  },
  'a script',
);

export type Script = v.InferOutput<typeof ScriptSchema>;
export type ScriptedTurn = v.InferOutput<typeof TurnSchema>;
export type Expectation = v.InferOutput<typeof ExpectationSchema>;

/** @throws {TypeError} that names every mistake and its place */
export function parseScript(input: unknown): Script {
  const result = v.safeParse(ScriptSchema, input);
  if (result.success) return result.output;
  throw new TypeError(`The script is not valid.\n${result.issues.map((issue) => `  ${mistakeIn(issue)}`).join('\n')}`);
}
