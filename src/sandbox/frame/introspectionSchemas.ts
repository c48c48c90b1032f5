/** Schemas of the frame's answers to an editor's questions, which are JSON text. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../../errors.ts';
import { MODEL_OUTPUT_LIMIT } from '../../protocol.ts';
import { readUntrustedJson } from '../../text/parseJson.ts';
import { truncate } from '../../text/truncate.ts';
import type { Completeness, Completion, InstalledPackage, VariableList } from '../introspectionAnswers.ts';

/** Names of one completion, and characters of one: Python gives 500. */
const MAX_MATCHES = 1_000;
const MAX_NAME_LENGTH = 10_000;
/** Variables of one answer (Python gives 500), dimensions of one (as NumPy allows), and packages. */
const MAX_VARIABLES = 500;
const MAX_DIMENSIONS = 64;
const MAX_PACKAGES = 2_000;
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

const shortText = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));
const variable = v.object({
  name: shortText,
  type: shortText,
  shape: v.exactOptional(v.pipe(v.array(count), v.maxLength(MAX_DIMENSIONS))),
  preview: shortText,
});
const variables = v.object({ variables: v.pipe(v.array(variable), v.maxLength(MAX_VARIABLES)), omitted: count });
const packages = v.object({
  packages: v.pipe(v.array(v.object({ name: shortText, version: shortText })), v.maxLength(MAX_PACKAGES)),
});

export const readVariables = reader<VariableList>(variables);
export const readCompletion = reader<Completion>(completion);
export const readCompleteness = reader<Completeness>(completeness);

export function readDescription(data: unknown): string | undefined {
  const { text } = readText(data);
  return text === null ? undefined : truncate(text, MODEL_OUTPUT_LIMIT);
}

export function readPackages(data: unknown): InstalledPackage[] {
  return readPackageList(data).packages;
}

const readText = reader(description);
const readPackageList = reader(packages);

function reader<Output>(schema: v.GenericSchema<unknown, Output>): (data: unknown) => Output {
  return (data) => {
    const { success, output } = v.safeParse(schema, readUntrustedJson(data, MAX_LENGTH), { abortEarly: true });
    if (success) return output;
    throw new UntrustedMessageError('The sandbox gave a malformed answer to an editor or a view.');
  };
}
