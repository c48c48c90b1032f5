import { fakeRefusal, firstRefusal, invalidArgument, invalidField, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import { type PlacedPart, placedParts } from './contents.ts';
import type { Content, FunctionResponse } from './schema.ts';

/** "Multimodal function responses", ai.google.dev/gemini-api/docs/function-calling */
const MIME_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain'];

export function functionPartsAreSound(contents: readonly Content[], model: GeminiModel): Verdict {
  return firstRefusal(
    placedParts(contents).flatMap((placed) => [
      () => hasFunctionName(placed),
      () => placed.part.functionResponse && checkResponse(placed.part.functionResponse, model),
    ]),
  );
}

/** vscode-unify-chat-provider PR #49 */
function hasFunctionName({ part, place }: PlacedPart): Verdict {
  const reason = 'Name cannot be empty.';
  if (part.functionCall && !part.functionCall.name) return invalidField(`${place}.function_call.name`, reason);
  if (part.functionResponse && !part.functionResponse.name) {
    return invalidField(`${place}.function_response.name`, reason);
  }
  return undefined;
}

function checkResponse(response: FunctionResponse, model: GeminiModel): Verdict {
  return firstRefusal([
    () => hasResponse(response),
    () => supportsParts(response, model),
    () => hasSupportedMimeTypes(response),
    () => refersToNoPart(response),
  ]);
}

function hasResponse(response: FunctionResponse): Verdict {
  return response.response ? undefined : fakeRefusal(`the functionResponse of "${response.name}" has no response`);
}

/** gemini-cli #19436, bifrost PR #4202 */
function supportsParts(response: FunctionResponse, model: GeminiModel): Verdict {
  return response.parts ? responsesMayHaveMedia(model) : undefined;
}

export function responsesMayHaveMedia(model: GeminiModel): Verdict {
  if (isGemini3OrLater(model)) return undefined;
  return invalidArgument('Unable to submit request because `function_response.parts` is not supported for this model.');
}

function hasSupportedMimeTypes(response: FunctionResponse): Verdict {
  const types = (response.parts ?? []).map((part) => (part.inlineData ?? part.fileData)?.mimeType ?? '');
  const unsupported = types.find((type) => !MIME_TYPES.includes(type));
  if (unsupported === undefined) return undefined;
  return fakeRefusal(`the mime type "${unsupported}" is not supported in function_response.parts`);
}

/** Documented, but broken on the Developer API whatever the display names (python-genai #2268, #2792). */
function refersToNoPart(response: FunctionResponse): Verdict {
  const name = referencedName(response.response);
  if (name === undefined) return undefined;
  return invalidArgument(
    `The referenced name \`${name}\` in function_response.response does not match to a display_name in the function_response.parts.`,
  );
}

function referencedName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('$ref' in value) return String(value.$ref);
  return Object.values(value)
    .map(referencedName)
    .find((name) => name !== undefined);
}
