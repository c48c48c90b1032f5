import { firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import type { GenerateContentRequest } from './schema.ts';

type ThinkingConfig = NonNullable<NonNullable<GenerateContentRequest['generationConfig']>['thinkingConfig']>;

export function thinkingIsSound(request: GenerateContentRequest, model: GeminiModel): Verdict {
  const config = request.generationConfig?.thinkingConfig ?? {};
  return firstRefusal([() => isSetOnce(config), () => hasSupportedLevel(config, model)]);
}

/** vercel/ai issue-22372 */
function isSetOnce({ thinkingBudget, thinkingLevel }: ThinkingConfig): Verdict {
  if (thinkingBudget === undefined || thinkingLevel === undefined) return undefined;
  return invalidArgument('You can only set only one of thinking budget and thinking level.');
}

/** Roo-Code #10700 (2.5), vercel/ai issue-22372, WritingTools #282 */
function hasSupportedLevel({ thinkingLevel }: ThinkingConfig, model: GeminiModel): Verdict {
  if (thinkingLevel === undefined || thinkingLevel === 'THINKING_LEVEL_UNSPECIFIED') return undefined;
  if (!isGemini3OrLater(model)) return invalidArgument('Thinking level is not supported for this model.');
  if (!unsupportedLevels(model).includes(thinkingLevel)) return undefined;
  return invalidArgument(
    `Thinking level ${thinkingLevel} is not supported for this model. Please retry with other thinking level.`,
  );
}

/** No Pro model knows MINIMAL, nor do 3.7 Flash and later (WritingTools #282); the first 3 Pro has no MEDIUM either (opencode-gemini-auth #14). */
export function unsupportedLevels({ name, majorVersion, minorVersion }: GeminiModel): string[] {
  const isFirstPro = name.includes('-pro') && majorVersion === 3 && minorVersion === 0;
  if (isFirstPro) return ['MINIMAL', 'MEDIUM'];
  const isLateFlash = majorVersion > 3 || minorVersion >= 7;
  return name.includes('-pro') || isLateFlash ? ['MINIMAL'] : [];
}
