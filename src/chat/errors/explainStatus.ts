import { explained } from './explained.ts';
import type { Explanation } from './explanation.ts';

interface ErrorAnswer {
  status: number;
  /** The readable sentence. */
  detail: string;
  /** The whole body, from the API or a proxy. */
  message: string;
}

type Words = Omit<Explanation, 'detail'>;

/** Explains an HTTP error to the user. @see https://ai.google.dev/gemini-api/docs/troubleshooting */
export function explainStatus(answer: ErrorAnswer): Words {
  return caseOf(answer)();
}

function caseOf({ status, detail, message }: ErrorAnswer): () => Words {
  if (/location is not supported/i.test(detail)) return REGION;
  if (status === 401 || status === 403 || /api key/i.test(detail)) return INVALID_KEY;
  if (status === 429) return QUOTA;
  if (status >= 500) return OVERLOADED;
  if (!isFromGemini(message)) return NOT_GEMINI;
  return status === 404 ? NO_MODEL : REFUSED;
}

/**
 * The API's errors name a status in capitals, and those of the Interactions API a code in small letters.
 *
 * @see https://google.aip.dev/193
 * @see https://ai.google.dev/gemini-api/docs/api-errors
 */
function isFromGemini(message: string): boolean {
  return /"status"\s*:\s*"[A-Z]+(_[A-Z]+)*"/.test(message) || /"code"\s*:\s*"[a-z]+(_[a-z]+)*"/.test(message);
}

const INVALID_KEY = explained('keyRefused', 'keyRefusedAdvice', { settings: true, remedy: 'key' });
const NO_MODEL = explained('noModel', 'chooseModel', { settings: true, remedy: 'model' });
const NOT_GEMINI = explained('notGemini', 'notGeminiAdvice', { settings: true, remedy: 'address' });
const REGION = explained('region', 'regionAdvice', { remedy: 'demos' });
const QUOTA = explained('quota', 'waitAMinute', { settings: true });
const OVERLOADED = explained('overloaded', 'waitAMoment');
const REFUSED = explained('refused', 'refusedAdvice', { remedy: 'question' });
