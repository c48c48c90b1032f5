import { isDeepStrictEqual } from 'node:util';
import type { Behaviors } from '../behaviors.ts';
import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import { placedParts } from './contents.ts';
import type { GenerateContentRequest, Part } from './schema.ts';
import { currentTurnStart } from './signatures.ts';
import { functionDeclarationsOf } from './tools.ts';

/**
 * Tools that the server runs itself, beside functions that the client runs.
 *
 * @see https://ai.google.dev/gemini-api/docs/tool-combination
 */
export function serverToolsAreSound(
  request: GenerateContentRequest,
  model: GeminiModel,
  behaviors: Behaviors,
): Verdict {
  return firstRefusal([
    () => flagIsSupported(request, model),
    () => toolsCombine(request, model, behaviors),
    () => modeFitsTheFlag(request, behaviors),
    () => serverToolPartsAreSound(request),
  ]);
}

const BUILT_IN_TOOLS = [
  'codeExecution',
  'googleSearch',
  'googleSearchRetrieval',
  'urlContext',
  'googleMaps',
  'fileSearch',
] as const;

/** Of Vertex AI (dotnet-genai #248). */
export function searchesAlone(request: GenerateContentRequest): Verdict {
  const hasBuiltIn = (request.tools ?? []).some((tool) => BUILT_IN_TOOLS.some((name) => tool[name]));
  if (!hasBuiltIn || functionDeclarationsOf(request).length === 0) return undefined;
  return invalidArgument('Multiple tools are supported only when they are all search tools.');
}

function hasFlag(request: GenerateContentRequest): boolean {
  return request.toolConfig?.includeServerSideToolInvocations ?? false;
}

function flagIsSupported(request: GenerateContentRequest, model: GeminiModel): Verdict {
  if (!hasFlag(request) || isGemini3OrLater(model)) return undefined;
  return fakeRefusal('tool_config.include_server_side_tool_invocations is for Gemini 3 and later');
}

/** Before Gemini 3: lobehub PR #7463. Since: only with the flag. */
function toolsCombine(request: GenerateContentRequest, model: GeminiModel, behaviors: Behaviors): Verdict {
  const hasBuiltIn = (request.tools ?? []).some((tool) => BUILT_IN_TOOLS.some((name) => tool[name]));
  if (!hasBuiltIn || functionDeclarationsOf(request).length === 0) return undefined;
  if (!isGemini3OrLater(model)) return invalidArgument('Tool use with function calling is unsupported');
  if (hasFlag(request) || behaviors.builtInToolsWithoutFlag === 'accepted') return undefined;
  return invalidArgument(
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.',
  );
}

function modeFitsTheFlag(request: GenerateContentRequest, behaviors: Behaviors): Verdict {
  const mode = request.toolConfig?.functionCallingConfig?.mode;
  if (mode !== 'AUTO' || !hasFlag(request) || behaviors.autoModeWithFlag !== 'refused') return undefined;
  return fakeRefusal('the function calling mode AUTO is unavailable with include_server_side_tool_invocations');
}

/** An unsigned toolCall of the current turn is a 400 (kelivo PR #1002); the text is ours. */
function serverToolPartsAreSound(request: GenerateContentRequest): Verdict {
  const contents = request.contents ?? [];
  const start = currentTurnStart(contents);
  return firstRefusal(
    placedParts(contents)
      .filter(({ part }) => isServerToolPart(part))
      .map(({ part, content, place }) => () => {
        if (!hasFlag(request)) return fakeRefusal(`${place} needs tool_config.include_server_side_tool_invocations`);
        if (!(part.toolCall ?? part.toolResponse)?.id) return fakeRefusal(`${place} has no id`);
        if (part.thoughtSignature || contents.indexOf(content) < start) return undefined;
        return fakeRefusal(`${place} is missing a thought_signature`);
      }),
  );
}

function isServerToolPart(part: Part): boolean {
  return part.toolCall !== undefined || part.toolResponse !== undefined;
}

/**
 * "Return all parts": of an answer that comes back at all, no toolCall and no toolResponse is left out or changed. It is said of requests
 * with these tools.
 */
export function serverToolPartsComeBack(
  request: GenerateContentRequest,
  issuedTurns: readonly (readonly Part[])[],
): Verdict {
  if (!hasFlag(request)) return undefined;
  const sent = (request.contents ?? []).flatMap((content) => content.parts ?? []);
  const isSent = (part: Part) => sent.some((candidate) => isDeepStrictEqual(candidate, part));
  return firstRefusal(
    issuedTurns.map((issued) => () => {
      const lost = issued.find((part) => isServerToolPart(part) && !isSent(part));
      if (!lost || !issued.some((part) => isSent(part) || sent.some((other) => haveOneId(part, other))))
        return undefined;
      const { id } = lost.toolCall ?? lost.toolResponse ?? {};
      return fakeRefusal(
        `the ${lost.toolCall ? 'toolCall' : 'toolResponse'} "${id}" was not sent back as it was issued`,
      );
    }),
  );
}

/** Whether they are one part, or one that was changed on its way. */
function haveOneId(part: Part, other: Part): boolean {
  const idsOf = ({ functionCall, toolCall, toolResponse }: Part) => [functionCall?.id, toolCall?.id, toolResponse?.id];
  const ids = idsOf(other);
  return idsOf(part).some((id, kind) => id !== undefined && id === ids[kind]);
}
