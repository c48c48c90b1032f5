import type { Explanation } from './explanation.ts';

/** An error that came as the answer to a request. */
export interface ErrorAnswer {
  /** Of HTTP. */
  status: number;
  /** The sentence for people. */
  detail: string;
  /** What the API, or whoever stands before it, has sent. */
  message: string;
}

type Words = Omit<Explanation, 'detail'>;

/** Says what an HTTP error means for the user. @see https://ai.google.dev/gemini-api/docs/troubleshooting */
export function explainStatus({ status, detail, message }: ErrorAnswer): Words {
  if (/location is not supported/i.test(detail)) return ELSEWHERE;
  if (status === 401 || status === 403 || /api key/i.test(detail)) return WRONG_KEY;
  if (status === 429) return QUOTA;
  if (status >= 500) return OVERLOADED;
  if (!isFromGemini(message)) return NOT_GEMINI;
  return status === 404 ? NO_MODEL : REFUSED;
}

/** Its errors name a status in capitals. @see https://google.aip.dev/193 */
function isFromGemini(message: string): boolean {
  return /"status"\s*:\s*"[A-Z]+(_[A-Z]+)*"/.test(message);
}

const WRONG_KEY: Words = {
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
  title: 'This is not how the Gemini API answers',
  advice: 'Check the address of the proxy in Settings. It must hand requests on to the Gemini API.',
  settings: true,
  remedy: 'address',
};
const ELSEWHERE: Words = {
  title: 'Google does not offer the Gemini API where you are',
  advice: 'No key and no other question changes that. The demos work everywhere.',
  settings: false,
  remedy: 'demos',
};
const QUOTA: Words = {
  title: 'The limit of this key is reached',
  advice: 'Wait a minute and try again, or choose another model in Settings.',
  settings: true,
};
const OVERLOADED: Words = {
  title: 'The model is not available just now',
  advice: 'Wait a moment, then try again.',
  settings: false,
};
const REFUSED: Words = {
  title: 'The model refused the request',
  advice: 'The reason is below. Put your question in other words, or try again.',
  settings: false,
  remedy: 'question',
};
