/** Schemas of the frame's answers to an editor's questions, which are JSON text. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../../errors.ts';
import { MODEL_OUTPUT_LIMIT } from '../../protocol.ts';
import { parseUntrustedJson } from '../../text/parseJson.ts';
import { truncate } from '../../text/truncate.ts';
import type { Completeness, Completion } from '../introspectionAnswers.ts';

/** Names of one completion, and characters of one: Python gives 500. */
const MAX_MATCHES = 1_000;
const MAX_NAME_LENGTH = 10_000;
/** Characters of an answer. */
const MAX_LENGTH = 16 * 1024 ** 2;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const completion = v.object({
  matches: v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))), v.maxLength(MAX_MATCHES)),
  start: count,
  end: count,
});
const description = v.object({ text: v.nullable(v.string()) });
const completeness = v.object({
  status: v.picklist(['complete', 'incomplete', 'invalid']),
  indent: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))),
});

export const readCompletion = reader<Completion>(completion);
export const readCompleteness = reader<Completeness>(completeness);

export function readDescription(data: unknown): string | undefined {
  const { text } = readText(data);
  return text === null ? undefined : truncate(text, MODEL_OUTPUT_LIMIT);
}

const readText = reader(description);

function reader<Output>(schema: v.GenericSchema<unknown, Output>): (data: unknown) => Output {
  return (data) => {
    const isShort = typeof data === 'string' && data.length <= MAX_LENGTH;
    const { success, output } = v.safeParse(schema, isShort ? parseUntrustedJson(data) : undefined, {
      abortEarly: true,
    });
    if (success) return output;
    throw new UntrustedMessageError('The sandbox gave a malformed answer to an editor.');
  };
}
