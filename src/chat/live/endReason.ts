/** Words for the API's reasons to block a question or end an answer; they follow "Reason:". @see https://ai.google.dev/api/generate-content#FinishReason */
const WORDS: Readonly<Record<string, string>> = {
  MAX_TOKENS: 'it is too long',
  SAFETY: 'safety filters',
  IMAGE_SAFETY: 'safety filters for pictures',
  RECITATION: 'it repeats existing text too closely',
  IMAGE_RECITATION: 'a picture repeats an existing one too closely',
  LANGUAGE: 'this language is not supported',
  BLOCKLIST: 'it contains blocked words',
  PROHIBITED_CONTENT: 'prohibited content',
  IMAGE_PROHIBITED_CONTENT: 'prohibited content in a picture',
  SPII: 'sensitive personal data',
  MODEL_ARMOR: 'the safety rules of the Google Cloud project',
  JAILBREAK: 'it looks like an attempt to get around the safety rules',
  MALFORMED_FUNCTION_CALL: 'the model wrote a malformed function call',
  MALFORMED_RESPONSE: 'the model wrote a malformed answer',
  UNEXPECTED_TOOL_CALL: 'the model called a tool that it does not have',
  TOO_MANY_TOOL_CALLS: 'the model called too many tools in a row',
  NO_IMAGE: 'the model made no picture',
};

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
  if (reason === 'MAX_TOKENS') return 'Let it continue, or ask for less.';
  if (OTHER_WORDS_HELP.has(reason)) return 'Ask in other words.';
  if (ANOTHER_TRY_HELPS.has(reason)) return 'Ask for another answer.';
  if (reason === 'TOO_MANY_TOOL_CALLS') return 'Ask for one step at a time.';
  return reason === 'LANGUAGE' ? 'Ask in another language.' : undefined;
}

/** Returns words for a finish reason or block reason; the API's own name if it is unknown. */
export function describeEndReason(reason: string): string {
  if (Object.hasOwn(WORDS, reason)) return WORDS[reason] ?? reason;
  return reason === 'OTHER' ? 'the model’s provider does not say' : reason;
}
