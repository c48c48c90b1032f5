import { chat } from '../../language/en/chat.ts';

/**
 * The API's reasons to block a question or end an answer. Their words follow "Reason:".
 *
 * @see https://ai.google.dev/api/generate-content#FinishReason
 */
const REASONS = [
  'MAX_TOKENS',
  'SAFETY',
  'IMAGE_SAFETY',
  'RECITATION',
  'IMAGE_RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'IMAGE_PROHIBITED_CONTENT',
  'SPII',
  'MODEL_ARMOR',
  'JAILBREAK',
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'NO_IMAGE',
  'OTHER',
] as const satisfies readonly (keyof typeof chat)[];

/** The finish reasons of answers that the API withholds. @see https://ai.google.dev/api/generate-content#FinishReason */
export const WITHHELD: readonly string[] = [
  'SAFETY',
  'IMAGE_SAFETY',
  'RECITATION',
  'IMAGE_RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
];

/** The finish reasons of answers whose words were refused: others may get through. */
const OTHER_WORDS_HELP: ReadonlySet<string> = new Set([
  ...WITHHELD,
  'IMAGE_PROHIBITED_CONTENT',
  'MODEL_ARMOR',
  'JAILBREAK',
]);

/** The finish reasons after which the same question may well get a whole answer. */
const ANOTHER_TRY_HELPS: ReadonlySet<string> = new Set([
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'UNEXPECTED_TOOL_CALL',
]);

/** Says what to do about an answer that ended early; `undefined` if nothing is known to help. */
export function adviseOnEnd(reason: string): string | undefined {
  if (reason === 'MAX_TOKENS') return chat.letContinue;
  if (OTHER_WORDS_HELP.has(reason)) return chat.otherWords;
  if (ANOTHER_TRY_HELPS.has(reason)) return chat.anotherAnswer;
  if (reason === 'TOO_MANY_TOOL_CALLS') return chat.oneStep;
  return reason === 'LANGUAGE' ? chat.otherLanguage : undefined;
}

/** Returns words for a finish reason or block reason; the API's own name if it is unknown. */
export function describeEndReason(reason: string): string {
  const known = REASONS.find((each) => each === reason);
  return known ? chat[known] : reason;
}
