import { fakeRefusal, firstRefusal, invalidArgument, invalidField, type Verdict } from '../errors.ts';
import { dataFieldsOf, isModelTurn, type PlacedPart, partsOf, placedParts } from './contents.ts';
import type { Content } from './schema.ts';

/** What each content and each part must be, whatever stands beside it. */

export function contentsAreSpecified(contents: readonly Content[]): Verdict {
  return contents.length === 0 ? invalidField('contents', 'contents is not specified') : undefined;
}

/**
 * `tool` and `function` are refused as well: Gemini 3.6 and 3.5 Flash reject them (genkit PR #5780). Only the content of
 * a single-turn request may leave the role out (litellm #22003: in a longer history a missing role is this error).
 */
export function rolesAreValid(contents: readonly Content[]): Verdict {
  const isSingleTurn = contents.length === 1;
  const invalid = contents.some(({ role }) =>
    role === undefined ? !isSingleTurn : role !== 'user' && role !== 'model',
  );
  return invalid ? invalidArgument('Please use a valid role: user, model.') : undefined;
}

/** vercel/ai #3775 */
export function partsAreNotEmpty(contents: readonly Content[]): Verdict {
  const index = contents.findIndex((content) => partsOf(content).length === 0);
  return index < 0 ? undefined : invalidField(`contents[${index}].parts`, 'contents.parts must not be empty.');
}

export function partsHaveOneData(contents: readonly Content[]): Verdict {
  return firstRefusal(placedParts(contents).map((placed) => () => hasOneData(placed)));
}

/** None: genkit #3816. Two: the JSON parser's text for a oneof that is set twice. */
function hasOneData({ part, place }: PlacedPart): Verdict {
  const [first, second] = dataFieldsOf(part);
  if (first === undefined) {
    return invalidField(`${place}.data`, "required oneof field 'data' must have one initialized field");
  }
  if (second === undefined) return undefined;
  return invalidArgument(
    `Invalid value at '${place}' (oneof), oneof field 'data' is already set. Cannot set '${second}'`,
  );
}

/** bifrost PR #2222: responses under the role `model` are a 400. The text is ours; theirs is not on record. */
export function partsAreInTheRightTurn(contents: readonly Content[]): Verdict {
  return firstRefusal(placedParts(contents).map((placed) => () => isInTheRightTurn(placed)));
}

const MODEL_DATA = ['functionCall', 'executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'];

function isInTheRightTurn({ part, content, place }: PlacedPart): Verdict {
  const [data = ''] = dataFieldsOf(part);
  if (data === 'functionResponse' && isModelTurn(content)) {
    return fakeRefusal(`${place}: a functionResponse belongs in a content with the role user`);
  }
  if (MODEL_DATA.includes(data) && !isModelTurn(content)) {
    return fakeRefusal(`${place}: ${data} belongs in a content with the role model`);
  }
  return undefined;
}
