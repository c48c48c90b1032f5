import { isDeepStrictEqual } from 'node:util';
import { firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { type GeminiModel, requiresThoughtSignatures } from '../models.ts';
import { functionCallsIn, isModelTurn, partsOf, placedParts } from './contents.ts';
import type { Content, Part } from './schema.ts';

/** Google's own bypass, as literal strings (thought-signatures FAQ 1, bifrost PR #2226). */
export const BYPASS = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

/** In the current turn, the first functionCall of every model content must come back signed. */
export function callsAreSigned(contents: readonly Content[], model: GeminiModel): Verdict {
  if (!requiresThoughtSignatures(model)) return undefined;
  const start = currentTurnStart(contents);
  return firstRefusal(
    contents.map((content, index) => () => (index > start ? isSigned(content, index + 1) : undefined)),
  );
}

/** The newest user content that holds anything but function responses; earlier turns are not validated (M1). */
export function currentTurnStart(contents: readonly Content[]): number {
  return contents.findLastIndex(
    (content) => !isModelTurn(content) && partsOf(content).some((part) => !part.functionResponse),
  );
}

function isSigned(content: Content, position: number): Verdict {
  const firstCall = partsOf(content).find((part) => part.functionCall);
  if (!firstCall || firstCall.thoughtSignature) return undefined;
  const [call] = functionCallsIn(content);
  return invalidArgument(
    'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, ' +
      'and missing thought_signature may lead to degraded model performance. Additional data, function call ' +
      `\`default_api:${call?.name}\` , position ${position}. Please refer to ` +
      'https://ai.google.dev/gemini-api/docs/thought-signatures for more details.',
  );
}

/**
 * A signature comes back on the part that was issued with it, unchanged. The server decodes them; the fake remembers
 * them, and so looks at earlier turns too: from 3.5 Flash on they are used there ("thought preservation").
 */
export function signaturesAreAuthentic(contents: readonly Content[], issued: readonly Part[]): Verdict {
  return firstRefusal(
    placedParts(contents).map(
      ({ part }) =>
        () =>
          isAuthentic(part, issued),
    ),
  );
}

/** The two texts: docs.apiyi.com FAQ, gemini-cli #13467. */
function isAuthentic(part: Part, issued: readonly Part[]): Verdict {
  const signature = part.thoughtSignature;
  if (!signature) return lostItsSignature(part, issued);
  if (BYPASS.includes(signature)) return undefined;
  // Recordings whose signatures were redacted may have one for several parts.
  const originals = issued.filter((candidate) => candidate.thoughtSignature === signature);
  if (originals.length === 0) return invalidArgument('Invalid thought signature.');
  const isUnchanged = originals.some((original) => isDeepStrictEqual(part, original));
  return isUnchanged ? undefined : invalidArgument('Corrupted thought signature.');
}

/**
 * The server lets an unsigned part of an earlier turn pass, but a client that strips signatures takes the model's thoughts away from it:
 * the fake's own strictness ("never strip", gemini-3.5 thought preservation).
 */
function lostItsSignature(part: Part, issued: readonly Part[]): Verdict {
  const originals = issued.filter((candidate) => {
    const { thoughtSignature: _, ...unsigned } = candidate;
    return isDeepStrictEqual(part, unsigned);
  });
  const lost = originals.length > 0 && originals.every(({ thoughtSignature }) => thoughtSignature !== undefined);
  return lost
    ? invalidArgument('fake: a part was sent back without the thought signature that it came with.')
    : undefined;
}
