/** Names of the API, in the types of its SDK but without its code: answers of other models load none of it. */
import type { FinishReason, FunctionCallingConfigMode, Outcome } from '@google/genai';

/** Whether a turn with this finish reason may be incomplete. */
export const IS_CUT_OFF: Readonly<Record<`${FinishReason}`, boolean>> = {
  FINISH_REASON_UNSPECIFIED: false,
  STOP: false,
  MAX_TOKENS: true,
  SAFETY: true,
  RECITATION: true,
  LANGUAGE: true,
  OTHER: true,
  BLOCKLIST: true,
  PROHIBITED_CONTENT: true,
  SPII: true,
  MALFORMED_FUNCTION_CALL: true,
  IMAGE_SAFETY: true,
  UNEXPECTED_TOOL_CALL: true,
  TOO_MANY_TOOL_CALLS: true,
  IMAGE_PROHIBITED_CONTENT: true,
  NO_IMAGE: true,
  IMAGE_RECITATION: true,
  IMAGE_OTHER: true,
  CONTINUATION: true,
  MALFORMED_RESPONSE: true,
};

export const STOP = 'STOP' as FinishReason;
export const OTHER = 'OTHER' as FinishReason;
export const MAX_TOKENS = 'MAX_TOKENS' as FinishReason;

export const OUTCOME_OK = 'OUTCOME_OK' as Outcome;
export const OUTCOME_FAILED = 'OUTCOME_FAILED' as Outcome;

/** Modes of calling functions. */
export const CALLING = {
  AUTO: 'AUTO' as FunctionCallingConfigMode,
  ANY: 'ANY' as FunctionCallingConfigMode,
  NONE: 'NONE' as FunctionCallingConfigMode,
  VALIDATED: 'VALIDATED' as FunctionCallingConfigMode,
};
