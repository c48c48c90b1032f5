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
export function explainStatus({ status, detail, message }: ErrorAnswer): Words {
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

const INVALID_KEY: Words = {
  title: 'The API key was refused',
  advice: 'Enter another key, or copy this one again.',
  settings: true,
  remedy: 'key',
};
const NO_MODEL: Words = {
  title: 'There is no such model',
  advice: 'Choose another model, then try again.',
  settings: true,
  remedy: 'model',
};
const NOT_GEMINI: Words = {
  title: 'The answer did not come from the Gemini API',
  advice: 'Check the address of the proxy in Settings. It must forward requests to the Gemini API.',
  settings: true,
  remedy: 'address',
};
const REGION: Words = {
  title: 'The Gemini API is not available in your region',
  advice: 'Another key or question does not help. The demos work everywhere.',
  remedy: 'demos',
};
const QUOTA: Words = {
  title: 'The quota of this key is used up',
  advice: 'Wait a minute and try again, or choose another model in Settings.',
  settings: true,
};
const OVERLOADED: Words = {
  title: 'The model is unavailable',
  advice: 'Wait a moment, then try again.',
};
const REFUSED: Words = {
  title: 'The model refused the request',
  advice: 'See the reason below. Rephrase your question, or try again.',
  remedy: 'question',
};
