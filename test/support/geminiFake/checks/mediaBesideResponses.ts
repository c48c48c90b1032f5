import type { Behaviors } from '../behaviors.ts';
import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import { functionResponsesIn, partsOf } from './contents.ts';
import type { Content } from './schema.ts';
import { COUNT_DIFFERS } from './turns.ts';

/** What may stand beside a functionResponse in its content. Text always may. */
export function siblingsAreAllowed(contents: readonly Content[], model: GeminiModel, behaviors: Behaviors): Verdict {
  return firstRefusal(contents.map((content) => () => mediaIsAllowed(content, model, behaviors)));
}

function mediaIsAllowed(content: Content, model: GeminiModel, behaviors: Behaviors): Verdict {
  const responses = functionResponsesIn(content).length;
  if (responses === 0 || !partsOf(content).some((part) => part.inlineData ?? part.fileData)) return undefined;
  // gemini-cli #16135: before Gemini 3, beside parallel responses only, and with this text.
  if (!isGemini3OrLater(model)) return responses > 1 ? invalidArgument(COUNT_DIFFERS) : undefined;
  if (behaviors.mediaBesideResponses === 'accepted') return undefined;
  return fakeRefusal('media stands beside a functionResponse: for this model it belongs in function_response.parts');
}
